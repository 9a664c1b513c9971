"""The statement of a budget as a page shows it: filtered rows, months, a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.kernel.period import month_of
from commonweal.ledger import queries as ledger
from commonweal.sites.portal.activities.words import KINDS, word
from commonweal.sites.shell.books import entry_name
from commonweal.sites.shell.charts import Series, chart
from commonweal.sites.shell.export import Cell, Cents
from commonweal.sites.shell.kit import Tab, Text
from commonweal.sites.shell.templatetags.house import euro

MONTHS_SHOWN = 12
ROWS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One cent-exact line: what it did to the budget, and the entry that proves it."""

    on: date
    entry_id: int
    number: str
    kind: str
    what: Text
    text: str
    cents: int
    budget_cents: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are shown, as the address says."""

    kind: str
    year: int | None
    all: bool

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        """Read the address; what it does not know is no filter."""
        kind, year = query.get("kind", ""), query.get("year", "")
        return cls(
            kind if kind in KINDS else "",
            int(year) if year.isdecimal() and len(year) == 4 else None,
            "all" in query,
        )

    def address(self, **changes: object) -> str:
        """Return the address of the same page with another filter."""
        query = QueryDict(mutable=True)
        values = {"kind": self.kind, "year": self.year, **changes}
        query.update({name: f"{value}" for name, value in values.items() if value})
        return f"?{query.urlencode()}"

    def admits(self, row: Row) -> bool:
        return self.kind in ("", row.kind) and self.year in (None, row.on.year)


def rows(unit: int) -> list[Row]:
    """Return every line of a unit's budget, newest first, with the budget after it."""
    return [
        Row(
            line.on,
            line.entry_id,
            entry_name(line.journal, line.number),
            word(line.account).kind,
            word(line.account).label,
            line.text,
            line.cents,
            line.budget_cents,
        )
        for line in reversed(ledger.statement(unit=unit))
    ]


def tabs(all_rows: Sequence[Row], chosen: Filter) -> list[Tab]:
    """Return the filters by kind, those that find something."""
    present = {row.kind for row in all_rows}
    kinds: list[tuple[str, Text]] = [
        ("", _("All")),
        *((kind, label) for kind, label in KINDS.items() if kind in present),
    ]
    return [
        Tab(label, chosen.address(kind=kind), current=kind == chosen.kind) for kind, label in kinds
    ]


def years(all_rows: Sequence[Row], chosen: Filter) -> list[Tab]:
    """Return the filters by year; nothing when there is one year only."""
    found = sorted({row.on.year for row in all_rows}, reverse=True)
    if len(found) < 2:
        return []
    every = Tab(_("All years"), chosen.address(year=None), current=chosen.year is None)
    return [every] + [
        Tab(f"{year}", chosen.address(year=year), current=year == chosen.year) for year in found
    ]


def cells(shown: Iterable[Row]) -> Iterable[Sequence[Cell]]:
    """Return rows as the file has them."""
    for row in shown:
        yield (
            row.on,
            row.number,
            f"{row.what}",
            row.text,
            Cents(row.cents),
            Cents(row.budget_cents),
        )


def months(all_rows: Sequence[Row]) -> str:
    """
    Draw what came in, what went out and what was left, by month. Newest rows come first; one
    month alone is no picture.
    """
    by_month = [
        (month, list(lines)) for month, lines in groupby(all_rows, key=lambda row: month_of(row.on))
    ]
    if len(by_month) < 2:
        return ""
    shown = by_month[:MONTHS_SHOWN][::-1]
    return chart(
        title=_("Budget by month"),
        labels=[date_format(month, "M") for month, _lines in shown],
        series=[
            Series(_("In"), [_sum(lines, +1) for _month, lines in shown], "good"),
            Series(_("Out"), [_sum(lines, -1) for _month, lines in shown], "sand"),
            Series(
                _("Budget"), [lines[0].budget_cents for _month, lines in shown], "brand", "line"
            ),
        ],
        show=lambda cents: euro(cents, "whole"),
    )


def _sum(lines: Sequence[Row], sign: int) -> int:
    return sum(abs(line.cents) for line in lines if line.cents * sign > 0)
