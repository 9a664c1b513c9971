"""
The allowance for amateur arts (AKV, IAA): limits of a day and a year, and what the principal owes.

It is no pay: free of tax and contributions within its limits. Limits count per artist; the
solidarity contribution and the duty to report count per principal and calendar year. Days are
calendar days: two principals on one day are one day of the year, and each has the amount of a day
(trendstop.knack.be). Travel is capped per day and principal, as the allowance itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from commonweal.rules.arithmetic import Cents, choose, share
from commonweal.rules.errors import RuleError
from commonweal.rules.lines import Line, euro, percent
from commonweal.rules.parameters import figure
from commonweal.rules.sourced import line_of
from commonweal.rules.words import gettext_noop as _

A_DAY = timedelta(days=1)

LABELS = {
    "amateur_allowance": _("Allowance for amateur arts"),
    "amateur_travel": _("Travel with the allowance"),
    "amateur_solidarity": _("Solidarity contribution on allowances"),
}
REASONS = {
    "amateur_allowance": _("Free of tax and contributions, because it stays within its limits."),
    "amateur_travel": _("Travel that was really paid, up to the limit of a day."),
    "amateur_solidarity": _(
        "Who pays more allowances in a year than the threshold owes a part of all of them to "
        "social security."
    ),
}


class NotAllowed(RuleError):
    """One of the limits of the allowance would be passed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the allowance."""

    day_cents: int
    travel_cents: int
    days_per_year: int
    days_in_a_row: int
    solidarity_rate: Fraction
    solidarity_above_cents: int
    report_above: int


@dataclass(frozen=True, slots=True)
class Paid:
    """One allowance to one artist for one day, with the travel paid beside it."""

    principal: str
    day: date
    cents: int
    travel_cents: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """An allowance within the limits, and how many days of the year are left after it."""

    paid: Paid
    days_left: int


def limits(on: date) -> Limits:
    """
    Return the limits of a day.

    :raises NoFigure: if they are not known
    """
    return _limits(figure("aka.allowance", on).value)


def _limits(table: dict[str, Any]) -> Limits:
    return Limits(
        day_cents=table["per_day_per_principal"],
        travel_cents=table["travel_per_day"],
        days_per_year=table["days_per_year"],
        days_in_a_row=table["consecutive_days_same_principal"],
        solidarity_rate=table["solidarity_rate"],
        solidarity_above_cents=table["solidarity_threshold_year"],
        report_above=table["report_above_allowances"],
    )


def allow(new: Paid, earlier: Sequence[Paid], law: Limits) -> Allowance:
    """
    Return the new allowance, if it fits beside those the artist already had, from whomever.

    :raises NotAllowed: with the limit that would be passed, and what remains of it
    """
    _refuse_amounts(new, earlier, law)
    _refuse_days_in_a_row(new, earlier, law)
    days = {each.day for each in earlier if each.day.year == new.day.year} | {new.day}
    if len(days) > law.days_per_year:
        raise NotAllowed(
            _(
                "Pay wages for %(day)s: the %(limit)s days with an allowance in %(year)s are used, "
                "none is left."
            ),
            day=new.day, limit=law.days_per_year, year=new.day.year,
        )  # fmt: skip
    return Allowance(new, law.days_per_year - len(days))


def _refuse_amounts(new: Paid, earlier: Sequence[Paid], law: Limits) -> None:
    same = [each for each in earlier if (each.principal, each.day) == (new.principal, new.day)]
    left = law.day_cents - sum(each.cents for each in same)
    if new.cents > left:
        raise NotAllowed(
            _(
                "Pay at most EUR %(left)s to this artist for %(day)s, or wages: the allowance of "
                "one principal is limited to EUR %(limit)s a day."
            ),
            left=euro(left), day=new.day, limit=euro(law.day_cents),
        )  # fmt: skip
    travel_left = law.travel_cents - sum(each.travel_cents for each in same)
    if new.travel_cents > travel_left:
        raise NotAllowed(
            _(
                "Pay at most EUR %(left)s of travel to this artist for %(day)s: the travel of an "
                "allowance is limited to EUR %(limit)s a day."
            ),
            left=euro(travel_left), day=new.day, limit=euro(law.travel_cents),
        )  # fmt: skip


def _refuse_days_in_a_row(new: Paid, earlier: Sequence[Paid], law: Limits) -> None:
    days = {each.day for each in earlier if each.principal == new.principal}
    if _row(new.day, days) > law.days_in_a_row:
        raise NotAllowed(
            _(
                "Choose another day than %(day)s, or pay wages: an artist works at most %(limit)s "
                "days in a row for one principal with an allowance."
            ),
            day=new.day, limit=law.days_in_a_row,
        )  # fmt: skip


def _row(day: date, days: Iterable[date]) -> int:
    """Return how many days in a row there are around this day, itself included."""
    known, first, last = {*days, day}, day, day
    while first - A_DAY in known:
        first -= A_DAY
    while last + A_DAY in known:
        last += A_DAY
    return (last - first).days + 1


def solidarity(year_cents: Cents, law: Limits) -> Cents:
    """Return what a principal owes on all allowances of a year: nothing up to the threshold."""
    owed = share(year_cents, law.solidarity_rate)
    return choose(year_cents > law.solidarity_above_cents, owed, 0)


def must_report(allowances_of_the_year: int, law: Limits) -> bool:
    """Whether a principal has to report its allowances to the Arts Work Commission."""
    return allowances_of_the_year > law.report_above


def lines(found: Allowance, on: date) -> tuple[Line, ...]:
    """Explain an allowance and its travel."""
    source, law = figure("aka.allowance", on), limits(on)
    allowance = line_of(
        "amateur_allowance", "pay", found.paid.cents, source, rate=f"≤ {euro(law.day_cents)}"
    )
    if not found.paid.travel_cents:
        return (allowance,)
    cap = f"≤ {euro(law.travel_cents)}"
    travel = line_of("amateur_travel", "pay", found.paid.travel_cents, source, rate=cap)
    return (allowance, travel)


def solidarity_line(year_cents: int, on: date) -> Line:
    """Explain the solidarity contribution of a principal for a year."""
    source, law = figure("aka.allowance", on), limits(on)
    return line_of(
        "amateur_solidarity", "employer", solidarity(year_cents, law), source,
        base_cents=year_cents,
        rate=f"{percent(law.solidarity_rate)} > {euro(law.solidarity_above_cents)}",
    )  # fmt: skip
