"""A client says that something is wrong with an invoice; somebody looks, and answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.documents.actions import Document
from commonweal.invoicing.actions._credit import NotAnInvoice
from commonweal.invoicing.actions._credited import UnknownLine
from commonweal.invoicing.models import Dispute, Invoice
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger


class MissingComplaint(Refusal):
    message = _("Say in a few words what is wrong, so that we can put it right.")
    field = "text"


class MissingComplainant(Refusal):
    message = _("Give your name, so that we know whom to answer.")
    field = "name"


class MissingAnswer(Refusal):
    message = _("Say how it was settled: the client and the member read it.")
    field = "answer"


class AlreadySettled(Refusal):
    message = _("Nothing more to do: this was settled on %(on)s.")


@dataclass(frozen=True, slots=True)
class Complaint:
    """
    What is wrong with an issued invoice: a line of it (`position`) or the whole.
    """

    invoice: Invoice
    kind: str
    text: str
    position: int | None = None


@action
def contest(*, complaint: Complaint, by: Actor, at: datetime) -> Dispute:
    """
    Note what a client says is wrong, and mark the item as contested in the books. `by` is the
    client with the name that was typed. Said twice in the same words it is noted once.

    :raises MissingComplaint, MissingComplainant, UnknownLine, NotAnInvoice: with the remedy
    """
    invoice = Invoice.objects.select_for_update(of=["self"]).get(pk=complaint.invoice.pk)
    check_all(_refusals(invoice, complaint, by))
    details = {
        "position": complaint.position,
        "kind": complaint.kind,
        "text": complaint.text.strip(),
    }
    if earlier := invoice.disputes.filter(state=Dispute.State.OPEN, **details).first():
        return earlier
    dispute = Dispute.objects.create(
        invoice=invoice,
        unit_id=invoice.unit_id,
        raised_by=by.id,
        raised_name=by.name.strip(),
        raised_at=at,
        **details,
    )
    ledger.dispute(marks={dispute.ref: invoice.ref}, by=by, at=at)
    return dispute


@action
def enclose(*, dispute: Dispute, document: Document, by: Actor, at: datetime) -> Dispute:
    """Put the file that proves it with what a client said is wrong."""
    dispute.document = document
    dispute.save(update_fields=["document"])
    return dispute


@action
def settle(*, dispute: Dispute, answer: str, by: Actor, at: datetime) -> Dispute:
    """
    Answer what a client said was wrong, and take the mark off the item.

    :raises MissingAnswer: if there is no answer
    :raises AlreadySettled: if it was settled before
    """
    held = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if held.settled_at:
        raise AlreadySettled(on=f"{held.settled_at:%d/%m/%Y}")
    if not answer.strip():
        raise MissingAnswer
    held.state, held.answer = Dispute.State.SETTLED, answer.strip()
    held.settled_by, held.settled_at = by.id, at
    held.save(update_fields=["state", "answer", "settled_by", "settled_at"])
    ledger.lift(origins=[held.ref], by=by, at=at)
    return held


def _refusals(invoice: Invoice, complaint: Complaint, by: Actor) -> Iterator[Refusal]:
    if not invoice.number or invoice.corrects_id:
        yield NotAnInvoice()
    if not by.name.strip():
        yield MissingComplainant()
    if not complaint.text.strip():
        yield MissingComplaint()
    position = complaint.position
    if position is not None and not invoice.lines.filter(position=position).exists():
        yield UnknownLine(position=position)
