"""Plans of pay: what is expected, what was paid and what was really earned, month by month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.scope import past_the_lock
from commonweal.ledger import queries as ledger
from commonweal.members import queries as members
from commonweal.payroll.models import PayPlan, Payslip, PlanSettlement
from commonweal.payroll.queries._reads import standing
from commonweal.payroll.values import PayInput
from commonweal.rules import smoothing
from commonweal.rules.smoothing import MONTHS, QUARTER


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """
    A month of a plan in gross cents. `real_cents` is what the unit earned in it so far, None of a
    fixed plan and of months to come; `payslip` is the standing one, once the month is paid.
    """

    month: date
    planned_cents: int
    real_cents: int | None
    payslip: Payslip | None

    @property
    def last_day(self) -> date:
        return next_month(self.month) - timedelta(days=1)

    @property
    def cents(self) -> int:
        """What was paid for the month, or is planned as long as it is not."""
        return self.planned_cents if self.payslip is None else self.payslip.gross_cents

    @property
    def paid_cents(self) -> int | None:
        """What was paid for the month; None as long as it is not."""
        return self.payslip.gross_cents if self.payslip else None


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """
    A plan as it stands on a day: its months (of a fixed plan up to that day's, of an ended plan
    up to its last) and the quarters that were settled, the first first.
    """

    plan: PayPlan
    months: tuple[PlanMonth, ...]
    settlements: tuple[PlanSettlement, ...]

    @property
    def paid(self) -> int:
        """How many months were paid, one after the other from the first."""
        return next(
            (place for place, each in enumerate(self.months) if each.payslip is None),
            len(self.months),
        )

    @property
    def next(self) -> PlanMonth | None:
        """The next month to be paid."""
        return self.months[self.paid] if self.paid < len(self.months) else None

    @property
    def earliest_end(self) -> date:
        """The first month with which the plan may end: no month after it is paid or settled."""
        month = self.plan.first
        for _place in range(max(self.paid - 1, len(self.settlements) * QUARTER)):
            month = next_month(month)
        return month

    @property
    def due_quarter(self) -> int | None:
        """
        The next quarter to settle, once all its months are paid; None before. It has to be
        settled before a later month is paid.
        """
        settled = len(self.settlements)
        if self.plan.kind != PayPlan.Kind.SMOOTHED or settled * QUARTER >= len(self.months):
            return None
        return settled + 1 if self.paid >= self.months_settled_by(settled + 1) else None

    def payable_month(self, *, on: date) -> date | None:
        """The month that may be paid on a day: over, and with no quarter to settle before it."""
        month = self.next
        return month.month if month and month.last_day < on and not self.due_quarter else None

    def is_late_to_settle(self, *, on: date) -> bool:
        """Whether the month after a quarter is over, and the quarter still not settled."""
        if self.due_quarter is None:
            return False
        last = self.months[self.months_settled_by(self.due_quarter) - 1].month
        return next_month(next_month(last)) <= on

    def months_settled_by(self, quarter: int) -> int:
        """How many months are over at the end of a quarter; the last may be a part."""
        return min(quarter * QUARTER, len(self.months))


def plans(*, ids: Collection[int] | None = None, since: date | None = None) -> list[PayPlan]:
    """
    Return these plans, or those that have not ended, or not before a day; with their member and
    unit, by name.
    """
    found = PayPlan.objects.select_related("member", "unit")
    if ids is not None:
        found = found.filter(id__in=ids)
    else:
        lasting = Q(ended_on=None)
        found = found.filter(lasting | Q(ended_on__gte=since) if since else lasting)
    return list(found.order_by("member__last_name", "member__first_name", "id"))


def has_plan(*, member_id: int) -> bool:
    """Whether a member has or had a plan of pay, whatever the scope."""
    with past_the_lock():
        return PayPlan.objects.filter(member=member_id).exists()


def own_plan(*, member_id: int, on: date) -> PlanStanding | None:
    """Return a member's own plan as it stands, the newest one, whatever the scope."""
    with past_the_lock():
        newest = PayPlan.objects.filter(member=member_id).order_by("-id")[:1]
        found = standings(plans=list(newest), on=on)
    return found[0] if found else None


