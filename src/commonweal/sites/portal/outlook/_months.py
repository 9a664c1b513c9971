"""The forecast as the page shows it: month by month, as a picture, as rows of a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.flows.outlook.queries import Certainty, Forecast, Kind, Line
from commonweal.kernel.period import month_of, next_month
from commonweal.ledger import queries as ledger
from commonweal.sites.portal.outlook import _places
from commonweal.sites.shell.charts import Series, chart
from commonweal.sites.shell.export import Cell, Cents
from commonweal.sites.shell.templatetags.house import euro

PAST, AHEAD = 6, 6
TONES = {
    Certainty.PLANNED: "warn",
    Certainty.CONFIRMED: "good",
    Certainty.RESERVED: "info",
    Certainty.EXPECTED: "quiet-tone",
    Certainty.DUE: "good",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A move as the page shows it."""

    line: Line
    kind: str
    certainty: str
    tone: str
    href: str

    @property
    def own(self) -> int | None:
        """The number of the line, if a member wrote it down."""
        return _places.own_line(self.line.move)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the forecast: its moves, their sums, and what can be spent at its end."""

    first: date
    rows: Sequence[Shown]
    sure_cents: int
    everything_cents: int

    @property
    def in_cents(self) -> int:
        return sum(row.line.move.cents for row in self.rows if row.line.move.cents > 0)

    @property
    def out_cents(self) -> int:
        return sum(row.line.move.cents for row in self.rows if row.line.move.cents < 0)


def window(on: date) -> list[date]:
    """Return the months that are shown ahead, this one first."""
    return _months_from(on, AHEAD + 1)


def end_of(month: date) -> date:
    """Return the last day of a month."""
    return date.fromordinal(next_month(month).toordinal() - 1)


def months(found: Forecast, *, unit: int) -> list[Month]:
    """Return the moves of a forecast by month."""
    grouped = groupby(found.lines, key=lambda line: month_of(line.move.on))
    return [
        Month(
            first,
            [_shown(line, unit) for line in lines],
            found.left(found.sure, end_of(first)),
            found.left(found.everything, end_of(first)),
        )
        for first, lines in grouped
    ]


def _shown(line: Line, unit: int) -> Shown:
    move = line.move
    certainty = Certainty(move.certainty)
    return Shown(
        line,
        str(Kind(move.kind).label),
        str(certainty.label),
        TONES[certainty],
        _places.href(move.origin, unit),
    )


def cells(shown: Iterable[Month]) -> Iterator[Sequence[Cell]]:
    """Return the moves as the file has them."""
    for row in (row for month in shown for row in month.rows):
        move = row.line.move
        sure = row.line.sure_cents
        yield (
            move.on,
            row.kind,
            move.text,
            row.certainty,
            Cents(move.cents),
            Cents(move.aside_cents),
            None if sure is None else Cents(sure),
            Cents(row.line.left_cents),
        )


def picture(found: Forecast, *, unit: int) -> str:
    """
    Draw half a year of the books and half a year of the forecast: what came in and went out,
    and what can be spent, sure and with everything. Where nothing was and nothing comes is no
    picture.
    """
    ahead = window(found.on)
    back = _months_before(found.on, PAST)
    past = dict.fromkeys(back, (0, 0))
    for row in ledger.unit_months(units=[unit]):
        if row.in_budget and row.month in {*past, ahead[0]}:
            before = past.get(row.month, (0, 0))
            past[row.month] = (before[0] + row.credit_cents, before[1] + row.debit_cents)
    comes = {month.first: month for month in months(found, unit=unit)}
    if not comes and not any(map(any, past.values())) and not found.start_cents:
        return ""
    every = [*back, *ahead]
    came = [past.get(month, (0, 0)) for month in every]
    will = [comes.get(month) for month in every]
    known = _balances(found, back, past)
    return chart(
        title=_("Half a year behind, half a year ahead"),
        labels=[date_format(month, "M") for month in every],
        series=[
            Series(
                _("In"),
                [a + (b.in_cents if b else 0) for (a, _c), b in zip(came, will, strict=True)],
                "good",
            ),
            Series(
                _("Out"),
                [a - (b.out_cents if b else 0) for (_c, a), b in zip(came, will, strict=True)],
                "sand",
            ),
            Series(
                _("With everything expected"),
                [*known, *(found.left(found.everything, end_of(month)) for month in ahead)],
                "info",
                "line",
            ),
            Series(
                _("Sure"),
                [*known, *(found.left(found.sure, end_of(month)) for month in ahead)],
                "brand",
                "line",
            ),
        ],
        show=lambda cents: euro(cents, "whole"),
    )


def _balances(
    found: Forecast, back: Sequence[date], moved: dict[date, tuple[int, int]]
) -> list[int]:
    """The budget at the end of each month before this one: that of now less what came after."""
    balance, ends = found.start.budget, []
    for month in [month_of(found.on), *reversed(back)][:-1]:
        came, went = moved.get(month, (0, 0))
        balance -= came - went
        ends.append(balance)
    return ends[::-1]


def _months_from(on: date, count: int) -> list[date]:
    found = [month_of(on)]
    while len(found) < count:
        found.append(next_month(found[-1]))
    return found


def _months_before(on: date, count: int) -> list[date]:
    found = [month_of(on)]
    while len(found) <= count:
        found.append(month_of(date.fromordinal(found[-1].toordinal() - 1)))
    return found[:0:-1]
