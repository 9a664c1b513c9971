"""What the bank says of our payments: reports of their status, and transfers that came back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import gateways, pain002, remarks
from commonweal.banking.actions import _booking, _handing
from commonweal.banking.actions._leaving import NoReasonGiven, executed_on
from commonweal.banking.actions._locks import lock
from commonweal.banking.actions._verdicts import BankFile
from commonweal.banking.models import LEFT, Handover, Payment, PaymentBatch, PaymentStatus
from commonweal.banking.queries import ORDERS
from commonweal.banking.values import Remark
from commonweal.documents import actions as documents
from commonweal.documents.actions import Document
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

TAKEN, NOTHING_NEW, REFUSED, FOREIGN = "taken", "nothing_new", "refused", "foreign"
# The money will not leave; what we owe is owed again.
TURNED_DOWN = frozenset({"RJCT", "CANC"})
# The bank has it already and refuses a second copy: the first one is paid, so nothing is owed.
DUPLICATE = "DUPL"
TWICE = frozenset({"AM05", "DU01", "DU02", "DU03", "DU04", "DU05"})
SENTENCES = {
    "no_report": _("Choose a status report of the bank (pain.002): this file is none."),
    "no_original": _("Ask the bank for the report again: it does not say of which file it speaks."),
    "no_status": _("Ask the bank for the report again: it says nothing of any payment."),
    "foreign": _("This report is of a file “%(name)s” that we did not make: nothing changed."),
    "strangers": _("It names %(count)s payments that are not in this batch: they are left aside."),
    "executed": _(
        "It refuses %(count)s payments that a statement executed: ask the bank, nothing changed."
    ),
    "unheard": _("The bank uses a code we do not know: %(codes)s. It is kept."),
}


@dataclass(slots=True)
class StatusVerdict:
    """What became of a report: what was new in it, and what is to be said."""

    file: BankFile
    read: pain002.ReadReport
    verdict: str = TAKEN
    batch: PaymentBatch | None = None
    statuses: list[PaymentStatus] = field(default_factory=list)
    rejected: list[Payment] = field(default_factory=list)
    said: list[Remark] = field(default_factory=list)

    @property
    def why(self) -> str:
        """The gravest thing to say, in the active language, or nothing."""
        return _sentence(self.said[0]) if self.said else ""

    @property
    def notes(self) -> list[str]:
        """What else there is to say."""
        return [_sentence(remark) for remark in self.said[1:]]


def _sentence(remark: Remark) -> str:
    if remark.code in SENTENCES:
        return str(SENTENCES[remark.code]) % remark.values
    return remarks.sentence(remark.code, remark.values)


@action
def take_status(*, files: Sequence[BankFile], by: Actor, at: datetime) -> list[StatusVerdict]:
    """
    Take reports of the bank on our payment files (pain.002 of any version); a verdict for each.

    What was said before is not written again. A rejected payment is owed again, and its batch is
    closed when nothing of it is under way any more. A damaged report changes nothing.
    """
    lock()
    verdicts = [StatusVerdict(file, pain002.read(file.content)) for file in files]
    for verdict in verdicts:
        _take(verdict, by, at)
    batches = [each.batch for each in verdicts if each.batch and each.statuses]
    if batches:
        subjects = [batch.ref for batch in batches]
        record(verb="banking.take_status", subjects=subjects, by=by, at=at)
    return verdicts


def _take(verdict: StatusVerdict, by: Actor, at: datetime) -> None:
    read = verdict.read
    if read.faults:
        verdict.verdict, verdict.said = REFUSED, list(read.faults)
        return
    found = PaymentBatch.objects.select_for_update(of=("self",)).select_related("account")
    verdict.batch = found.filter(message_id=read.message_id).first()
    if verdict.batch is None:
        verdict.verdict = FOREIGN
        verdict.said.append(Remark("foreign", {"name": read.message_id}))
        return
    _handing.heard_of(batches=[verdict.batch], answer=f"pain.002 {read.code}".strip(), at=at)
    verdict.batch.refresh_from_db(fields=["state"])
    payments = list(Payment.objects.filter(batch=verdict.batch).order_by("id"))
    verdict.statuses = _new(verdict, payments, by, at)
    if not verdict.statuses:
        verdict.verdict = NOTHING_NEW
        return
    (document,) = documents.store(files=[_paper(verdict)], by=by, at=at)
    _write(verdict, document)
    _reject(verdict, by, at)


def _paper(verdict: StatusVerdict) -> documents.NewFile:
    assert verdict.batch
    name = verdict.file.name or f"{verdict.read.message_id}.xml"
    return documents.NewFile(
        name, "application/xml", verdict.file.content, "payment_status", verdict.batch.ref
    )


def _new(
    verdict: StatusVerdict, payments: Sequence[Payment], by: Actor, at: datetime
) -> list[PaymentStatus]:
    """The statuses that were not said before: of the whole batch, and of each payment."""
    batch, read = verdict.batch, verdict.read
    assert batch
    all_said: list[Said] = list(_of_payments(verdict, payments))
    if read.code:
        all_said.insert(0, (None, read.code, read.reason))
    said = [(payment, _meant(code, why), why) for payment, code, why in all_said]
    _warn_of_codes(verdict, {code for _payment, code, _reason in said})
    known = {
        (row.payment_id, row.code, row.reason)
        for row in PaymentStatus.objects.filter(batch=batch, source="pain002")
    }
    new = [one for one in said if (one[0] and one[0].pk, *one[1:]) not in known]
    return [
        PaymentStatus(
            batch=batch, payment=payment, source="pain002", code=code, reason=reason,
            by=by.id, at=at,
        )
        for payment, code, reason in _believed(verdict, new)
    ]  # fmt: skip


Said = tuple[Payment | None, str, str]


def _meant(code: str, reason: str) -> str:
    return DUPLICATE if code in TURNED_DOWN and reason.partition(" ")[0] in TWICE else code


def _believed(verdict: StatusVerdict, said: Sequence[Said]) -> list[Said]:
    """All but refusals of what a statement executed: the money left, whatever a report says."""
    batch = verdict.batch
    assert batch
    refused = [one for one in said if one[0] and one[1] in TURNED_DOWN]
    live = [one for one in refused if one[0] and one[0].live and batch.state in LEFT]
    under_way_cents = -books.open_amount(account=ORDERS, item=batch.ref)
    if sum(one[0].cents for one in live if one[0]) > under_way_cents:
        live = []
    if len(live) < len(refused):
        verdict.said.append(Remark("executed", {"count": len(refused) - len(live)}))
    return [one for one in said if one not in refused or one in live]


def _of_payments(
    verdict: StatusVerdict, payments: Sequence[Payment]
) -> Iterator[tuple[Payment, str, str]]:
    """What is said of one payment counts before what is said of its block, or of the file."""
    batch, read = verdict.batch, verdict.read
    assert batch
    named = {one.end_to_end_id: (one.code, one.reason) for one in read.payments}
    of_all = (read.code, read.reason) if read.code in TURNED_DOWN else None
    for payment in payments:
        block = read.blocks.get(_block(batch, payment))
        of_block = block if block and block[0] in TURNED_DOWN else None
        if found := named.pop(payment.end_to_end_id, None) or of_block or of_all:
            yield payment, *found
    if named:
        verdict.said.append(Remark("strangers", {"count": len(named)}))


def _block(batch: PaymentBatch, payment: Payment) -> str:
    assert batch.exported_at
    return f"CW{batch.pk}-{executed_on(batch, payment, batch.exported_at):%Y%m%d}"


def _warn_of_codes(verdict: StatusVerdict, codes: set[str]) -> None:
    if unheard := sorted(codes - pain002.KNOWN):
        verdict.said.append(Remark("unheard", {"codes": ", ".join(unheard)}))


def _write(verdict: StatusVerdict, document: Document) -> None:
    for status in verdict.statuses:
        status.document = document
    PaymentStatus.objects.bulk_create(verdict.statuses)


def _reject(verdict: StatusVerdict, by: Actor, at: datetime) -> None:
    """What the bank will not pay is owed again."""
    batch = verdict.batch
    assert batch
    verdict.rejected = [s.payment for s in verdict.statuses if s.payment and s.code in TURNED_DOWN]
    if not verdict.rejected:
        return
    on = max(at.date(), _booking.first_open_day())
    entries = [_owed_again(batch, each, on) for each in verdict.rejected]
    ledger.post(entries=entries, by=by, at=at)
    gone = [payment.pk for payment in verdict.rejected]
    Payment.objects.filter(pk__in=gone).update(live=False)
    _close(batch, on)


def _owed_again(batch: PaymentBatch, payment: Payment, on: date) -> ledger.Entry:
    return ledger.Entry(
        journal="orders",
        on=on,
        text=f"{payment.end_to_end_id}: {payment.name}",
        key=f"status:{payment.pk}",
        origin=batch.ref,
        lines=(
            ledger.Line(ORDERS, payment.cents, None, batch.ref),
            ledger.Line(payment.account, -payment.cents, payment.unit, payment.item),
        ),
    )


def _close(batch: PaymentBatch, on: date) -> None:
    """Nothing under way any more: all of it was refused, or the rest was executed before."""
    if books.open_amount(account=ORDERS, item=batch.ref):
        return
    refused = PaymentStatus.objects.filter(batch=batch, payment__isnull=False, code__in=TURNED_DOWN)
    whole = refused.values("payment").distinct().count() == batch.count
    found = PaymentBatch.objects.filter(pk=batch.pk)
    if whole:
        found.update(state=PaymentBatch.State.REJECTED)
    else:
        found.update(state=PaymentBatch.State.EXECUTED, executed_on=on)
    Payment.objects.filter(batch=batch).update(live=False)
    batch.refresh_from_db()


def listen(*, at: datetime) -> list[StatusVerdict]:
    """Take in what the bank says over its line of the files it was given and did not execute."""
    given = Handover.objects.filter(way=Handover.Way.LINE, state__in=["sent", "unknown"])
    names = list(given.filter(batch__state__in=LEFT).values_list("message_id", flat=True))
    if not names or not gateways.is_connected():
        return []
    try:
        reports = gateways.line().reports(names)
    except (gateways.Unsure, gateways.NotSent):
        return []
    files = [BankFile("", content) for content in reports]
    return take_status(files=files, by=SYSTEM, at=at)


class NotTheirsToTakeBack(Refusal):
    message = _(
        "Ask a colleague to take the file of batch %(batch)s back: you made it, and two people "
        "decide that it never left."
    )


class NotToTakeBack(Refusal):
    message = _(
        "Ask the bank to recall the payments of batch %(batch)s: its file left, or may have."
    )


@action
def take_back_file(*, batch: PaymentBatch, because: str, by: Actor, at: datetime) -> PaymentBatch:
    """
    Take back a file that was made and never given to the bank: all of it is owed again.

    :raises NotToTakeBack: if it was given, or may have been
    :raises NotTheirsToTakeBack: if this person made the file, or said that it never arrived
    :raises NoReasonGiven: if nobody would know why
    """
    lock()
    batch = PaymentBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    standing = batch.handovers.exclude(state=Handover.State.WITHDRAWN)
    if batch.state != PaymentBatch.State.EXPORTED or standing.exists():
        raise NotToTakeBack(batch=batch.pk)
    lost = batch.handovers.filter(state=Handover.State.WITHDRAWN, decided_by=by.id)
    if by.id == batch.exported_by or lost.exists():
        raise NotTheirsToTakeBack(batch=batch.pk)
    if not because.strip():
        raise NoReasonGiven
    on = max(at.date(), _booking.first_open_day())
    payments = Payment.objects.filter(batch=batch).order_by("id")
    ledger.post(entries=[_owed_again(batch, each, on) for each in payments], by=by, at=at)
    PaymentStatus.objects.create(
        batch=batch, source="person", code="CANC", reason=because.strip(), by=by.id, at=at
    )
    batch.state = PaymentBatch.State.REJECTED
    batch.save(update_fields=["state"])
    payments.update(live=False)
    return batch