def standings(*, plans: Sequence[PayPlan], on: date) -> list[PlanStanding]:
    """Return these plans as they stand on a day, in the same order. Four reads for any number."""
    ids = [plan.pk for plan in plans]
    every = list(Payslip.objects.filter(plan__in=ids).defer("lines").order_by("id"))
    taken_back = {slip.corrects_id for slip in every}
    paid = {
        (slip.plan_id, month_of(slip.ends_on)): slip
        for slip in every
        if slip.pk not in taken_back and slip.kind == Payslip.Kind.ORDINARY
    }
    settled: dict[int, list[PlanSettlement]] = defaultdict(list)
    for each in PlanSettlement.objects.filter(plan__in=ids).order_by("quarter"):
        settled[each.plan_id].append(each)
    real = _real(plans, on)
    return [
        PlanStanding(
            plan,
            tuple(
                PlanMonth(month, cents, real.get((plan.pk, month)), paid.get((plan.pk, month)))
                for month, cents in _months(plan, on)
            ),
            tuple(settled[plan.pk]),
        )
        for plan in plans
    ]


def _real(plans: Iterable[PayPlan], on: date) -> Mapping[tuple[int, date], int]:
    """
    What units earned before smoothed pay, as gross cents, by plan and month begun.

    All that moved the budget counts, also pay of others. Smoothed pay does not, that of an earlier
    plan neither: its last month is posted in the first of the next.
    """
    smoothed = [plan for plan in plans if plan.kind == PayPlan.Kind.SMOOTHED]
    if not smoothed:
        return {}
    units = {plan.unit_id for plan in smoothed}
    paid = Payslip.objects.filter(unit__in=units, plan__kind=PayPlan.Kind.SMOOTHED)
    moves = ledger.budget_moves(
        units=units,
        start=min(plan.first for plan in smoothed),
        end=next_month(on),
        without=[slip.ref for slip in paid.only("id")],
    )
    return {
        (plan.pk, month): smoothing.real_gross(
            moves.get((plan.unit_id, month), 0), plan.worker_status, month
        )
        for plan in smoothed
        for month, _cents in _months(plan, on)
        if month <= on
    }


def _months(plan: PayPlan, on: date) -> list[tuple[date, int]]:
    """The months of a plan with what is planned in them."""
    last = plan.ended_on or (None if plan.kind == PayPlan.Kind.SMOOTHED else on)
    found: list[tuple[date, int]] = []
    month = plan.first
    while len(found) < MONTHS if last is None else month <= last:
        found.append((month, plan.months[len(found) % len(plan.months)]))
        month = next_month(month)
    return found


def plan_inputs(*, due: Sequence[tuple[PayPlan, PlanMonth]]) -> list[PayInput]:
    """
    Return what `run` needs to pay these months of plans (with their member): never less than the
    minimum wage of the last day of the month.

    What a member wants withheld on top goes with it, unless another pay of the month had it.

    :raises NoFigure: if the minimum wage is not known on the last day of a month
    """
    extra = _extras(due)
    return [
        plan_input(
            plan=plan,
            gross_cents=max(
                month.planned_cents,
                smoothing.minimum_month(plan.minutes_per_month, month.last_day),
            ),
            starts_on=month.month,
            ends_on=month.last_day,
            extra_withholding_cents=extra.get((plan.member_id, month.month), 0),
        )
        for plan, month in due
    ]


def plan_input(
    *,
    plan: PayPlan,
    gross_cents: int,
    starts_on: date,
    ends_on: date,
    kind: str = "ordinary",
    extra_withholding_cents: int = 0,
    year_cents: int | None = None,
) -> PayInput:
    """Return what `run` needs for one pay of a plan (with its member)."""
    member = plan.member
    return PayInput(
        contract_id=None,
        plan_id=plan.pk,
        member_id=member.pk,
        unit_id=plan.unit_id,
        name=member.full_name,
        title=plan.title,
        worker_status=plan.worker_status,
        withholding_bp=member.extra_withholding_bp or 0,
        gross_cents=gross_cents,
        minutes=plan.minutes_per_month,
        starts_on=starts_on,
        ends_on=ends_on,
        guaranteed=True,
        kind=kind,
        extra_withholding_cents=extra_withholding_cents,
        year_cents=year_cents,
        **members.household(member=member),
    )


def _extras(due: Sequence[tuple[PayPlan, PlanMonth]]) -> Mapping[tuple[int, date], int]:
    wishing = {
        (plan.member_id, month.month): plan.member.extra_withholding_cents
        for plan, month in due
        if plan.member.extra_withholding_cents
    }
    if not wishing:
        return {}
    slips = standing().filter(
        member__in={member for member, _month in wishing},
        terms__extra_withholding_cents__gt=0,
    )
    rows = slips.values_list("member", "ends_on")
    taken = {(member, month_of(day)) for member, day in rows}
    return {key: cents for key, cents in wishing.items() if key not in taken}
