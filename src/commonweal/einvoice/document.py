"""
What an electronic invoice said, as it was read: the business terms (BT) of EN 16931.

Amounts are whole hundredths (`_cents`) of the currency of the document. Quantities, prices and
percentages are decimals: their number of decimals is free. What the document leaves out is "" or
None. A credit note has positive amounts, as its paper has.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["invoice", "credit_note"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number with the scheme that gives it out ("0208", "0088"), "" where none is named."""

    value: str
    scheme: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}" if self.scheme else self.value


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is (BG-5, 8, 12, 15)."""

    street: str = ""
    more: str = ""
    third: str = ""
    city: str = ""
    postcode: str = ""
    subdivision: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask (BG-6, 9)."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """
    Seller (BT-27 to 43) or buyer (BT-44 to 58). `creditor_id` (BT-90) is for direct debits; the
    other `identifiers` are those of its business partners.
    """

    name: str
    trading_name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    creditor_id: str = ""
    legal_id: Identifier | None = None
    vat_number: str = ""
    tax_number: str = ""
    legal_form: str = ""
    endpoint: Identifier | None = None
    address: Address = Address()
    contact: Contact = Contact()


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, when it is not the seller (BT-59 to 61)."""

    name: str
    identifier: Identifier | None = None
    legal_id: Identifier | None = None
    creditor_id: str = ""


@dataclass(frozen=True, slots=True)
class TaxRepresentative:
    """Who declares the seller's VAT (BT-62 to 69)."""

    name: str
    vat_number: str
    address: Address = Address()


@dataclass(frozen=True, slots=True)
class Delivery:
    """To whom, where and when it went (BT-70 to 80)."""

    name: str = ""
    location: Identifier | None = None
    on: date | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included (BT-73, 74, 134, 135)."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """
    One way to pay (BT-81 to 91). `reference` is the remittance information: a structured
    communication (OGM, RF) as it was written, or any text.
    """

    code: str
    text: str = ""
    reference: str = ""
    account: str = ""
    account_name: str = ""
    bic: str = ""
    card_number: str = ""
    card_holder: str = ""
    mandate: str = ""
    debited_account: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """
    What is taken off or, if `is_charge`, added: to the document (BT-92 to 105, with its VAT) or
    to a line (BT-136 to 145).
    """

    is_charge: bool
    cents: int
    base_cents: int | None = None
    percent: Decimal | None = None
    category: str = ""
    rate: Decimal | None = None
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class VatRow:
    """What one category and rate comes to (BT-116 to 121); no rate outside the scope of VAT."""

    category: str
    rate: Decimal | None
    net_cents: int
    vat_cents: int
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums (BT-106 to 115). `vat_other_cents` is the VAT in the tax currency, if another."""

    lines_cents: int
    net_cents: int
    vat_cents: int
    gross_cents: int
    payable_cents: int
    allowances_cents: int = 0
    charges_cents: int = 0
    prepaid_cents: int = 0
    rounding_cents: int = 0
    vat_other_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier invoice that this one names (BT-25, 26)."""

    number: str
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """A supporting document (BT-122 to 125): inside, or where it can be found."""

    reference: str
    description: str = ""
    url: str = ""
    name: str = ""
    media_type: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Classification:
    """A code of the thing sold in a list (BT-158)."""

    code: str
    scheme: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """The thing sold (BT-153 to 161) and how it stands to VAT (BT-151, 152)."""

    name: str
    description: str = ""
    seller_id: str = ""
    buyer_id: str = ""
    standard_id: Identifier | None = None
    classifications: tuple[Classification, ...] = ()
    country: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    category: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """
    What `base_quantity` of the thing costs (BT-146 to 150): `amount` is what was reckoned with,
    `gross` before the `discount`.
    """

    amount: Decimal
    discount: Decimal | None = None
    gross: Decimal | None = None
    base_quantity: Decimal = Decimal(1)
    base_unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line (BT-126 to 161)."""

    id: str
    quantity: Decimal
    unit_code: str
    net_cents: int
    item: Item
    price: Price
    note: str = ""
    object: Identifier | None = None
    order_line: str = ""
    accounting: str = ""
    period: Period | None = None
    allowances: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class References:
    """What the document refers to, in the words of both sides (BT-10 to 19)."""

    buyer: str = ""
    project: str = ""
    contract: str = ""
    order: str = ""
    sales_order: str = ""
    receipt: str = ""
    despatch: str = ""
    tender: str = ""
    object: Identifier | None = None
    accounting: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """
    One invoice or credit note. `kind` is that of its root; `type_code` (BT-3) says more: 380 an
    invoice, 384 a corrected one, 381 a credit note. `notes` keep their "#SUBJECT#" as written.
    """

    kind: Kind
    number: str
    issued_on: date
    type_code: str
    currency: str
    seller: Party
    buyer: Party
    totals: Totals
    vat: tuple[VatRow, ...]
    lines: tuple[Line, ...]
    customization: str = ""
    profile: str = ""
    due_on: date | None = None
    tax_currency: str = ""
    tax_point_on: date | None = None
    tax_point_code: str = ""
    notes: tuple[str, ...] = ()
    references: References = References()
    precedents: tuple[Precedent, ...] = ()
    payee: Payee | None = None
    tax_representative: TaxRepresentative | None = None
    delivery: Delivery | None = None
    period: Period | None = None
    payment: tuple[PaymentMeans, ...] = ()
    terms: str = ""
    allowances: tuple[Allowance, ...] = ()
    supports: tuple[Support, ...] = ()

    @property
    def claims_peppol(self) -> bool:
        """Whether it says that it follows Peppol BIS Billing 3, and so is judged by it."""
        return "urn:fdc:peppol.eu:2017:poacc:billing" in self.customization
