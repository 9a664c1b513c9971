"""What comes beside the months of a plan: holiday pay and the year-end premium."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.payroll import queries
from commonweal.payroll.actions._run import run
from commonweal.payroll.actions._store import one_run_at_a_time
from commonweal.payroll.models import PayPlan, Payslip
from commonweal.payroll.queries import PlannedYear
from commonweal.payroll.values import PayInput
from commonweal.rules import holiday_pay
from commonweal.rules.arithmetic import share
from commonweal.rules.cases import HOLIDAY
from commonweal.rules.errors import RuleError

Premium = Literal["double_holiday", "exit_holiday", "year_end_premium"]
COMMITTEE = "200"


class OnlyForStaff(Refusal):
    field = "kind"
    message = _("Leave %(name)s out: the year-end premium is for staff of the house.")


class StillEmployed(Refusal):
    field = "kind"
    message = _("End the plan of %(name)s first: exit holiday pay is for who leaves.")


class ServiceTooShort(Refusal):
    field = "on"
    message = _("Leave %(name)s out this year: the premium asks for six months of service.")


class NoPremiumKnown(Refusal):
    field = "on"
    message = _("Load the figures of %(day)s first. %(reason)s")


class NothingEarned(Refusal):
    field = "on"
    message = _("Leave %(name)s out: no month of a plan was paid in %(year)s.")


class PaidOnLeaving(Refusal):
    field = "on"
    message = _("Leave %(name)s out: the holiday pay of %(year)s was paid on leaving.")


@action
def pay_premium(
    *, kind: Premium, plans: Sequence[int], on: date, by: Actor, at: datetime
) -> list[Payslip]:
    """
    Pay one premium to each member of these plans, on the rules of a day, by name.

    Double holiday pay goes by the months paid in the year before, the year-end premium by the
    months of service in the year up to that day's, exit holiday pay by what was earned in the
    year of leaving: of all plans of the member. Holiday pay comes out of what was set aside for
    it. Who had the premium this year is answered with it.

    :raises OnlyForStaff: if a year-end premium is asked for a smoothed plan
    :raises StillEmployed: if exit holiday pay is asked for a plan that runs
    :raises ServiceTooShort: if the service does not open a year-end premium
    :raises NothingEarned: if no month counts
    :raises PaidOnLeaving: if holiday pay on leaving covered every month that counts
    :raises NoPremiumKnown: if the figures of holiday pay are not known on that day
    :raises NotComputable: if the rules cannot compute a premium; nothing is kept then
    """
    one_run_at_a_time()
    chosen = queries.plans(ids=plans)
    # Of several plans of a member the newest pays.
    newest = {each.member_id: each for each in sorted(chosen, key=lambda each: each.first)}
    had = queries.premiums_had(plans=list(newest.values()), kind=kind, year=on.year)
    year = on.year - 1 if kind == "double_holiday" else on.year
    counted = queries.planned_years(plans=chosen, year=year, on=on)
    fresh = [each for each in newest.values() if each.member_id not in had]
    check_all(_objections(kind, fresh, counted, year, on))
    try:
        contracts = [_input(kind, each, counted[each.member_id], on) for each in fresh]
    except RuleError as error:
        raise NoPremiumKnown(day=f"{on}", reason=error.said(gettext)) from error
    had |= {slip.member_id: slip for slip in run(contracts=contracts, by=by, at=at)}
    return [had[member] for member in dict.fromkeys(each.member_id for each in chosen)]


def _objections(
    kind: Premium,
    plans: Sequence[PayPlan],
    counted: Mapping[int, PlannedYear],
    year: int,
    on: date,
) -> Iterator[Refusal]:
    for plan in plans:
        name, found = plan.member.full_name, counted[plan.member_id]
        if kind == "year_end_premium" and plan.kind != PayPlan.Kind.FIXED:
            yield OnlyForStaff(name=name)
        elif kind == "exit_holiday" and not plan.ended_on:
            yield StillEmployed(name=name)
        elif not found.months:
            yield NothingEarned(name=name, year=f"{year}")
        elif kind in HOLIDAY and not found.open_months:
            yield PaidOnLeaving(name=name, year=f"{year}")
        elif kind == "year_end_premium" and not holiday_pay.is_entitled(
            COMMITTEE, found.staff_since, on
        ):
            yield ServiceTooShort(name=name)


def _input(kind: Premium, plan: PayPlan, counted: PlannedYear, on: date) -> PayInput:
    month = counted.last_month_cents
    law = holiday_pay.double_law(on)
    return queries.plan_input(
        plan=plan,
        gross_cents=_gross(kind, counted, on),
        starts_on=on,
        ends_on=on,
        kind=kind,
        year_cents=holiday_pay.MONTHS * (month - share(month, law.worker_rate)),
    )


def _gross(kind: Premium, counted: PlannedYear, on: date) -> int:
    month = counted.last_month_cents
    if kind == "double_holiday":
        law = holiday_pay.double_law(on)
        return int(holiday_pay.double_holiday(month, counted.open_months, law).gross)
    if kind == "exit_holiday":
        return int(holiday_pay.exit_holiday(counted.open_cents, holiday_pay.exit_law(on)).in_all)
    return int(holiday_pay.year_end_premium(month, counted.staff_months))
