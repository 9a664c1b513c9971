"""Take invoices back, or a part of them: an issued invoice itself is never edited."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.invoicing import accounts
from commonweal.invoicing.actions._credited import Taken, rest, taken_back
from commonweal.invoicing.actions._issue import number
from commonweal.invoicing.actions._orders import MissingReason
from commonweal.invoicing.models import Invoice, InvoiceLine
from commonweal.invoicing.values import NewCredit
from commonweal.kernel import queue
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

COPIED = (
    "unit_id", "client_id", "entity_id", "order_id", "title", "buyer", "language",
    "purchase_order", "work_starts_on", "work_ends_on", "payment_days", "currency", "rounding",
    "guaranteed",
)  # fmt: skip


class NotAnInvoice(Refusal):
    message = _("Choose an issued invoice: only those can be credited.")


class AlreadyCredited(Refusal):
    message = _("Nothing more to do: credit note %(number)s takes this invoice back.")


class InvoiceLost(Refusal):
    message = _(
        "Leave invoice %(number)s as it is: it was written off when its client failed, and the VAT "
        "comes back by that."
    )


@action
def credit_note(
    *, invoices: Sequence[Invoice], reason: str, by: Actor, at: datetime
) -> list[Invoice]:
    """
    Credit invoices in full and return the credit notes, in the same order: of one of which a part
    was credited before, what is left.

    Each has a number of its own series, and an entry that reverses that of its invoice, the
    contribution too; of a budget that is held, what is still held. What the client had paid
    already becomes a credit of the client.

    :raises NotAnInvoice: if one is a draft, or a credit note itself
    :raises AlreadyCredited: if nothing is left of one
    :raises InvoiceLost: if one was written off
    :raises MissingReason: if no reason is given
    """
    originals, before = _held([invoice.pk for invoice in invoices], reason)
    taken = [rest(each, before.get(each.pk, ())) for each in originals]
    return _make(originals, taken, reason.strip(), by, at)


@action
def credit_parts(
    *, credits: Sequence[NewCredit], reason: str, by: Actor, at: datetime
) -> list[Invoice]:
    """
    Credit parts of invoices by their lines and return the credit notes, in the same order. The VAT
    of all parts together is that of the invoice, to the cent.

    :raises NotAnInvoice, AlreadyCredited, InvoiceLost, MissingReason: as `credit_note`
    :raises NothingToCredit, MoreThanInvoiced, UnknownLine, NamedTwice: if the lines do not fit
    """
    originals, before = _held([credit.invoice_id for credit in credits], reason)
    taken = [
        taken_back(original, credit.lines, before.get(original.pk, ()))
        for original, credit in zip(originals, credits, strict=True)
    ]
    return _make(originals, taken, reason.strip(), by, at)


def hold_issued(*, refs: Iterable[str]) -> list[Invoice]:
    """
    Return these issued invoices ("invoice:2026-000012"), oldest first, and hold them until the
    transaction ends: who moves what is held of them and who credits them wait for each other.
    """
    numbers = [ref.removeprefix("invoice:") for ref in refs]
    return list(Invoice.objects.select_for_update().filter(number__in=numbers).order_by("id"))


def _held(ids: Sequence[int], reason: str) -> tuple[list[Invoice], Mapping[int, list[Invoice]]]:
    """The invoices, locked, and the credit notes each has already, with their lines."""
    rows = Invoice.objects.select_for_update(of=["self"]).filter(id__in=ids).order_by("id")
    found = {invoice.pk: invoice for invoice in rows.prefetch_related("lines")}
    originals = [found[id] for id in ids]
    before: dict[int, list[Invoice]] = {}
    earlier = Invoice.objects.filter(corrects__in=ids, number__isnull=False).order_by("id")
    for note in earlier.prefetch_related("lines"):
        before.setdefault(note.corrects_id or 0, []).append(note)
    check_all(_refusals(originals, before, reason))
    return originals, before


def _refusals(
    originals: Sequence[Invoice], before: Mapping[int, list[Invoice]], reason: str
) -> Iterator[Refusal]:
    if not reason.strip():
        yield MissingReason()
    seen: set[int] = set()
    lost = books.lost(items=[invoice.ref for invoice in originals])
    for invoice in originals:
        notes = before.get(invoice.pk, [])
        if not invoice.number or invoice.corrects_id or invoice.pk in seen:
            yield NotAnInvoice()
        elif notes and sum(note.total_cents for note in notes) >= invoice.total_cents:
            yield AlreadyCredited(number=notes[-1].number)
        elif invoice.ref in lost:
            yield InvoiceLost(number=invoice.number)
        seen.add(invoice.pk)


def _make(
    originals: Sequence[Invoice], taken: Sequence[Taken], reason: str, by: Actor, at: datetime
) -> list[Invoice]:
    on = timezone.localdate(at)
    notes = Invoice.objects.bulk_create(
        Invoice(
            corrects_id=original.pk,
            note=reason,
            net_cents=part.net_cents,
            vat_cents=part.vat_cents,
            vat_table=part.vat_table,
            contribution_cents=part.contribution_cents,
            drafted_by=by.id,
            drafted_at=at,
            **{name: getattr(original, name) for name in COPIED},
        )
        for original, part in zip(originals, taken, strict=True)
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice_id=note.pk, unit_id=note.unit_id, **line)
        for note, part in zip(notes, taken, strict=True)
        for line in part.lines
    )
    number(notes, kind="C", on=on, by=by, at=at)
    ledger.post(entries=_entries(notes, originals, on), by=by, at=at)
    queue.defer("invoicing.render", invoices=[note.pk for note in notes])
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
            original=original,
            entry_id=posted[original.ref][0],
            held=min(-held.get(original.ref, 0), note.net_cents - note.contribution_cents),
        )
        for note, original in zip(notes, originals, strict=True)
    ]
