"""The months of plans: paid by the same run as contracts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll import queries
from commonweal.payroll.actions._run import run
from commonweal.payroll.actions._store import one_run_at_a_time
from commonweal.payroll.models import PayPlan, Payslip
from commonweal.payroll.queries import PlanMonth, PlanStanding
from commonweal.rules.errors import RuleError


class MonthGoesOn(Refusal):
    message = _("Wait until %(month)s is over: the pay of a plan is made after its month.")


class EarlierMonthUnpaid(Refusal):
    message = _("Pay %(earlier)s of %(name)s first: %(month)s comes after it.")


class QuarterNotSettled(Refusal):
    message = _("Settle quarter %(quarter)s of %(name)s first: it changes the pay of %(month)s.")


class NoMinimumKnown(Refusal):
    message = _("Load the minimum wage of %(month)s first. %(reason)s")


@action
def pay_months(
    *, month: date, by: Actor, at: datetime, plans: Sequence[int] | None = None
) -> list[Payslip]:
    """
    Pay the month that a day names to everybody with a plan, or of these plans, by name.

    A month that was paid is answered with its payslip. None goes below the minimum wage of its
    last day, where that rose above the plan.

    :raises MonthGoesOn: if the month is not over
    :raises EarlierMonthUnpaid: if an earlier month of a plan waits
    :raises QuarterNotSettled: if a quarter before it has to be settled
    :raises NotComputable: if the rules cannot compute a month; nothing is kept then
    """
    first, today = month_of(month), at.astimezone(ZONE).date()
    if today < next_month(first):
        raise MonthGoesOn(month=f"{first:%Y-%m}")
    one_run_at_a_time()
    chosen = queries.plans(ids=plans) if plans is not None else queries.plans(since=first)
    found = queries.standings(plans=chosen, on=today)
    due = [(each, place) for each in found if (place := _place(each, first)) is not None]
    check_all(_objections(due))
    return _pay([(each.plan, each.months[place]) for each, place in due], first, by, at)


def _place(standing: PlanStanding, first: date) -> int | None:
    """Where the month stands in a plan; None when it is no part of it."""
    months = [each.month for each in standing.months]
    return months.index(first) if first in months else None


def _objections(due: Sequence[tuple[PlanStanding, int]]) -> Iterator[Refusal]:
    for standing, place in due:
        name, month = standing.plan.member.full_name, f"{standing.months[place].month:%Y-%m}"
        if place > standing.paid:
            earlier = f"{standing.months[standing.paid].month:%Y-%m}"
            yield EarlierMonthUnpaid(name=name, month=month, earlier=earlier)
        elif place == standing.paid and standing.due_quarter:
            yield QuarterNotSettled(name=name, month=month, quarter=standing.due_quarter)


def _pay(
    due: Sequence[tuple[PayPlan, PlanMonth]], first: date, by: Actor, at: datetime
) -> list[Payslip]:
    try:
        contracts = queries.plan_inputs(due=due)
    except RuleError as error:
        reason = error.said(gettext)
        raise NoMinimumKnown(month=f"{first:%Y-%m}", reason=reason) from error
    return run(contracts=contracts, by=by, at=at)
