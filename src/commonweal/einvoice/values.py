"""What an electronic invoice says: plain values, amounts in euro cents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.kernel.rounding import round_half_up


class Vat(StrEnum):
    """How a line stands to VAT. The rate itself is data that the caller brings."""

    STANDARD = "standard"
    ZERO = "zero"
    EXEMPT = "exempt"
    REVERSE_CHARGE = "reverse_charge"
    EU_SERVICE = "eu_service"
    EU_GOODS = "eu_goods"
    EXPORT = "export"
    OUTSIDE_SCOPE = "outside_scope"


UBL_CODES = {
    Vat.STANDARD: ("S", ""),
    Vat.ZERO: ("Z", ""),
    Vat.EXEMPT: ("E", ""),
    Vat.REVERSE_CHARGE: ("AE", "VATEX-EU-AE"),
    Vat.EU_SERVICE: ("AE", "VATEX-EU-AE"),
    Vat.EU_GOODS: ("K", "VATEX-EU-IC"),
    Vat.EXPORT: ("G", "VATEX-EU-G"),
    Vat.OUTSIDE_SCOPE: ("O", "VATEX-EU-O"),
}
"""
Category (UNCL 5305) and exemption reason code (VATEX) of each kind. A service to a business in
another member state is a reverse charge (directive 2006/112, articles 44 and 196), hence AE;
K is for goods only (article 138). A service to a business outside the Union takes place where
that business is (article 44), so it is outside the scope of VAT: O; G is for exported goods.
"""


@dataclass(frozen=True, slots=True)
class Party:
    """
    Seller or buyer. The enterprise number is ten digits; the VAT number has its country; the
    Peppol id, as in 0208:0403019261, only where it is not the one of these numbers.
    """

    name: str
    street: str
    postcode: str
    city: str
    country: str
    enterprise_number: str = ""
    vat_number: str = ""
    email: str = ""
    peppol_id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """
    A line. `thousandths` is the quantity times 1000, `net_cents` = quantity x price, rounded.
    A price is never negative: what is taken off has a negative quantity.
    """

    description: str
    price_cents: int
    net_cents: int
    vat: Vat
    rate_bp: int
    thousandths: int = 1000
    unit_code: str = "C62"


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The lines of one category and rate together, and their VAT."""

    vat: Vat
    rate_bp: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Original:
    """The invoice that a credit note takes back."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that travels inside (BG-24): a timesheet, a report."""

    name: str
    media_type: str
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """
    One invoice, or credit note when `corrects` names its invoice; a credit note has positive
    amounts too. `reference` is the structured communication that the client pays with. `subtotals`
    is the VAT as it was booked, by kind and rate; without it the VAT is computed from the lines.
    """

    number: str
    issued_on: date
    due_on: date
    seller: Party
    buyer: Party
    iban: str
    bic: str
    reference: str
    buyer_reference: str
    purchase_order: str
    items: tuple[Item, ...]
    subtotals: tuple[Subtotal, ...] = ()
    exemptions: tuple[tuple[Vat, str], ...] = ()
    delivered_on: date | None = None
    note: str = ""
    terms: str = ""
    corrects: Original | None = None
    accounting: str = ""
    currency: str = "EUR"
    attachments: tuple[Embedded, ...] = ()


def net(*, price_cents: int, thousandths: int) -> int:
    """Return quantity times price in cents, rounded half up."""
    return round_half_up(price_cents * thousandths, 1000)


def breakdown(items: Iterable[Item], *, rounding: str = "total") -> tuple[Subtotal, ...]:
    """
    Add up the lines by category and rate. The VAT is rounded once on each sum, as the European
    norm asks (BR-CO-17), or on each "line", as Belgium let one do before 2026.
    """
    sums: dict[tuple[str, int], tuple[Vat, int, int]] = {}
    for item in items:
        key = (UBL_CODES[item.vat][0], item.rate_bp)
        vat, total, of_lines = sums.get(key, (item.vat, 0, 0))
        of_line = round_half_up(item.net_cents * item.rate_bp, 10000) if rounding == "line" else 0
        sums[key] = (vat, total + item.net_cents, of_lines + of_line)
    return tuple(
        Subtotal(
            vat,
            rate,
            total,
            of_lines if rounding == "line" else round_half_up(total * rate, 10000),
        )
        for (_, rate), (vat, total, of_lines) in sums.items()
    )
