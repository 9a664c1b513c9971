"""Work in the background: papers of payslips, months of plans, and the settling of what is over."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from procrastinate.contrib.django import app

from commonweal.kernel import clock
from commonweal.kernel.actions import unread
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import month_of
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.payroll import actions, queries

log = logging.getLogger(__name__)
A_YEAR = timedelta(days=366)  # what ended before it is not paid any more
OF_ONE = (queries.MonthNotSettled, actions.NoProtectionKnown)  # of one person, named by `values`
TOUCH = ("payroll.run", "payroll.correct")


@app.task(name="payroll.render")
def render(payslips: list[int]) -> None:
    """Set the PDF of payslips, each in the language of its worker. A second time does nothing."""
    actions.render(payslips=payslips, by=SYSTEM, at=clock.now())


@app.periodic(cron="30 * * * *")  # every hour: a correction of an old month does not wait long
@app.task(name="payroll.regularise", lock="payroll.regularise", queueing_lock="payroll.regularise")
def regularise(timestamp: int = 0) -> None:
    """
    Settle last month, and every earlier month whose payslips changed since the last time.

    A month that still goes on is settled when it is over.
    """
    at = clock.now()
    with transaction.atomic():
        for month in _months(at.astimezone(ZONE).date()):
            _settle(month, at)


def _settle(month: date, at: datetime, members: set[int] | None = None) -> None:
    """Settle a month; whoever cannot be settled is logged, and holds up nobody else."""
    try:
        actions.regularise(month=month, members=members, by=SYSTEM, at=at)
    except Refusal as refusal:
        refused = {
            each.values["member_id"]: each for each in each_of(refusal) if isinstance(each, OF_ONE)
        }
        if not refused:
            raise
        for member, each in refused.items():
            log.error("member:%s: %s", member, each)
        people = queries.people_of(month=month) if members is None else members
        _settle(month, at, {member for member in people if member not in refused})


def _months(today: date) -> list[date]:
    this = month_of(today)
    events = unread(job="payroll.regularise", verbs=TOUCH)
    refs = {ref for event in events for ref in event.subjects if ref.startswith("payslip:")}
    slips = queries.many(ids=[int(ref.removeprefix("payslip:")) for ref in refs])
    # What a correction took back may have been of another month than what took its place.
    wrong = queries.many(ids=[slip.corrects_id for slip in slips.values() if slip.corrects_id])
    touched = {month_of(slip.ends_on) for slip in (*slips.values(), *wrong.values())}
    return sorted({month for month in touched if month < this} | {month_of(this - timedelta(1))})


@app.periodic(cron="* * * * *")
@app.task(name="payroll.pay_plans", lock="payroll.pay_plans", queueing_lock="payroll.pay_plans")
def pay_plans(timestamp: int = 0) -> None:
    """Pay every month of a plan that is over. A second time does nothing."""
    pay_plans_due(at=clock.now())


def pay_plans_due(*, at: datetime) -> None:
    """
    Pay the months of plans that are over, the oldest first, and those that were missed.

    A quarter that the office did not settle in the month after it is settled here: it comes
    before the pay of that month. What is refused is logged, and holds up no other plan.
    """
    today, refused = at.astimezone(ZONE).date(), set[int]()
    while True:
        chosen = [p for p in queries.plans(since=today - A_YEAR) if p.pk not in refused]
        found = queries.standings(plans=chosen, on=today)
        late = [each.plan.pk for each in found if each.is_late_to_settle(on=today)]
        due = {each.plan.pk: month for each in found if (month := each.payable_month(on=today))}
        if late:
            refused |= _or_alone(partial(actions.settle_plan, by=SYSTEM, at=at), late)
        elif due:
            month = min(due.values())
            verb = partial(actions.pay_months, month=month, by=SYSTEM, at=at)
            refused |= _or_alone(verb, [plan for plan in due if due[plan] == month])
        else:
            return


def _or_alone(verb: Callable[..., object], plans: list[int]) -> set[int]:
    """Do it for all plans, or one by one when that is refused; return those that are refused."""
    try:
        verb(plans=plans)
    except Refusal as refusal:
        if len(plans) == 1:
            log.error("pay_plan:%s: %s", plans[0], refusal)
            return set(plans)
        return set[int]().union(*(_or_alone(verb, [plan]) for plan in plans))
    return set()
