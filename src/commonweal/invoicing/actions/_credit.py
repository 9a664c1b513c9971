"""Take invoices back: a credit note for the whole of each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing import accounts
from commonweal.invoicing.actions._issue import number
from commonweal.invoicing.actions._orders import MissingReason
from commonweal.invoicing.models import Invoice, InvoiceLine
from commonweal.kernel import queue
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

COPIED = (
    "unit_id", "client_id", "entity_id", "order_id", "title", "buyer", "language", "purchase_order",
    "work_starts_on", "work_ends_on", "payment_days", "net_cents", "vat_cents", "vat_table",
    "currency", "rounding", "contribution_cents", "guaranteed",
)  # fmt: skip
COPIED_LINES = (
    "position", "unit_id", "description", "thousandths", "unit_code", "price_cents",
    "net_cents", "vat", "rate_bp",
)  # fmt: skip


class NotAnInvoice(Refusal):
    message = _("Choose an issued invoice: only those can be credited.")


class AlreadyCredited(Refusal):
    message = _("Nothing more to do: credit note %(number)s takes this invoice back.")


@action
def credit_note(
    *, invoices: Sequence[Invoice], reason: str, by: Actor, at: datetime
) -> list[Invoice]:
    """
    Credit invoices in full and return the credit notes, in the same order.

    Each has a number of its own series, and an entry that reverses that of its invoice, the
    contribution too; of a budget that is held, what is still held. What the client had paid
    already becomes a credit of the client.

    :raises NotAnInvoice: if one is a draft, or a credit note itself
    :raises AlreadyCredited: if one is credited already
    :raises MissingReason: if no reason is given
    """
    ids = [invoice.pk for invoice in invoices]
    locked = Invoice.objects.select_for_update(of=["self"]).filter(id__in=ids).order_by("id")
    found = {invoice.pk: invoice for invoice in locked}
    originals = [found[id] for id in ids]
    check_all(_refusals(originals, reason))
    on = timezone.localdate(at)
    notes = _drafts(originals, reason.strip(), by, at)
    number(notes, series=f"C{on.year}", on=on, by=by, at=at)
    ledger.post(entries=_entries(notes, originals, on), by=by, at=at)
    queue.defer("invoicing.render", invoices=[note.pk for note in notes])
    return notes


def hold_issued(*, refs: Iterable[str]) -> list[Invoice]:
    """
    Return these issued invoices ("invoice:2026-000012"), oldest first, and hold them until the
    transaction ends: who moves what is held of them and who credits them wait for each other.
    """
    numbers = [ref.removeprefix("invoice:") for ref in refs]
    return list(Invoice.objects.select_for_update().filter(number__in=numbers).order_by("id"))


def _refusals(originals: Sequence[Invoice], reason: str) -> Iterator[Refusal]:
    credited = dict(
        Invoice.objects.filter(corrects__in=originals).values_list("corrects_id", "number")
    )
    if not reason.strip():
        yield MissingReason()
    for invoice in originals:
        if not invoice.number or invoice.corrects_id:
            yield NotAnInvoice()
        elif invoice.pk in credited:
            yield AlreadyCredited(number=credited[invoice.pk])


def _drafts(originals: Sequence[Invoice], reason: str, by: Actor, at: datetime) -> list[Invoice]:
    notes = Invoice.objects.bulk_create(
        Invoice(
            corrects_id=original.pk,
            note=reason,
            drafted_by=by.id,
            drafted_at=at,
            **{name: getattr(original, name) for name in COPIED},
        )
        for original in originals
    )
    note_of = {note.corrects_id: note.pk for note in notes}
    lines = InvoiceLine.objects.filter(invoice__in=originals).values("invoice_id", *COPIED_LINES)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(**{**line, "invoice_id": note_of[line["invoice_id"]]}) for line in lines
    )
    return notes


def _entries(
    notes: Sequence[Invoice], originals: Sequence[Invoice], on: date
) -> list[ledger.Entry]:
    refs = [original.ref for original in originals]
    posted = books.entries_by_key(keys=refs)
    held = books.open_amounts(account=accounts.HELD_UNTIL_COLLECTED, items=refs)
    return [
        accounts.reversal(
            note,
            on=on,
            number=str(note.number),
            original=original,
            entry_id=posted[original.ref][0],
            held=-held.get(original.ref, 0),
        )
        for note, original in zip(notes, originals, strict=True)
    ]
