"""What the verbs of this room are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.clients.actions import Client
from commonweal.documents.actions import NewFile
from commonweal.einvoice.values import Vat

VatRow = tuple[str, int, int, int]
"""Kind, rate in basis points, net cents, VAT cents."""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """Work put to a client at a price in cents without VAT. `rate_bp` is the rate of that day."""

    unit_id: int
    client: Client
    title: str
    price_cents: int
    vat: Vat
    rate_bp: int
    assignment_id: int | None = None
    purchase_order: str = ""
    expenses: Sequence[tuple[str, int]] = ()
    language: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class NewLine:
    """Quantity (`thousandths`) times a price that is never negative; a discount has a negative
    quantity. `unit_code` is of UN/ECE recommendation 20: C62 piece, HUR hour, DAY day."""

    description: str
    price_cents: int
    vat: Vat
    rate_bp: int
    thousandths: int = 1000
    unit_code: str = "C62"


@dataclass(frozen=True, slots=True)
class NewInvoice:
    """
    An invoice to draft. The caller knows what the house terms of the day make of it:
    `contribution_cents` on the net amount, and whether the wage on it is `guaranteed`. What is
    not said of `language`, `payment_days` and `cost_centre` is as the client has it. Of a form
    that is sent twice, `key` tells that it is one invoice.
    """

    unit_id: int
    client: Client
    title: str
    lines: Sequence[NewLine]
    contribution_cents: int
    guaranteed: bool
    order_id: int | None = None
    purchase_order: str = ""
    language: str = ""
    note: str = ""
    work_starts_on: date | None = None
    work_ends_on: date | None = None
    cost_centre: str = ""
    payment_days: int | None = None
    issue_on: date | None = None
    recurrence_id: int | None = None
    attachments: Sequence[NewFile] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class CreditLine:
    """
    What is taken back of one line: its `position` on the invoice, a quantity (`thousandths`, None
    for that of the line) at a price in cents (None for that of the line).
    """

    position: int
    thousandths: int | None = None
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class NewCredit:
    """A credit note to make of a part of an invoice, by its lines."""

    invoice_id: int
    lines: Sequence[CreditLine]
