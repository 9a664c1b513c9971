"""What premiums beside the months of plans go by: a member has one of each kind a year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from commonweal.kernel.period import month_of, next_month
from commonweal.payroll.models import PayPlan, Payslip
from commonweal.payroll.queries._reads import standing

Spell = tuple[date, date]  # the first and the last day


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """
    What the plans of a member made of a calendar year: full months paid and their gross pay, the
    gross pay of the last month of all, and, of plans of staff, the months from the first day of
    the year to a day and the day on which the service without a gap began. The `open` months are
    those without holiday pay on leaving, which covers all before it.
    """

    months: int
    open_months: int
    open_cents: int
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
    exits = _premiums(members, Payslip.Kind.EXIT_HOLIDAY, year).order_by("ends_on")
    left = {slip.member_id: month_of(slip.ends_on) for slip in exits}
    spells: dict[int, list[Spell]] = defaultdict(list)
    staff = PayPlan.objects.filter(member__in=members, kind=PayPlan.Kind.FIXED)
    for plan in staff.order_by("first"):
        spells[plan.member_id].append((plan.first, min(plan.ended_on or on, on)))
    return {each: _year(slips[each], left.get(each), spells[each], year, on) for each in members}


def _year(
    slips: Sequence[Payslip], left: date | None, spells: Sequence[Spell], year: int, on: date
) -> PlannedYear:
    inside = [slip for slip in slips if slip.ends_on.year == year]
    still = [slip for slip in inside if left is None or month_of(slip.ends_on) > left]
    return PlannedYear(
        months=len({month_of(slip.ends_on) for slip in inside}),
        open_months=len({month_of(slip.ends_on) for slip in still}),
        open_cents=sum(slip.gross_cents for slip in still),
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
    """
    Return the standing premium of a kind that these members had in a year, by member. Who leaves
    twice has holiday pay on leaving of each plan.
    """
    slips = _premiums([plan.member_id for plan in plans], kind, year)
    if kind == Payslip.Kind.EXIT_HOLIDAY:
        slips = slips.filter(plan__in=[plan.pk for plan in plans])
    return {slip.member_id: slip for slip in slips}


def _premiums(members: Collection[int], kind: str, year: int) -> QuerySet[Payslip]:
    return standing().filter(member__in=members, plan__isnull=False, kind=kind, ends_on__year=year)
