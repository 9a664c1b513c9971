"""What the verbs of quotes are given, and the arithmetic of an offer: totals and parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.clients.actions import Client
from commonweal.einvoice.values import Item, Subtotal, Vat, breakdown, net
from commonweal.invoicing.models import OrderLine, QuoteLine
from commonweal.invoicing.values import NewLine

WHOLE_BP = 10_000


Priced = NewLine | QuoteLine | OrderLine
"""A line with its price: stored or not, of a quote or of an order."""


@dataclass(frozen=True, slots=True)
class NewQuoteLine(NewLine):
    """A line that the client may leave out, when it is optional; `is_chosen` is how it begins."""

    is_optional: bool = False
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A part of the price that is invoiced apart: its share in basis points, `on` of a date."""

    kind: str
    label: str
    share_bp: int
    on: date | None = None

    @property
    def row(self) -> dict[str, object]:
        """The part as a quote keeps it."""
        on = self.on.isoformat() if self.on else None
        return {"kind": self.kind, "label": self.label, "share_bp": self.share_bp, "on": on}

    @classmethod
    def of(cls, row: dict[str, object]) -> "PlannedPart":
        """Read what a quote keeps."""
        on = date.fromisoformat(str(row["on"])) if row["on"] else None
        return cls(str(row["kind"]), str(row["label"]), int(str(row["share_bp"])), on)


@dataclass(frozen=True, slots=True)
class NewQuote:
    """An offer to a client: lines without VAT, until when it stands, how it is invoiced."""

    unit_id: int
    client: Client
    title: str
    lines: Sequence[NewQuoteLine]
    valid_until: date
    introduction: str = ""
    terms: str = ""
    language: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    purchase_order: str = ""
    schedule: Sequence[PlannedPart] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What lines come to, in cents; the VAT is rounded once for each kind and rate."""

    vat: tuple[Subtotal, ...]

    @property
    def net_cents(self) -> int:
        return sum(row.net_cents for row in self.vat)

    @property
    def vat_cents(self) -> int:
        return sum(row.vat_cents for row in self.vat)

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.vat_cents


def line_net(line: Priced) -> int:
    """Return quantity times price, in cents."""
    return net(price_cents=line.price_cents, thousandths=line.thousandths)


def totals(lines: Iterable[Priced]) -> Totals:
    """Add up lines as an invoice of them would."""
    return Totals(breakdown(_item(line) for line in lines))


def _item(line: Priced) -> Item:
    return Item(
        line.description, line.price_cents, line_net(line), Vat(line.vat), line.rate_bp,
        line.thousandths, line.unit_code,
    )  # fmt: skip


def cents_of_parts(*, price_cents: int, shares: Sequence[int]) -> list[int]:
    """Split a price by shares in basis points, rounded down; the last part takes the rest."""
    parts = [price_cents * share // WHOLE_BP for share in shares[:-1]]
    return [*parts, price_cents - sum(parts)]
