"""
Smoothed pay: an open-ended member earns by assignment, and is paid the same each month.

What no law says, the house assumes, and shows to the member:
- a plan covers twelve months from its first; the expected income is gross pay of the member;
- months differ by one cent at most and sum to the expected income exactly;
- after each quarter (three months of the plan) real income to date is set against what was paid to
  date; the difference is spread evenly over the months that are left, never over months paid;
- no month goes below the minimum wage the member is due; what cannot be taken back because of it
  stays open as a deficit and counts again at the next settlement;
- after the fourth quarter nothing is left to correct: a surplus is paid at once, a deficit opens
  the next plan (`carried_cents`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from commonweal.rules.arithmetic import Cents, most
from commonweal.rules.errors import BadCase
from commonweal.rules.lines import Line, Part, euro
from commonweal.rules.sourced import sum_of
from commonweal.rules.words import gettext_noop as _

MONTHS, QUARTER = 12, 3

LABELS = {
    "smooth_real": _("Your income to date"),
    "smooth_paid": _("Paid to you to date"),
    "smooth_surplus": _("Earned and not yet paid"),
    "smooth_deficit": _("Paid and not yet earned"),
    "smooth_month": _("Your pay from next month on"),
    "smooth_closing": _("Paid now, at the end of the year of the plan"),
    "smooth_open": _("Stays open: taken up later"),
}
REASONS = {
    "smooth_real": _("The gross pay of all your work since the plan began."),
    "smooth_paid": _("The months of the plan that were paid."),
    "smooth_surplus": _("It is spread over the months that are left, so that your pay rises."),
    "smooth_deficit": _("It is spread over the months that are left, so that your pay falls."),
    "smooth_month": _("The planned pay, corrected for what you really earned."),
    "smooth_closing": _("No month of the plan is left, so the surplus is paid at once."),
    "smooth_open": _(
        "Your pay never falls under the minimum wage. What cannot be corrected for that reason "
        "counts again at the next settlement."
    ),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The gross pay of twelve months from `first`, the first day of a month."""

    first: date
    months: tuple[Cents, ...]


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    A quarter settled: `difference` is real less paid to date (above zero a surplus). `plan` has
    the months as they are paid from now on, `closing` is paid at once after the last quarter, and
    `carried` is what remains of a deficit (zero or below).
    """

    quarter: int
    real: Cents
    paid: Cents
    difference: Cents
    plan: Plan
    closing: Cents
    carried: Cents


def spread(cents: Cents, parts: int) -> tuple[Cents, ...]:
    """Return parts that differ by one cent at most and sum to the whole, the larger ones first."""
    return tuple((cents + parts - 1 - place) // parts for place in range(parts))


def plan(expected_cents: Cents, from_month: date, carried_cents: Cents = 0) -> Plan:
    """Return the monthly pay of an expected yearly income, less the deficit of an earlier plan."""
    return Plan(from_month.replace(day=1), spread(expected_cents + carried_cents, MONTHS))


def refuse_below(plan: Plan, minimum_cents: int) -> None:
    """
    Check a plan before it is agreed with one member.

    :raises BadCase: if a month would be under the minimum wage the member is due
    """
    if min(plan.months) < minimum_cents:
        raise BadCase(
            _(
                "Plan an income of at least EUR %(least)s a year, or fewer hours: a month would be "
                "under the minimum wage of EUR %(minimum)s."
            ),
            least=euro(MONTHS * minimum_cents),
            minimum=euro(minimum_cents),
        )


def settle(
    plan: Plan, real_by_month: Sequence[Cents], quarter: int, minimum_cents: Cents = 0
) -> Settlement:
    """
    Set real income against smoothed pay after quarter 1 to 4 of the plan.

    `real_by_month` holds the real gross of the months so far, the first of the plan first.

    :raises BadCase: if these are not the months of that many quarters
    """
    done = quarter * QUARTER
    if not 1 <= quarter <= MONTHS // QUARTER or len(real_by_month) != done:
        raise BadCase(
            _("Give the real income of %(months)s months to settle quarter %(quarter)s (1 to 4)."),
            months=done, quarter=quarter,
        )  # fmt: skip
    real, paid = sum(real_by_month), sum(plan.months[:done])
    difference = real - paid
    if done == MONTHS:
        closing = most(difference, 0)
        return Settlement(quarter, real, paid, difference, plan, closing, difference - closing)
    left = plan.months[done:]
    wished = [old + more for old, more in zip(left, spread(difference, len(left)), strict=True)]
    months = tuple(most(wish, minimum_cents) for wish in wished)
    carried = sum(wished) - sum(months)
    corrected = replace(plan, months=(*plan.months[:done], *months))
    return Settlement(quarter, real, paid, difference, corrected, 0, carried)


def lines(found: Settlement, on: date) -> tuple[Line, ...]:
    """Explain a settlement to the member."""

    def line(code: str, amount: int, of: str, part: Part = "step") -> Line:
        return sum_of(code, part, amount, on, of)

    shown = [
        line("smooth_real", found.real, "the assignments"),
        line("smooth_paid", found.paid, "the plan"),
    ]
    if found.difference > 0:
        shown.append(line("smooth_surplus", found.difference, "real - paid"))
    if found.difference < 0:
        shown.append(line("smooth_deficit", found.difference, "real - paid"))
    done = found.quarter * QUARTER
    if done < MONTHS:
        shown.append(line("smooth_month", found.plan.months[done], "plan + difference / months"))
    if found.closing:
        shown.append(line("smooth_closing", found.closing, "real - paid", "pay"))
    if found.carried:
        shown.append(line("smooth_open", found.carried, "minimum wage"))
    return tuple(shown)
