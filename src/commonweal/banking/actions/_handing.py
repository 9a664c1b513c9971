"""
Giving a payment file to the bank, once.

Nobody reads a state to decide whether a file may be sent: the claim is a row, and its unique key
`handover_once` lets one through. Whoever dies after the claim leaves it for a person, or for the
bank, to say what became of it; nothing is ever sent because nobody answered.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.banking import gateways
from commonweal.banking.models import Handover, PaymentBatch
from commonweal.documents import queries as documents
from commonweal.kernel.actions import action
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.kernel.crash import maybe_crash
from commonweal.kernel.refusals import Refusal

State, Batch = Handover.State, PaymentBatch.State
SENT, UNKNOWN, WITHDRAWN = State.SENT, State.UNKNOWN, State.WITHDRAWN
BANK = "bank"
# So long a file may still be on its way; then its sender is gone, and nobody knows.
PATIENCE = timedelta(minutes=10)
OF_BATCH: dict[str, str] = {SENT: Batch.HANDED, UNKNOWN: Batch.UNKNOWN, WITHDRAWN: Batch.EXPORTED}

# The key decides, and nothing that was read before. Who said that a file never arrived does not
# send it again alone; the bank may find it after all.
CLAIM = """
insert into banking_handover (batch_id, message_id, file_sha256, way, state, began_by,
    began_by_name, began_at, decided_by, decided_by_name, answer)
select id, message_id, file_sha256, %(way)s, 'sending', %(by)s, %(name)s, %(at)s, '', '', ''
from banking_paymentbatch
where id = %(batch)s and message_id is not null and state not in ('executed', 'rejected')
    and not exists (select from banking_handover as earlier where earlier.batch_id = %(batch)s
        and earlier.state = 'withdrawn' and earlier.decided_by = %(by)s and %(by)s <> %(bank)s)
for update
on conflict do nothing
returning id
"""


class NoFileYet(Refusal):
    message = _("Make the file of batch %(batch)s first: there is nothing to give to the bank.")


class AlreadyHanded(Refusal):
    message = _(
        "Leave the file of batch %(batch)s: %(name)s gave it to the bank, or began to, and it is "
        "sent once."
    )


class SameHandsAgain(Refusal):
    message = _(
        "Ask a colleague to send the file of batch %(batch)s again: you said that it did not "
        "arrive, and two people decide."
    )


class AlreadyDecided(Refusal):
    message = _("Look at the batch again: what became of this file is known, “%(state)s”.")


class StillOnItsWay(Refusal):
    message = _(
        "Wait until batch %(batch)s is known to be lost: its file is being sent, and may arrive."
    )


class NoAnswerGiven(Refusal):
    message = _("Say in a few words how you know: the next who looks will ask.")
    field = "answer"


class NoLine(Refusal):
    message = _(
        "Upload the file at the bank yourself, and say so here: this house has no line to its bank."
    )


@action
def claim_handover(*, batch: PaymentBatch, way: str, by: Actor, at: datetime) -> Handover:
    """
    Claim the giving of a batch's file to the bank; whoever has the claim gives it, nobody else.

    :raises NoFileYet: if there is no file
    :raises AlreadyHanded: if somebody has, or had, the claim
    :raises SameHandsAgain: if this person said that an earlier try never arrived
    """
    values: dict[str, Any] = {
        "batch": batch.pk, "way": way, "by": by.id, "name": by.name, "at": at,
        "bank": BANK,
    }  # fmt: skip
    # Who is ending an earlier try is waited for: what they said of it counts.
    PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        row = cursor.fetchone()
    if row is None:
        raise _refusal(batch, by)
    PaymentBatch.objects.filter(pk=batch.pk).update(state=Batch.HANDING)
    return Handover.objects.select_related("batch").get(pk=row[0])


def _refusal(batch: PaymentBatch, by: Actor) -> Refusal:
    found = PaymentBatch.objects.get(pk=batch.pk)
    if found.message_id is None:
        return NoFileYet(batch=batch.pk)
    standing = found.handovers.exclude(state=WITHDRAWN).first()
    if standing or found.state in (Batch.EXECUTED, Batch.REJECTED):
        name = standing.began_by_name if standing else gettext("somebody")
        return AlreadyHanded(batch=batch.pk, name=name)
    return SameHandsAgain(batch=batch.pk)


@action
def end_handover(
    *, handover: Handover, outcome: str, answer: str, by: Actor, at: datetime
) -> Handover:
    """
    Say what became of a file: it was `sent`, it is `unknown`, or `withdrawn`: it never arrived.

    What is unknown may still be known later; what is known stands. Who says of an unknown one
    what became of it, says how that is known.

    :raises AlreadyDecided: if it is known
    :raises StillOnItsWay: if a person withdraws what is being sent, or another than its sender
        says that it arrived
    :raises NoAnswerGiven: if nobody would know why
    """
    # The batch first, as who claims does: who is refused a claim waits for nothing of ours.
    PaymentBatch.objects.select_for_update().get(pk=handover.batch_id)
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    if handover.state == State.SENDING and not _may_end(handover, outcome, by):
        raise StillOnItsWay(batch=handover.batch_id)
    if handover.state in (SENT, WITHDRAWN) or handover.state == outcome:
        raise AlreadyDecided(state=handover.get_state_display())
    if not answer.strip() and (handover.state == UNKNOWN or outcome == WITHDRAWN):
        raise NoAnswerGiven
    handover.state, handover.answer = outcome, answer.strip()
    if outcome != UNKNOWN:
        handover.ended_at = at
        handover.decided_by, handover.decided_by_name = by.id, by.name
    handover.save(update_fields=["state", "answer", "ended_at", "decided_by", "decided_by_name"])
    under_way = PaymentBatch.objects.filter(pk=handover.batch_id)
    under_way.filter(state__in=[Batch.HANDING, Batch.UNKNOWN]).update(state=OF_BATCH[outcome])
    maybe_crash("handover.before_end_commit")
    return Handover.objects.select_related("batch").get(pk=handover.pk)


def _may_end(handover: Handover, outcome: str, by: Actor) -> bool:
    """While it is sent only its sender knows; that it never arrived is the bank's word alone."""
    if outcome == UNKNOWN or by.id == BANK:
        return True
    return outcome == SENT and by.id == handover.began_by


