"""What the bank says of our payments: reports of their status, and transfers that came back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.banking import gateways, pain002, remarks
from commonweal.banking.actions import _booking, _handing
from commonweal.banking.actions._doubts import doubt
from commonweal.banking.actions._leaving import NoReasonGiven
from commonweal.banking.actions._locks import lock
from commonweal.banking.actions._refusals import (
    CLAIM,
    CLAIMED,
    TURNED_DOWN,
    block_of,
    entry_of,
    owe_again,
    paid_alone,
)
from commonweal.banking.actions._verdicts import BankFile
from commonweal.banking.models import LEFT, Handover, Payment, PaymentBatch, PaymentStatus
from commonweal.banking.queries import ORDERS
from commonweal.banking.values import Remark
from commonweal.documents import actions as documents
from commonweal.documents.actions import Document
from commonweal.kernel import money
from commonweal.kernel.actions import action, record
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

TAKEN, NOTHING_NEW, REFUSED, FOREIGN = "taken", "nothing_new", "refused", "foreign"
# The bank has it already and refuses a second copy: the first one is paid, so nothing is owed.
DUPLICATE = "DUPL"
# Who brings a report over the bank's own line, where nobody of the house can write one.
OF_THE_BANK = (SYSTEM.id, _handing.BANK)
# The money left our account: the bank can give it back, but hardly refuse it any more.
SETTLED = frozenset({"ACSC", "ACCC"})
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
    "other_file": _(
        "Ask the bank which file it means: this report is of %(count)s payments, € %(total)s in"
        " all, and ours is another. Nothing changed."
    ),
    "other_amount": _(
        "It gives another amount for %(count)s payments than ours: they are left aside."
    ),
    "both_ways": _(
        "It says of %(count)s payments that it refused them, and that it did not: ask the bank,"
        " nothing is owed again."
    ),
    "after_all": _(
        "Stop what pays %(count)s payments again: the bank says now that it executed what it"
        " refused."
    ),
    "doubted": _(
        "Ask the bank: it says now that it executed %(count)s payments that it refused. Nothing "
        "pays them again before a colleague confirms that it did not."
    ),
    "claimed": _(
        "Let a colleague look at the bank and confirm: %(count)s refused payments are not owed "
        "again before that."
    ),
    "unheard": _("The bank uses a code we do not know: %(codes)s. It is kept."),
}


@dataclass(slots=True)
class StatusVerdict:
    """
    What became of a report: what was new in it, and what is to be said. `rejected` is what it
    refuses; of that `claimed` is owed again only once a second person, or a statement, says so.
    """

    file: BankFile
    read: pain002.ReadReport
    verdict: str = TAKEN
    batch: PaymentBatch | None = None
    statuses: list[PaymentStatus] = field(default_factory=list)
    rejected: list[Payment] = field(default_factory=list)
    claimed: list[Payment] = field(default_factory=list)
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

    What was said before is not written again. A payment that the bank rejected over its line is
    owed again, and its batch is closed when nothing of it is under way any more. A file that a
    person brings may be anybody's: what it rejects waits for `confirm_refusals`, or a statement.
    A damaged report changes nothing.
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
    if not _is_of(verdict.batch, read):
        verdict.verdict = REFUSED
        values = {"count": read.count or "?", "total": money.show(read.cents or 0)}
        verdict.said.append(Remark("other_file", values))
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
    _doubt(verdict, document, by, at)


def _is_of(batch: PaymentBatch, read: pain002.ReadReport) -> bool:
    """Whether the file that the bank read can be ours: so many payments, of so much together."""
    ours = (read.count, batch.count), (read.cents, batch.total_cents)
    return all(told is None or told == own for told, own in ours)


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
    known = {
        (row.payment_id, row.code, row.reason)
        for row in PaymentStatus.objects.filter(batch=batch, source="pain002")
    }
    settled = {payment for payment, code, _reason in known if code in SETTLED}
    said = [
        (payment, _meant(code, why, by, bool(settled & {payment and payment.pk, None})), why)
        for payment, code, why in all_said
    ]
    _warn_of_codes(verdict, {code for _payment, code, _reason in said} - CLAIMED)
    # What the line said is no claim any more when a person brings the same report.
    known |= {(payment, CLAIM.get(code, code), reason) for payment, code, reason in known}
    new = [one for one in said if (one[0] and one[0].pk, *one[1:]) not in known]
    return [
        PaymentStatus(
            batch=batch, payment=payment, source="pain002", code=code, reason=reason,
            by=by.id, at=at,
        )
        for payment, code, reason in _believed(verdict, new)
    ]  # fmt: skip


Said = tuple[Payment | None, str, str]


def _meant(code: str, reason: str, by: Actor, is_settled: bool) -> str:
    """What the bank said was settled and then refuses is looked at first, whoever brings it."""
    if code not in TURNED_DOWN:
        return code
    if reason.partition(" ")[0] in TWICE:
        return DUPLICATE
    return code if by.id in OF_THE_BANK and not is_settled else CLAIM[code]


def _believed(verdict: StatusVerdict, said: Sequence[Said]) -> list[Said]:
    """All but refusals of what a statement executed: the money left, whatever a report says."""
    batch = verdict.batch
    assert batch
    refused = [one for one in said if one[0] and one[1] in TURNED_DOWN | CLAIMED]
    alone = paid_alone(batch) if refused else set()
    live = [
        one for one in refused
        if one[0] and one[0].live and one[0].pk not in alone and batch.state in LEFT
    ]  # fmt: skip
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
    named = _by_name(verdict, payments)
    of_all = (read.code, read.reason) if read.code in TURNED_DOWN else None
    for payment in payments:
        block = read.blocks.get(block_of(batch, payment))
        of_block = block if block and block[0] in TURNED_DOWN else None
        if found := named.pop(payment.end_to_end_id, None) or of_block or of_all:
            yield payment, *found
    if named:
        verdict.said.append(Remark("strangers", {"count": len(named)}))


def _by_name(verdict: StatusVerdict, payments: Sequence[Payment]) -> dict[str, tuple[str, str]]:
    """
    What is said of single payments: of one that is named twice the word that pays nothing twice,
    and nothing of one with another amount than ours.
    """
    cents = {payment.end_to_end_id: payment.cents for payment in payments}
    named: dict[str, tuple[str, str]] = {}
    strange, both = set(), set()
    for one in verdict.read.payments:
        name = one.end_to_end_id
        if one.cents is not None and one.cents != cents.get(name, one.cents):
            strange.add(name)
            continue
        before = named.get(name)
        if before and (before[0] in TURNED_DOWN) != (one.code in TURNED_DOWN):
            both.add(name)
        if not before or before[0] in TURNED_DOWN:
            named[name] = (one.code, one.reason)
    for code, names in (("other_amount", strange), ("both_ways", both)):
        if names:
            verdict.said.append(Remark(code, {"count": len(names)}))
    return named


def _warn_of_codes(verdict: StatusVerdict, codes: set[str]) -> None:
    if unheard := sorted(codes - pain002.KNOWN):
        verdict.said.append(Remark("unheard", {"codes": ", ".join(unheard)}))


def _write(verdict: StatusVerdict, document: Document) -> None:
    for status in verdict.statuses:
        status.document = document
    PaymentStatus.objects.bulk_create(verdict.statuses)


def _reject(verdict: StatusVerdict, by: Actor, at: datetime) -> None:
    """What the bank will not pay is owed again; what a person's file says so waits for a second."""
    batch = verdict.batch
    assert batch
    said = [row for row in verdict.statuses if row.payment]
    final = [row.payment for row in said if row.payment and row.code in TURNED_DOWN]
    verdict.claimed = [row.payment for row in said if row.payment and row.code in CLAIMED]
    verdict.rejected = final + verdict.claimed
    if verdict.claimed:
        verdict.said.append(Remark("claimed", {"count": len(verdict.claimed)}))
    owe_again(batch, final, by, at)


def _doubt(verdict: StatusVerdict, document: Document, by: Actor, at: datetime) -> None:
    """What the bank refused and executed after all waits again; what is paid already is told."""
    batch = verdict.batch
    assert batch
    executed = [row.payment for row in verdict.statuses if row.payment and row.code in SETTLED]
    refused = PaymentStatus.objects.filter(payment__in=executed, code__in=TURNED_DOWN)
    known = set(refused.values_list("payment", flat=True))
    again = [payment for payment in executed if payment.pk in known]
    doubted = doubt(batch=batch, payments=again, document=document, by=by, at=at)
    for code, count in (("doubted", len(doubted)), ("after_all", len(again) - len(doubted))):
        if count:
            verdict.said.append(Remark(code, {"count": count}))


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
    ledger.post_across(entries=[entry_of(batch, each, on) for each in payments], by=by, at=at)
    PaymentStatus.objects.create(
        batch=batch, source="person", code="CANC", reason=because.strip(), by=by.id, at=at
    )
    batch.state = PaymentBatch.State.REJECTED
    batch.save(update_fields=["state"])
    payments.update(live=False)
    return batch
