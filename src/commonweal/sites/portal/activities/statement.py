"""The statement of a budget as a page shows it: filters, a page of lines, a file of them all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.flows.statements import queries as statements
from commonweal.flows.statements.queries import STEPS, Book, Span
from commonweal.kernel.period import month_of, next_month
from commonweal.ledger import queries as ledger
from commonweal.ledger.queries import BudgetLine, Mark, UnitMonth
from commonweal.sites.shell.books import entry_name
from commonweal.sites.shell.export import Cell, Cents
from commonweal.sites.shell.kit import Tab, Text
from commonweal.sites.shell.templatetags.house import moment

ROWS_SHOWN = 50
TABS: dict[str, Text] = {
    "": gettext_lazy("All"),
    "income": gettext_lazy("Invoiced"),
    "fee": gettext_lazy("Contribution"),
    "pay": gettext_lazy("Pay"),
    "cost": gettext_lazy("Expenses"),
    "transfer": gettext_lazy("Transfers"),
}
FIGURES: dict[str, Text] = {
    "invoiced": gettext_lazy("Invoiced, VAT included"),
    "vat": gettext_lazy("VAT: what is invoiced and the price in it"),
    "net": gettext_lazy("Price without VAT"),
    "progress": gettext_lazy("Work done, not invoiced yet"),
    "other": gettext_lazy("Other income"),
    "gross": gettext_lazy("Gross pay"),
    "employer": gettext_lazy("Employer's contributions"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One cent-exact line: what it did to the budget, and the entry that proves it."""

    on: date
    entry_id: int
    number: str
    what: Text
    text: str
    cents: int
    budget_cents: int | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are shown, as the address says."""

    kind: str
    span: Span
    after: Mark | None
    long: bool

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read the address; what it does not know is no filter."""
        kind = query.get("kind", "")
        return cls(
            kind if kind in STEPS else "",
            Span.of(query.get("period", "")),
            _mark(query.get("after", "")),
            query.get("chart") == "24",
        )

    def address(self, **changes: object) -> str:
        """Return the address of the same page with another filter, at its first line."""
        query = QueryDict(mutable=True)
        values = {
            "kind": self.kind,
            "period": self.span.code,
            "chart": "24" if self.long else "",
            **changes,
        }
        query.update({name: f"{value}" for name, value in values.items() if value})
        return f"?{query.urlencode()}"

    @property
    def says(self) -> Text:
        """The kind of lines in words."""
        return TABS.get(self.kind) or FIGURES[self.kind]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of lines, and the sum and number of all that the filter finds."""

    rows: list[Row]
    total_cents: int
    count: int
    older_url: str
    has_budget: bool


def listing(book: Book, chosen: Filter) -> Listing:
    """Return the page of a list that starts after the line the address names."""
    found = book.rows_of(STEPS[chosen.kind], chosen.span)
    page = ledger.budget_lines(
        unit=book.unit,
        months=_months_to_read(found, chosen.after),
        accounts={row.account for row in found},
        journals=_journals(found, chosen.kind),
        limit=ROWS_SHOWN + 1,
        after=chosen.after,
    )
    shown, more = page[:ROWS_SHOWN], len(page) > ROWS_SHOWN
    return Listing(
        list(_rows(shown, chosen, _budget_at(book, chosen, shown))),
        _signed(chosen, sum(row.cents for row in found)),
        sum(row.lines for row in found),
        chosen.address(after=_code(shown[-1].mark)) if more else "",
        has_budget=chosen.kind == "",
    )


def every_row(book: Book, chosen: Filter) -> Iterator[Row]:
    """Yield all lines the filter finds, the newest first, some thousands at a time."""
    found = book.rows_of(STEPS[chosen.kind], chosen.span)
    lines = ledger.every_line(
        unit=book.unit,
        months=sorted({row.month for row in found}, reverse=True),
        accounts={row.account for row in found},
        journals=_journals(found, chosen.kind),
    )
    return _rows(lines, chosen, book.before(chosen.span.end))


def kinds(book: Book, chosen: Filter) -> list[Tab]:
    """Return the filters by kind, those that find something in the period."""
    present = {statements.step(row) for row in book.rows if row.month in chosen.span}
    return [
        Tab(label, chosen.address(kind=kind) + "#statement", current=kind == chosen.kind)
        for kind, label in TABS.items()
        if not kind or STEPS[kind] & present
    ]


def years(book: Book, chosen: Filter) -> list[Tab]:
    """Return the filters by year, the newest first."""
    found = sorted({month.year for month in book.months}, reverse=True)
    every = Tab(_("Since the start"), chosen.address(period=""), current=not chosen.span.code)
    return [
        every,
        *(_tab(f"{year}", f"{year}", chosen, chosen.span.code[:4]) for year in found),
    ]


def parts(book: Book, chosen: Filter) -> list[Tab]:
    """Return the filters by quarter and month of the chosen year; nothing without one."""
    year = chosen.span.code[:4]
    if not year:
        return []
    months = sorted(month for month in book.months if f"{month.year}" == year)
    quarters = sorted({(month.month + 2) // 3 for month in months})
    return [
        *(_tab(_("Q%(n)s") % {"n": n}, f"{year}-Q{n}", chosen) for n in quarters),
        *(_tab(date_format(month, "F"), f"{month:%Y-%m}", chosen) for month in months),
    ]


def _tab(label: Text, code: str, chosen: Filter, shown: str | None = None) -> Tab:
    shown = chosen.span.code if shown is None else shown
    return Tab(label, chosen.address(period=code), current=code == shown)


def period_name(span: Span) -> str:
    """Say which months a span holds."""
    if not span.code:
        return _("Since the start")
    year, _dash, part = span.code.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        return _("Quarter %(n)s of %(year)s") % {"n": part[1:], "year": year}
    return date_format(span.start, "F Y")


def head(chosen: Filter) -> list[str]:
    """Return the titles of the columns of a file."""
    titles = [_("Date"), _("Entry"), _("What"), _("Text"), _("Amount in euro")]
    return [*titles, _("Budget after it")] if chosen.kind == "" else titles


def cells(shown: Iterable[Row]) -> Iterator[Sequence[Cell]]:
    """Return rows as the file has them: the same columns as on the page."""
    for row in shown:
        own: list[Cell] = [row.on, row.number, f"{row.what}", row.text, Cents(row.cents)]
        yield own if row.budget_cents is None else [*own, Cents(row.budget_cents)]


def about(name: str, chosen: Filter, at: datetime) -> list[tuple[str, str]]:
    """Return what stands above the columns of a file: which lines these are, and since when."""
    return [
        (_("Budget"), name),
        (_("Period"), period_name(chosen.span)),
        (_("Lines"), f"{chosen.says}"),
        (_("Made on"), moment(at)),
    ]


def file_name(unit: int, chosen: Filter) -> str:
    """Return the name of a file of these lines, without its ending."""
    return "-".join(filter(None, ["budget", f"{unit}", chosen.kind, chosen.span.code]))


def _months_to_read(found: Sequence[UnitMonth], after: Mark | None) -> list[date]:
    """The newest months that fill a page for sure: their numbers of lines are known."""
    counts: dict[date, int] = {}
    for row in found:
        counts[row.month] = counts.get(row.month, 0) + row.lines
    months, sure = [], 0
    for month in sorted(counts, reverse=True):
        if after and month > after.on:
            continue
        if sure > ROWS_SHOWN:
            break
        months.append(month)
        if not after or month < month_of(after.on):
            sure += counts[month]
    return months


def _journals(found: Sequence[UnitMonth], kind: str) -> set[str]:
    """The journals of the lines, where the same account stands in others too."""
    return {row.journal for row in found} if kind in FIGURES else set()


def _budget_at(book: Book, chosen: Filter, shown: Sequence[BudgetLine]) -> int:
    """The budget after the first line of a page: from the months, and the part of its own month."""
    if chosen.after is None or chosen.kind or not shown:
        return book.before(chosen.span.end)
    accounts = {row.account for row in book.rows if row.in_budget}
    newer = ledger.budget_since(unit=book.unit, accounts=accounts, mark=chosen.after)
    return book.before(next_month(chosen.after.on)) - newer


def _rows(lines: Iterable[BudgetLine], chosen: Filter, budget_cents: int) -> Iterator[Row]:
    for line in lines:
        yield Row(
            line.on,
            line.entry_id,
            entry_name(line.journal, line.number),
            statements.word(line),
            line.text,
            _signed(chosen, line.cents),
            budget_cents if chosen.kind == "" else None,
        )
        budget_cents -= line.cents


def _signed(chosen: Filter, cents: int) -> int:
    """What clients owe is shown as they read it on the invoice."""
    return -cents if chosen.kind == "invoiced" else cents


def _code(mark: Mark) -> str:
    return f"{mark.on}_{mark.entry_id}_{mark.position}"


def _mark(code: str) -> Mark | None:
    """Read the mark in an address; what is none is the first page."""
    on, _line, rest = code.partition("_")
    entry, _line, position = rest.partition("_")
    if not (entry.isdecimal() and position.isdecimal() and len(entry) < 18 and len(position) < 5):
        return None
    try:
        return Mark(date.fromisoformat(on), int(entry), int(position))
    except ValueError:
        return None
