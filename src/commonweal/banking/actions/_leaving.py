"""What becomes of a batch: another person approves it, it leaves once, or it is cancelled."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries, sepa
from commonweal.banking.actions._building import too_much
from commonweal.banking.actions._locks import lock
from commonweal.banking.models import LEFT, Payment, PaymentBatch
from commonweal.banking.queries import ORDERS
from commonweal.documents import actions as documents
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.crash import maybe_crash
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.ledger import actions as ledger

# A position in an entry is a small number; a larger batch makes several entries.
LINES_AN_ENTRY = 10_000
State = PaymentBatch.State


class SameHands(Refusal):
    message = _("Ask a colleague to approve this batch: who built it cannot approve it.")


class NotToApprove(Refusal):
    message = _("Choose a batch that waits for approval: batch %(batch)s is “%(state)s”.")


class NotApproved(Refusal):
    message = _("Let a colleague approve batch %(batch)s first: it is “%(state)s”.")


class AlreadyExported(Refusal):
    message = _(
        "Download the file of batch %(batch)s again if you need it: a batch makes one file, ever."
    )


class ChangedAfterApproval(Refusal):
    message = _(
        "Cancel batch %(batch)s and build it again: its payments are not those that were approved."
    )


class TooLateToCancel(Refusal):
    message = _("Ask the bank to recall the payments: the file of batch %(batch)s was made.")


class NoReasonGiven(Refusal):
    message = _("Say in a few words why the batch is cancelled: its maker will ask.")
    field = "because"


@action
def approve_batch(*, batch: PaymentBatch, by: Actor, at: datetime) -> PaymentBatch:
    """
    Approve a batch as it stands: its content is fixed by a hash, and nothing else leaves.

    :raises NotToApprove: if it does not wait for approval
    :raises SameHands: if this person built it
    """
    batch = _locked(batch)
    if batch.state != State.DRAFT:
        raise NotToApprove(batch=batch.pk, state=batch.get_state_display())
    if by.id == batch.built_by:
        raise SameHands
    batch.state = State.APPROVED
    batch.approved_by, batch.approved_by_name, batch.approved_at = by.id, by.name, at
    batch.content_hash = content_hash(batch, list(queries.payments(batch=batch)))
    batch.save(
        update_fields=["state", "approved_by", "approved_by_name", "approved_at", "content_hash"]
    )
    return batch


@action
def export_batch(*, batch: PaymentBatch, by: Actor, at: datetime) -> PaymentBatch:
    """
    Make the file for the bank (pain.001.001.09), keep it, and enter the orders in the books. It
    leaves by `hand_over`, or is uploaded by a person.

    :raises NotApproved, AlreadyExported: if it is not the moment
    :raises ChangedAfterApproval: if its payments are not those that were approved
    :raises MoreThanOwed: if less is owed by now
    """
    batch = _locked(batch)
    payments = list(queries.payments(batch=batch))
    _check_may_leave(batch, payments)
    batch.state, batch.exported_by, batch.exported_at = State.EXPORTED, by.id, at
    batch.message_id = f"CW{batch.pk}-{at:%Y%m%d%H%M%S}"
    content = _file(batch, payments, at)
    new = documents.NewFile(
        f"{batch.message_id}.xml", "application/xml", content, "payment_file", batch.ref
    )
    (batch.document,) = documents.store(files=[new], by=by, at=at)
    maybe_crash("export.after_file_write")
    batch.file_sha256 = hashlib.sha256(content).hexdigest()
    batch.save(
        update_fields=[
            "state", "exported_by", "exported_at", "message_id", "document", "file_sha256"
        ]
    )  # fmt: skip
    ledger.post_across(entries=list(_entries(batch, payments, at)), by=by, at=at)
    transaction.on_commit(lambda: maybe_crash("export.after_commit"))
    maybe_crash("export.before_commit")
    return batch


@action
def cancel_batch(*, batch: PaymentBatch, because: str, by: Actor, at: datetime) -> PaymentBatch:
    """
    Take a batch back, or turn it down, before its file is made; its items can be paid again.

    :raises TooLateToCancel: if the file was made
    :raises NoReasonGiven: if nobody would know why
    """
    batch = _locked(batch)
    if batch.state not in (State.DRAFT, State.APPROVED):
        raise TooLateToCancel(batch=batch.pk)
    if not because.strip():
        raise NoReasonGiven
    batch.state = State.CANCELLED
    batch.cancelled_by, batch.cancelled_at, batch.cancelled_because = by.id, at, because.strip()
    batch.save(update_fields=["state", "cancelled_by", "cancelled_at", "cancelled_because"])
    Payment.objects.filter(batch=batch).update(live=False)
    return batch


def content_hash(batch: PaymentBatch, payments: Sequence[Payment]) -> str:
    """Return the hash of everything the bank will read: who pays whom, how much and when."""
    rows = [
        [p.pk, p.account, p.item, p.name, p.iban, p.cents, p.reference, p.due_on.isoformat()]
        for p in payments
    ]
    told = json.dumps([batch.account.iban, batch.count, batch.total_cents, rows, *_day_told(batch)])
    return hashlib.sha256(told.encode()).hexdigest()


def _day_told(batch: PaymentBatch) -> list[str]:
    return [batch.execute_on.isoformat()] if batch.execute_on else []


def _locked(batch: PaymentBatch) -> PaymentBatch:
    """Read the batch again, alone: two people may have pressed at the same time."""
    lock()
    rows = PaymentBatch.objects.select_for_update(of=("self",)).select_related("account")
    return rows.get(pk=batch.pk)


def _check_may_leave(batch: PaymentBatch, payments: Sequence[Payment]) -> None:
    if batch.state in (*LEFT, State.EXECUTED, State.REJECTED):
        raise AlreadyExported(batch=batch.pk)
    if batch.state != State.APPROVED:
        raise NotApproved(batch=batch.pk, state=batch.get_state_display())
    if content_hash(batch, payments) != batch.content_hash:
        raise ChangedAfterApproval(batch=batch.pk)
    check_all(too_much(payments))


def _file(batch: PaymentBatch, payments: Sequence[Payment], at: datetime) -> bytes:
    account = batch.account
    transfers = [
        sepa.Transfer(
            p.end_to_end_id, p.name, p.iban, p.cents, p.reference, executed_on(batch, p, at)
        )
        for p in payments
    ]
    return sepa.write(
        payer=sepa.Payer(account.holder, account.iban, account.bic),
        transfers=transfers,
        message_id=str(batch.message_id),
        block=f"CW{batch.pk}",
        made_at=at,
    )


def executed_on(batch: PaymentBatch, payment: Payment, at: datetime) -> date:
    """A batch of one day is executed on that day; no day is past."""
    return max(batch.execute_on or payment.due_on, at.date())


def _entries(
    batch: PaymentBatch, payments: Sequence[Payment], at: datetime
) -> Iterator[ledger.Entry]:
    """What we owed becomes what is under way: the debts are settled, 5509 waits for the bank."""
    for start in range(0, len(payments), LINES_AN_ENTRY):
        part = payments[start : start + LINES_AN_ENTRY]
        settled = [ledger.Line(p.account, p.cents, p.unit, p.item) for p in part]
        under_way = ledger.Line(ORDERS, -sum(p.cents for p in part), None, batch.ref)
        yield ledger.Entry(
            journal="orders",
            on=at.date(),
            text=f"Payment file {batch.message_id}",
            key=f"{batch.ref}:{start}",
            origin=batch.ref,
            lines=(*settled, under_way),
            entity=batch.account.entity,
        )
