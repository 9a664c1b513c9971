"""What premiums beside the months of a plan go by."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.kernel.period import month_of
from commonweal.payroll.models import PayPlan, Payslip
from commonweal.payroll.queries._reads import standing


@dataclass(frozen=True, slots=True)
class PaidInYear:
    """
    What a member was paid by plans in a calendar year: full months, their gross pay, and the
    gross pay of the last month of all.
    """

    months: int
    gross_cents: int
    last_month_cents: int


def paid_in_year(*, plans: Sequence[PayPlan], year: int) -> dict[int, PaidInYear]:
    """Return what the members of these plans were paid by any plan in a year, by plan."""
    slips = list(
        standing()
        .filter(
            member__in=[plan.member_id for plan in plans],
            plan__isnull=False,
            kind=Payslip.Kind.ORDINARY,
        )
        .defer("lines")
        .order_by("ends_on", "id")
    )
    return {
        plan.pk: _paid([slip for slip in slips if slip.member_id == plan.member_id], year)
        for plan in plans
    }


def _paid(slips: Sequence[Payslip], year: int) -> PaidInYear:
    inside = [slip for slip in slips if slip.ends_on.year == year]
    return PaidInYear(
        months=len({month_of(slip.ends_on) for slip in inside}),
        gross_cents=sum(slip.gross_cents for slip in inside),
        last_month_cents=slips[-1].gross_cents if slips else 0,
    )


def premiums_of_plans(*, plans: Sequence[PayPlan], kind: str, year: int) -> dict[int, Payslip]:
    """Return the standing premiums of a kind that these plans had in a calendar year, by plan."""
    slips = standing().filter(plan__in=[plan.pk for plan in plans], kind=kind, ends_on__year=year)
    return {slip.plan_id: slip for slip in slips if slip.plan_id}
