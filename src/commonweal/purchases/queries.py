"""Reads of purchases."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from commonweal.documents import queries as documents
from commonweal.einvoice.document import Document
from commonweal.einvoice.reader import Unreadable, read
from commonweal.kernel import queries as kernel
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import LegalEntity
from commonweal.ledger import queries as ledger
from commonweal.purchases._suppliers import paid_numbers, supplier_names, touched_by
from commonweal.purchases.accounts import COSTS, INVESTMENTS, SUPPLIERS
from commonweal.purchases.models import Purchase, PurchaseLine, PurchaseVat
from commonweal.purchases.routing import unit_reference, words
from commonweal.purchases.treatments import Outcome, Row, Treatment, outcome
from commonweal.rules.parameters import figure

__all__ = [
    "COSTS", "INVESTMENTS", "BookedPurchase", "BookedVat", "Outcome", "Payable", "Purchase",
    "PurchaseLine", "PurchaseVat", "Treatment", "at_desk", "booked", "costs", "due_rate_bp",
    "find_twin", "get", "has_one_hand", "item_credited", "lines", "numbers_named", "of_unit",
    "paid_numbers", "paper", "payable", "purchases", "supplier_names", "to_book", "touched_by",
    "unit_reference", "vat_rows", "waiting",
]  # fmt: skip

State = Purchase.State
CASH = "EUR"
GIVES_BACK = Q(kind=Purchase.Kind.CREDIT_NOTE, state=State.DRAFT)


@dataclass(frozen=True, slots=True)
class BookedVat:
    """A row of a booked purchase for the VAT return: cents, a credit note's below zero."""

    treatment: Treatment
    net_cents: int
    vat_cents: int
    due_cents: int
    deducted_cents: int


@dataclass(frozen=True, slots=True)
class BookedPurchase:
    """A purchase as the VAT return asks for it; `entry_id` is where it stands in the books."""

    ref: str
    kind: str
    number: str
    supplier_name: str
    supplier_vat: str
    account: str
    booked_on: date
    entry_id: int
    rows: tuple[BookedVat, ...]


@dataclass(frozen=True, slots=True)
class Payable:
    """What a supplier is owed and when, in cents: `item` is open on `account` of the books."""

    item: str
    account: str
    name: str
    iban: str
    cents: int
    reference: str
    due_on: date
    supplier_key: str = ""
    supplier_vat: str = ""


def purchases() -> "QuerySet[Purchase]":
    """Return what the scope sees, the newest first, with unit and file."""
    return Purchase.objects.select_related("unit__entity", "document").order_by("-id")


def get(*, id: int) -> Purchase:
    """
    Return one purchase.

    :raises Purchase.DoesNotExist: if there is none within the scope of the connection
    """
    return purchases().get(id=id)


def at_desk() -> "QuerySet[Purchase]":
    """Return what has no activity yet, or cannot be read or booked, oldest first."""
    return purchases().filter(state=State.INBOX).order_by("id")


def to_book() -> "QuerySet[Purchase]":
    """Return what is good to pay, and credit notes, which need no consent, oldest first."""
    return purchases().filter(Q(state=State.APPROVED) | GIVES_BACK).order_by("id")


def waiting(*, units: Collection[int]) -> "QuerySet[Purchase]":
    """Return what waits for “good to pay” of these units, oldest first."""
    return purchases().filter(state=State.DRAFT, unit__in=units).order_by("id")


def of_unit(*, unit: int) -> "QuerySet[Purchase]":
    """Return the purchases of a unit, the newest first."""
    return purchases().filter(unit=unit)


def find_twin(*, supplier_key: str, number: str, kind: str) -> Purchase | None:
    """Return the purchase that stands here with this supplier, number and kind, if any."""
    rows = Purchase.objects.filter(
        supplier_key=supplier_key, number=number, kind=kind, problem="", twin=None
    )
    return rows.exclude(state=State.REFUSED).first()


def lines(*, purchase: Purchase) -> list[PurchaseLine]:
    """Return the lines in their order."""
    return list(purchase.lines.order_by("position"))


def vat_rows(*, purchase: Purchase) -> list[PurchaseVat]:
    """Return the VAT breakdown in its order."""
    return list(purchase.vat_rows.order_by("position"))


def paper(*, purchase: Purchase) -> Document | None:
    """Return everything the file says, None if it cannot be read."""
    try:
        return read(documents.content(document=purchase.document))
    except Unreadable:
        return None


