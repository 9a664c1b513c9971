"""What premiums beside the months of plans go by: a member has one of each kind a year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.kernel.period import month_of, next_month
from commonweal.payroll.models import PayPlan, Payslip
from commonweal.payroll.queries._reads import standing

Spell = tuple[date, date]  # the first and the last day


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """
    What the plans of a member made of a calendar year: full months paid and their gross pay, the
    gross pay of the last month of all, and, of plans of staff, the months from the first day of
    the year to a day and the day on which the service without a gap began.
    """

    months: int
    gross_cents: int
    last_month_cents: int
    staff_months: int
    staff_since: date


def planned_years(*, plans: Sequence[PayPlan], year: int, on: date) -> dict[int, PlannedYear]:
    """Return what a year was to the members of these plans, whatever the plan, by member."""
    members = {plan.member_id for plan in plans}
    slips: dict[int, list[Payslip]] = defaultdict(list)
    paid = standing().filter(member__in=members, plan__isnull=False, kind=Payslip.Kind.ORDINARY)
    for slip in paid.defer("lines").order_by("ends_on", "id"):
        slips[slip.member_id].append(slip)
    spells: dict[int, list[Spell]] = defaultdict(list)
    staff = PayPlan.objects.filter(member__in=members, kind=PayPlan.Kind.FIXED)
    for plan in staff.order_by("first"):
        spells[plan.member_id].append((plan.first, min(plan.ended_on or on, on)))
    return {each: _year(slips[each], spells[each], year, on) for each in members}


def _year(slips: Sequence[Payslip], spells: Sequence[Spell], year: int, on: date) -> PlannedYear:
    inside = [slip for slip in slips if slip.ends_on.year == year]
    return PlannedYear(
        months=len({month_of(slip.ends_on) for slip in inside}),
        gross_cents=sum(slip.gross_cents for slip in inside),
        last_month_cents=slips[-1].gross_cents if slips else 0,
        staff_months=len({month for spell in spells for month in _months(spell, on.year)}),
        staff_since=_since(spells, on),
    )


def _months(spell: Spell, year: int) -> Iterable[date]:
    """The months of a spell in a year."""
    month, last = max(month_of(spell[0]), date(year, 1, 1)), spell[1]
    while month <= last and month.year == year:
        yield month
        month = next_month(month)


def _since(spells: Sequence[Spell], on: date) -> date:
    """The day on which the last spells began that follow each other without a gap."""
    began = on
    for first, last in reversed(spells):
        if last < on and last + timedelta(days=1) < began:
            break
        began = first
    return began


def premiums_had(*, plans: Sequence[PayPlan], kind: str, year: int) -> dict[int, Payslip]:
    """Return the standing premium of a kind that these members had in a year, by member."""
    slips = standing().filter(
        member__in=[plan.member_id for plan in plans],
        plan__isnull=False,
        kind=kind,
        ends_on__year=year,
    )
    return {slip.member_id: slip for slip in slips}
