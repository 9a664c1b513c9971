"""What the papers of VAT say: plain values in cents, read by pages, files and the command line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from commonweal.kernel.models import LegalEntity
from commonweal.kernel.period import next_month
from commonweal.kernel.refusals import Refusal
from commonweal.reporting.grids import OWED, RECOVERED, Text

PERIOD = re.compile(r"(20[0-9]{2})-(?:(0[1-9]|1[0-2])|Q([1-4]))", re.ASCII)


class UnknownPeriod(Refusal):
    message = _("Give a month such as 2026-05 or a quarter such as 2026-Q2: “%(text)s” is neither.")
    field = "period"


@dataclass(frozen=True, slots=True)
class VatPeriod:
    """A month or a quarter: its first day, and how many months it has."""

    start: date
    months: int

    @property
    def end(self) -> date:
        """The first day after it."""
        day = self.start
        for _each in range(self.months):
            day = next_month(day)
        return day

    @property
    def quarter(self) -> int | None:
        """Which quarter of the year it is, None for a month."""
        return (self.start.month + 2) // 3 if self.months > 1 else None

    @property
    def name(self) -> str:
        return f"{self.start.year}-Q{self.quarter}" if self.quarter else f"{self.start:%Y-%m}"

    @property
    def closes_year(self) -> bool:
        """Whether it is the last period of its year: that return says if a listing follows."""
        return self.end.month == 1


def read_period(text: str) -> VatPeriod:
    """
    Read "2026-05" or "2026-Q2".

    :raises UnknownPeriod: if it is neither a month nor a quarter
    """
    found = PERIOD.fullmatch(text.strip())
    if not found:
        raise UnknownPeriod(text=text.strip()[:20])
    year, month, quarter = found.groups()
    if quarter:
        return VatPeriod(date(int(year), 3 * int(quarter) - 2, 1), 3)
    return VatPeriod(date(int(year), int(month), 1), 1)


@dataclass(frozen=True, slots=True)
class Grid:
    """A figure of the return, with how many ledger lines and entries make it."""

    code: str
    cents: int = 0
    lines: int = 0
    entries: int = 0

    @property
    def declared_cents(self) -> int:
        """What the form takes: where credit notes exceed the purchases of a period, 0."""
        return max(0, self.cents)


@dataclass(frozen=True, slots=True)
class Check:
    """
    A sum of the paper held against the books, which keep theirs in another way.

    `margin_cents` is what rounding may make of it.
    """

    name: str
    label: Text
    declared_cents: int
    ledger_cents: int
    margin_cents: int = 0

    @property
    def difference_cents(self) -> int:
        return self.declared_cents - self.ledger_cents

    @property
    def agrees(self) -> bool:
        return abs(self.difference_cents) <= self.margin_cents


@dataclass(frozen=True, slots=True)
class VatReturn:
    """
    The return of a month or a quarter of one entity. `unexplained` are the lines on accounts of
    VAT or turnover that belong in no grid; `marks` the rules that nobody has confirmed yet.
    """

    entity: LegalEntity
    period: VatPeriod
    grids: Mapping[str, Grid]
    unexplained: Grid
    checks: Sequence[Check]
    marks: Sequence[str] = ()

    @property
    def balance_cents(self) -> int:
        """Positive is owed to the State (71), negative owed by it (72)."""
        return balance(self.grids)

    @property
    def agrees(self) -> bool:
        """Whether every figure of the return is a figure of the books, and none is left over."""
        return not self.unexplained.lines and all(check.agrees for check in self.checks)

    @property
    def lines(self) -> int:
        return sum(grid.lines for grid in self.grids.values())


def balance(grids: Mapping[str, Grid]) -> int:
    """Return what is owed less what is recovered, in cents."""
    return sum(grids[code].declared_cents for code in OWED) - sum(
        grids[code].declared_cents for code in RECOVERED
    )


@dataclass(frozen=True, slots=True)
class GridEntry:
    """An entry behind a figure: `cents` is what it adds to it."""

    id: int
    journal: str
    number: int
    on: date
    text: str
    origin: str
    cents: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A client on a listing, by VAT number; `code` (L, T, S) only on the intra-EU listing."""

    country: str
    number: str
    name: str
    turnover_cents: int
    vat_cents: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A client whose number is missing: with it the client would stand on the listing."""

    client_id: int
    name: str
    turnover_cents: int


@dataclass(frozen=True, slots=True)
class Listing:
    """
    Clients with their turnover of a period, credit notes subtracted.

    `unlisted` are those to complete; `below_cents` is the turnover of numbered clients who stay
    under the threshold, `others_cents` that of private persons and other countries.
    """

    entity: LegalEntity
    clients: Sequence[Listed]
    unlisted: Sequence[Unlisted]
    checks: Sequence[Check]
    threshold_cents: int = 0
    below: int = 0
    below_cents: int = 0
    others_cents: int = 0
    marks: Sequence[str] = ()

    @property
    def turnover_cents(self) -> int:
        return sum(client.turnover_cents for client in self.clients)

    @property
    def vat_cents(self) -> int:
        return sum(client.vat_cents for client in self.clients)

    @property
    def agrees(self) -> bool:
        return all(check.agrees for check in self.checks)