def has_one_hand(*, purchase: Purchase) -> bool:
    """Return whether it was handed in and found good to pay by one and the same person."""
    if not purchase.approved_by_name:
        return False
    hands = {event.verb: event.by for event in kernel.events(of=[purchase.ref])}
    return "purchases.approve" in hands and hands["purchases.approve"] == hands.get(
        "purchases.receive"
    )


def numbers_named(*, contents: Sequence[bytes]) -> set[str]:
    """Return every reference in these files that may be a number of ours, as it was written."""
    found: set[str] = set()
    for content in contents:
        with suppress(Unreadable):
            found.update(words(read(content)))
    return found


def due_rate_bp(*, on: date) -> int:
    """Return the usual rate of the VAT that we owe ourselves on a day, in basis points."""
    return int(figure("vat.rates", on).value["standard"] * 10_000)


def costs(
    *, purchase: Purchase, deducted_bp: int | None = None, due_bp: int | None = None
) -> Outcome:
    """
    Return what a purchase comes to in the books, in cents, positive as on paper. Without other
    words all VAT is deducted that can be, and that of a reverse charge has the usual rate of the
    day it came in.
    """
    if deducted_bp is None:
        deducted_bp = purchase.deducted_bp
    if _deducts_nothing(purchase):
        deducted_bp = 0
    if due_bp is None:
        due_bp = due_rate_bp(on=purchase.received_at.astimezone(ZONE).date())
    return outcome(
        [
            Row(Treatment(row.treatment), row.net_cents, row.vat_cents)
            for row in vat_rows(purchase=purchase)
        ],
        prepaid_cents=purchase.prepaid_cents,
        payable_cents=purchase.payable_cents,
        due_rate_bp=due_bp,
        deducted_bp=deducted_bp,
    )


def _deducts_nothing(purchase: Purchase) -> bool:
    """A training entity sells without VAT, so it deducts none (VAT code art. 44 and 45)."""
    buyer = purchase.unit.entity if purchase.unit else purchase.entity
    return bool(buyer.vat_regime == LegalEntity.VatRegime.TRAINING)


def item_credited(*, purchase: Purchase) -> str:
    """
    Return the open item of the booked invoice from which a supplier's credit note takes; nothing
    when it names none, or several, of that supplier.
    """
    if purchase.sign > 0 or not purchase.supplier_key:
        return ""
    named = Purchase.objects.filter(
        supplier_key=purchase.supplier_key,
        number__in=purchase.corrects,
        state=State.BOOKED,
        unit=purchase.unit_id,
    )
    found = [each for each in named.order_by("id")[:2] if each.sign > 0]
    return found[0].ref if len(found) == 1 else ""


def payable(*, due_by: date) -> list[Payable]:
    """
    Return what suppliers are owed by the books up to and including a day, the oldest first. What
    has no day on it is due the day it was booked.
    """
    owed = {
        each.item: -each.cents
        for each in ledger.open_list(account=SUPPLIERS)
        if each.cents < 0 and each.item.startswith("purchase:")
    }
    ids = [int(item.removeprefix("purchase:")) for item in owed]
    found = [
        Payable(
            item=each.ref,
            account=SUPPLIERS,
            name=each.supplier_name,
            iban=each.iban,
            cents=owed[each.ref],
            reference=each.payment_reference or each.number,
            due_on=each.due_on or each.booked_on or due_by,
            supplier_key=each.supplier_key,
            supplier_vat=each.supplier_vat,
        )
        for each in Purchase.objects.filter(id__in=ids).order_by("id")
    ]
    return sorted((each for each in found if each.due_on <= due_by), key=lambda one: one.due_on)


def booked(*, start: date, end: date) -> Sequence[BookedPurchase]:
    """Return what was booked from `start` up to but not on `end`, for the VAT return."""
    rows = Purchase.objects.filter(state=State.BOOKED, booked_on__gte=start, booked_on__lt=end)
    return [_booked(each) for each in rows.prefetch_related("vat_rows").order_by("id")]


def _booked(purchase: Purchase) -> BookedPurchase:
    assert purchase.booked_on and purchase.entry_id
    sign = purchase.sign
    rows = sorted(purchase.vat_rows.all(), key=lambda row: row.position)
    return BookedPurchase(
        ref=purchase.ref,
        kind=purchase.kind,
        number=purchase.number,
        supplier_name=purchase.supplier_name,
        supplier_vat=purchase.supplier_vat,
        account=purchase.account,
        booked_on=purchase.booked_on,
        entry_id=purchase.entry_id,
        rows=tuple(
            BookedVat(
                Treatment(row.treatment),
                sign * row.net_cents,
                sign * row.vat_cents,
                sign * row.due_cents,
                sign * row.deducted_cents,
            )
            for row in rows
        ),
    )
