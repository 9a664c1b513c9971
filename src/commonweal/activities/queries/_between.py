"""Money between budgets: transfers and internal invoices, as the people of one unit see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from commonweal.activities._powers import POWERS, Deed
from commonweal.activities.models import InternalInvoice, Mandate, Transfer, Unit
from commonweal.kernel.queries import events
from commonweal.kernel.scope import past_the_lock

if TYPE_CHECKING:
    from commonweal.kernel.models import Event

TRANSFER, INVOICE = "transfer", "invoice"
WAITING = ("checking", "proposed", "sent", "disputed")
DONE = ("accepted", "paid")
ENDED = ("refused", "withdrawn", "expired")
STAGES: dict[str, tuple[str, ...]] = {"waiting": WAITING, "done": DONE, "ended": ENDED}
LABELS = {**dict(Transfer.State.choices), **dict(InternalInvoice.State.choices)}


@dataclass(frozen=True, slots=True)
class Deal:
    """
    A transfer or an internal invoice, in cents. Money goes from `payer` to `payee`; `name` is
    its number or its id, `expires_on` the last day to consent to a transfer.
    """

    kind: str
    name: str
    payer: int
    payee: int
    text: str
    cents: int
    state: str
    at: datetime
    expires_on: date | None

    @property
    def ref(self) -> str:
        return f"{'transfer' if self.kind == TRANSFER else 'internal_invoice'}:{self.name}"

    @property
    def label(self) -> str:
        """The state in words."""
        return str(LABELS[self.state])

    def other(self, unit: int) -> int:
        """Return the unit on the other side."""
        return self.payee if unit == self.payer else self.payer

    def signed_cents(self, unit: int) -> int:
        """Return the amount as it changes the budget of a unit."""
        return -self.cents if unit == self.payer else self.cents

    def waits_for(self, unit: int) -> bool:
        """Whether the people of a unit are the ones to act."""
        turn = {"proposed": self.payee, "sent": self.payer, "disputed": self.payee}
        return turn.get(self.state) == unit


def get_transfer(*, unit: int, id: int) -> Transfer:
    """
    Return a transfer that a unit gives or was asked to receive.

    :raises Transfer.DoesNotExist: if it has no such transfer
    """
    return Transfer.objects.get(_transfers_of([unit]), id=id)


def get_internal_invoice(*, unit: int, number: str) -> InternalInvoice:
    """
    Return an internal invoice that a unit sent or was asked to pay.

    :raises InternalInvoice.DoesNotExist: if it has no such invoice
    """
    return InternalInvoice.objects.get(_invoices_of([unit]), number=number)


def deals(*, unit: int, kind: str = "", stage: str = "") -> "QuerySet[Any, Any]":
    """
    Return the transfers and internal invoices of a unit as rows for `deal`, the newest first;
    `kind` and `stage` ("waiting", "done", "ended") narrow it.
    """
    states = STAGES.get(stage, tuple(LABELS))
    transfers = _transfer_rows(_transfers_of([unit]) & Q(state__in=states))
    invoices = _invoice_rows(_invoices_of([unit]) & Q(state__in=states))
    if kind == TRANSFER:
        return transfers.order_by("-at", "-name")
    if kind == INVOICE:
        return invoices.order_by("-at", "-name")
    return transfers.union(invoices, all=True).order_by("-at", "-name")


def deal(row: tuple[Any, ...]) -> Deal:
    """Make a row of `deals` a value."""
    return Deal(*row)


def to_answer(*, units: Sequence[int]) -> list[Deal]:
    """Return what waits for the people of these units, oldest first."""
    transfers = _transfer_rows(Q(receiver__in=units, state="proposed"))
    invoices = _invoice_rows(
        Q(buyer__in=units, state="sent") | Q(seller__in=units, state="disputed")
    )
    return [deal(row) for row in transfers.union(invoices, all=True).order_by("at", "name")]


def receivers(*, text: str, on: date, without: Collection[int] = ()) -> dict[int, str]:
    """
    Return the open units a text names, by id: those that the member with exactly this e-mail
    address spends for, or the one with this number. Nothing but their names is told, whatever
    the scope.
    """
    found = _named(text.strip())
    if found is None:
        return {}
    with past_the_lock():
        rows = Unit.objects.filter(found).exclude(closed_on__lte=on).exclude(id__in=without)
        return dict(rows.order_by("name", "id").values_list("id", "name"))


def happenings(*, of: str) -> "list[Event]":
    """Return what happened to a transfer or an internal invoice, oldest first."""
    return list(events(of=[of]))


def _named(text: str) -> Q | None:
    if text.isdecimal() and len(text) < 18:
        return Q(id=int(text))
    if "@" not in text:
        return None
    spending = Mandate.objects.filter(
        Q(member__email__iexact=text) | Q(member__user__email__iexact=text),
        ended_on=None,
        role__in=POWERS[Deed.SPEND],
    )
    return Q(id__in=spending.values("unit"))


def _transfers_of(units: Sequence[int]) -> Q:
    """What an adviser has not let go yet does not exist for its receiver."""
    return Q(giver__in=units) | Q(receiver__in=units, asked_at__isnull=False)


def _invoices_of(units: Sequence[int]) -> Q:
    return Q(seller__in=units) | Q(buyer__in=units, asked_at__isnull=False)


# Both halves of a union name the same columns in the same order.
COLUMNS = ("kind", "name", "payer", "payee", "words", "amount", "stage", "at", "until")


def _transfer_rows(which: Q) -> "QuerySet[Any, Any]":
    rows = Transfer.objects.filter(which).annotate(
        kind=Value(TRANSFER, CharField()),
        name=Cast("id", CharField()),
        payer=F("giver_id"),
        payee=F("receiver_id"),
        words=F("text"),
        amount=F("cents"),
        stage=F("state"),
        at=F("proposed_at"),
        until=F("expires_on"),
    )
    return rows.values_list(*COLUMNS)


def _invoice_rows(which: Q) -> "QuerySet[Any, Any]":
    rows = InternalInvoice.objects.filter(which).annotate(
        kind=Value(INVOICE, CharField()),
        name=F("number"),
        payer=F("buyer_id"),
        payee=F("seller_id"),
        words=F("title"),
        amount=F("cents"),
        stage=F("state"),
        at=F("sent_at"),
        until=Value(None, DateField(null=True)),
    )
    return rows.values_list(*COLUMNS)
