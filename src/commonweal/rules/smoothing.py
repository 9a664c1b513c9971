"""
Smoothed pay: an open-ended member earns by assignment, and is paid the same each month.

What no law says, the house assumes, and shows to the member:
- a plan covers twelve months from its first; the expected income is gross pay of the member;
- months differ by one cent at most and sum to the expected income exactly;
- after each quarter (three months of the plan) real income to date is set against what was paid to
  date; the difference is spread evenly over the months that are left, never over months paid;
- no month goes below the minimum wage the member is due; what cannot be taken back because of it
  stays open as a deficit and counts again at the next settlement;
- after the fourth quarter, or when the plan ends earlier, nothing is left to correct: a surplus is
  paid at once, a deficit is not taken back and opens the next plan (`carried_cents`);
- real income is what the unit earned before this pay, turned into gross pay at the tariff of the
  house; a month that cost more than it brought counts below zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from commonweal.rules.arithmetic import Cents, most
from commonweal.rules.budget import gross_of
from commonweal.rules.errors import BadCase
from commonweal.rules.lines import Line, Part, euro
from commonweal.rules.parameters import figure
from commonweal.rules.pay_rules import full_month_minutes
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
    "smooth_carried": _("Stays open: a next plan begins with it"),
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
    "smooth_carried": _("You keep what was paid: it lowers the months of a next plan."),
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
        return close(plan, real_by_month)
    left = plan.months[done:]
    wished = [old + more for old, more in zip(left, spread(difference, len(left)), strict=True)]
    months = tuple(most(wish, minimum_cents) for wish in wished)
    carried = sum(wished) - sum(months)
    corrected = replace(plan, months=(*plan.months[:done], *months))
    return Settlement(quarter, real, paid, difference, corrected, 0, carried)


def minimum_month(minutes: int, on: date) -> int:
    """
    Return the minimum wage in cents of a month of so many minutes, rounded up.

    :raises NoFigure: if the minimum wage is not known on that day
    """
    full = full_month_minutes(figure("labour.full_time_hours", on).value)
    monthly: int = figure("minimum_wage.monthly", on).value
    return ceil(Fraction(monthly * minutes) / full)


def close(plan: Plan, real_by_month: Sequence[Cents]) -> Settlement:
    """
    Set real income against smoothed pay when a plan ends, after any of its months.

    `real_by_month` holds the real gross of the months that were paid. The settlement counts as
    that of the quarter in which the plan ends; its plan has no months but these.

    :raises BadCase: if there is no such month, or more than twelve
    """
    done = len(real_by_month)
    if not 1 <= done <= len(plan.months):
        raise BadCase(_("Give the real income of 1 to 12 months to close a plan."))
    ended = replace(plan, months=plan.months[:done])
    real, paid = sum(real_by_month), sum(ended.months)
    closing = most(real - paid, 0)
    quarter = -(-done // QUARTER)
    return Settlement(quarter, real, paid, real - paid, ended, closing, real - paid - closing)


def real_gross(budget_cents: int, status: str, on: date) -> int:
    """
    Return the greatest gross pay that a month's work budget carries, below zero when the month
    cost more than it brought.

    :raises NoFigure: if the house had no tariff on that day
    """
    gross: int = gross_of(abs(budget_cents), status, on)
    return gross if budget_cents >= 0 else -gross


def lines(found: Settlement, on: date) -> tuple[Line, ...]:
    """Explain a settlement to the member."""

    def line(code: str, amount: int, of: str, part: Part = "step") -> Line:
        return sum_of(code, part, amount, on, of)

    shown = [
        line("smooth_real", found.real, "the assignments"),
        line("smooth_paid", found.paid, "the plan"),
    ]
    months = found.plan.months
    done = found.quarter * QUARTER
    if done < len(months):
        if found.difference:
            code = "smooth_surplus" if found.difference > 0 else "smooth_deficit"
            shown.append(line(code, found.difference, "real - paid"))
        shown.append(line("smooth_month", months[done], "plan + difference / months"))
        if found.carried:
            shown.append(line("smooth_open", found.carried, "minimum wage"))
        return tuple(shown)
    if found.closing:
        shown.append(line("smooth_closing", found.closing, "real - paid", "pay"))
    if found.carried:
        shown.append(line("smooth_carried", found.carried, "real - paid"))
    return tuple(shown)