def hand_over(*, batch: PaymentBatch, by: Actor, at: datetime) -> Handover:
    """
    Give the file of a batch to the bank over its line, at most once.

    The claim is committed before anything is sent, so this refuses to run inside a transaction.
    When the bank says nothing the outcome is unknown, and stays so until somebody finds out.

    :raises AlreadyHanded, NoFileYet, SameHandsAgain: as `claim_handover`
    :raises NoLine: if this house has no line to its bank
    """
    if not gateways.is_connected():
        raise NoLine
    with transaction.atomic(durable=True):
        handover = claim_handover(batch=batch, way=Handover.Way.LINE, by=by, at=at)
    maybe_crash("handover.after_claim")
    outcome, answer = _send(handover)
    maybe_crash("handover.after_send")
    # That it certainly did not arrive is the bank's word: any colleague may send it again.
    who = Actor(BANK, gettext("The bank")) if outcome == WITHDRAWN else by
    return end_handover(handover=handover, outcome=outcome, answer=answer, by=who, at=at)


def _send(handover: Handover) -> tuple[str, str]:
    """Send the bytes that were kept; return what is known of it, in the bank's words."""
    document = handover.batch.document
    assert document is not None  # a batch with a message has its file
    content = documents.content(document=document)
    try:
        gateways.line().send(handover.message_id, content)
    except gateways.NotSent as error:
        return WITHDRAWN, str(error) or "NotSent"
    except Exception as error:  # whatever else happens, the bank may have received it
        return UNKNOWN, str(error) or type(error).__name__
    return SENT, ""


def park(*, at: datetime) -> list[Handover]:
    """Say of every file whose sender is gone that nobody knows; nothing is sent again."""
    gone = Handover.objects.filter(state=State.SENDING, began_at__lte=at - PATIENCE)
    return [
        end_handover(
            handover=each, outcome=UNKNOWN, answer=gettext("Its sender was interrupted."),
            by=SYSTEM, at=at,
        )
        for each in gone.order_by("id")
    ]  # fmt: skip


def ask_the_bank(*, at: datetime) -> list[Handover]:
    """Ask the bank about every file of which nobody knows whether it arrived, and note it."""
    if not gateways.is_connected():
        return []
    lost = Handover.objects.filter(state=UNKNOWN, way=Handover.Way.LINE)
    old = lost.filter(began_at__lte=at - PATIENCE).order_by("id")
    return [told for each in old if (told := _asked(each, at))]


def _asked(handover: Handover, at: datetime) -> Handover | None:
    try:
        known = gateways.line().knows(handover.message_id)
    except (gateways.Unsure, gateways.NotSent):
        return None
    if known is None:
        return None
    answer = gettext("The bank received it.") if known else gettext("The bank never received it.")
    outcome = SENT if known else WITHDRAWN
    who = Actor(BANK, gettext("The bank"))
    return end_handover(handover=handover, outcome=outcome, answer=answer, by=who, at=at)


def heard_of(*, batches: list[PaymentBatch], answer: str, at: datetime) -> None:
    """The bank speaks of these files, on a statement or in a report: so it has them."""
    standing = {
        each.batch_id: each
        for each in Handover.objects.filter(batch__in=batches).exclude(state=WITHDRAWN)
    }
    who = Actor(BANK, gettext("The bank"))
    for batch in batches:
        handover = standing.get(batch.pk)
        if handover is None and batch.state == Batch.EXPORTED:
            handover = claim_handover(batch=batch, way=Handover.Way.BY_HAND, by=who, at=at)
        if handover and handover.state in (State.SENDING, UNKNOWN):
            end_handover(handover=handover, outcome=SENT, answer=answer, by=who, at=at)
