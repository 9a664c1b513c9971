"""What else a pay can be asked for: a smoothed month, the reductions of a quarter, amateur arts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.rules import amateur_arts, quarter, smoothing
from commonweal.rules.cases import Case
from commonweal.rules.lines import Line
from commonweal.rules.parameters import figure
from commonweal.rules.pay_rules import full_month_minutes
from commonweal.rules.payslip import Amounts
from commonweal.sites.cli import _words as read
from commonweal.sites.cli._words import WrongInput

AMATEUR_ARTS = "amateur_arts"
REGIONS = ("BRU", "FLA", "WAL")
QUARTER_MONTHS = 3
EXTRA = {
    "expected-year": ("EURO", "income expected in a year: the pay is its month, smoothed"),
    "region": ("REGION", f"show the reductions of the quarter, by region: {', '.join(REGIONS)}"),
    "quarter-pay": ("EURO", "pay of the quarter, else three such months (or this contract)"),
    "quarter-hours": ("H", "hours paid in the quarter, else those of that pay"),
    "travel": ("EURO", f"with --kind {AMATEUR_ARTS}: travel paid beside the allowance"),
    "days-used": ("N", f"with --kind {AMATEUR_ARTS}: days with an allowance this year"),
    "days-in-a-row": ("N", f"with --kind {AMATEUR_ARTS}: of them just before, same principal"),
    "principal-year": ("EURO", f"with --kind {AMATEUR_ARTS}: paid by the principal this year"),
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """An allowance for amateur arts: what is paid, what is left, what the principal owes."""

    allowance: amateur_arts.Allowance
    solidarity_cents: int
    lines: tuple[Line, ...]

    @property
    def paid_cents(self) -> int:
        """What arrives: nothing is withheld."""
        return self.allowance.paid.cents + self.allowance.paid.travel_cents


def smoothed(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the words with the month of the smoothed pay as gross pay."""
    said = dict(texts)
    if "expected-year" not in said:
        return said
    if "gross" in said or "taxable" in said:
        raise WrongInput("Give --expected-year or --gross, not both.", "expected-year")
    expected = read.euro("expected-year", said.pop("expected-year"))
    on = read.day("on", said.get("on", ""))
    months = smoothing.plan(expected, date(on.year, 1, 1)).months
    cents = months[on.month - 1]
    return said | {"gross": f"{cents // 100}.{cents % 100:02}"}


def reductions(texts: Mapping[str, str], case: Case, found: Amounts) -> tuple[Line, ...]:
    """
    Return the reductions of a quarter of such pay, if a region is named.

    :raises WrongInput: if a word cannot be read
    """
    if "region" not in texts:
        return ()
    region = texts["region"].upper()
    if region not in REGIONS:
        raise WrongInput(f"Choose as --region one of {', '.join(REGIONS)}.", "region")
    first = date(case.on.year, case.on.month - (case.on.month - 1) % QUARTER_MONTHS, 1)
    work, owed = _work(texts, case, found)
    artist = region if case.status.startswith("artist") else None
    less = quarter.reductions(work, owed, first, artist_region=artist, missing="skip")
    return quarter.lines(less, work, first)


def _work(texts: Mapping[str, str], case: Case, found: Amounts) -> tuple[quarter.Work, int]:
    """The quarter that was given; else three such months, or the one contract."""
    weekly = figure("labour.full_time_hours", case.on).value
    times = 1 if case.minutes else QUARTER_MONTHS
    minutes = case.minutes or full_month_minutes(weekly)
    pay, paid = found.gross * times, minutes * times
    if "quarter-pay" in texts:
        pay = read.euro("quarter-pay", texts["quarter-pay"])
        paid = quarter.WEEKS * weekly * 60
    if "quarter-hours" in texts:
        paid = read.minutes("quarter-hours", texts["quarter-hours"])
    owed = found.employer.base + found.employer.others
    return quarter.Work(pay, paid, weekly * 60), owed * pay // found.gross


def amateur(texts: Mapping[str, str]) -> Allowed:
    """
    Return an allowance for amateur arts within its limits.

    :raises NotAllowed: with the limit that would be passed
    :raises NoFigure: if the limits of that day are not known
    """
    for word, example in (("gross", "75"), ("on", "2024-06-15")):
        if word not in texts:
            raise WrongInput(f"Give --{word}, such as {example}.", word)
    on = read.day("on", texts["on"])
    used = read.count("days-used", texts.get("days-used", "0"))
    in_a_row = read.count("days-in-a-row", texts.get("days-in-a-row", "0"))
    cents = read.euro("gross", texts["gross"])
    paid = amateur_arts.Paid("here", on, cents, read.euro("travel", texts.get("travel", "0")))
    law = amateur_arts.limits(on)
    allowance = amateur_arts.allow(paid, _earlier(on, max(used, in_a_row), in_a_row), law)
    year = cents + read.euro("principal-year", texts.get("principal-year", "0"))
    owed = amateur_arts.solidarity(year, law)
    lines = amateur_arts.lines(allowance, on)
    if owed:
        lines = (*lines, amateur_arts.solidarity_line(year, on))
    return Allowed(allowance, owed, lines)


def _earlier(on: date, used: int, in_a_row: int) -> list[amateur_arts.Paid]:
    """Days of this year that stand for those used: the last ones in a row, for this principal."""
    row = [on - timedelta(days=n) for n in range(1, in_a_row + 1)]
    begin = date(on.year, 1, 1) if on.month > 6 else date(on.year, 7, 1)
    others = [begin + timedelta(days=n) for n in range(used - in_a_row)]
    return [
        *(amateur_arts.Paid("here", day, 0) for day in row),
        *(amateur_arts.Paid("elsewhere", day, 0) for day in others),
    ]
