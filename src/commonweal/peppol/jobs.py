"""
Talking to the network, in the background. Every job may run twice, or late.

`peppol.deliver` and `peppol.ask` are asked for by the verbs; `peppol.each_minute` does everything
and picks up whatever a failure left behind.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import actions, gateways, queries, responses
from commonweal.peppol.actions import Said
from commonweal.peppol.envelope import Unreadable, unwrap
from commonweal.peppol.models import Outgoing
from commonweal.peppol.values import Arrived, Response, read, write

log = logging.getLogger(__name__)
State = Outgoing.State

# One at a time is enough, and easier to follow; that nothing is sent twice does not hang on it.
LOCK = "peppol"
CHUNK = 200
FIRST_QUESTION_SECONDS = 2
# So long a message may still be on its way to the access point that says it never got it.
PATIENCE = timedelta(minutes=10)
REFUSALS = frozenset({"RE"})
ACCEPTANCES = frozenset({"AB", "AP"})


@app.periodic(cron="* * * * *")
@app.task(name="peppol.each_minute", lock=LOCK, queueing_lock="peppol.each_minute")
def each_minute(timestamp: int = 0) -> None:
    """Send what waits, ask about what was sent, take in what came."""
    run(at=clock.now())


@app.task(name="peppol.deliver", lock=LOCK)
def deliver() -> None:
    """Send what is queued, and ask about it soon."""
    deliver_queued(at=clock.now())
    ask_soon.configure(schedule_in={"seconds": FIRST_QUESTION_SECONDS}).defer()


@app.task(name="peppol.ask", lock=LOCK)
def ask_soon() -> None:
    """Ask what became of what was sent."""
    ask(at=clock.now())


def run(*, at: datetime) -> None:
    """Do everything once. Where nothing is configured there is nothing to do."""
    if gateways.is_connected():
        deliver_queued(at=at)
        ask(at=at)
        collect(at=at)


# ---- out --------------------------------------------------------------------------------------


def deliver_queued(*, at: datetime) -> None:
    """
    Hand every queued message over once. Stop at the first that the access point does not take: it
    is down, and the rest would meet the same.
    """
    queued = list(queries.under_way(states=[State.QUEUED]))
    for first in range(0, len(queued), CHUNK):
        some = queued[first : first + CHUNK]
        try:
            known = queries.registered({read(each.receiver) for each in some})
        except gateways.NotReceived as error:
            log.warning("Peppol: %s", error)
            return
        strangers = [each for each in some if read(each.receiver) not in known]
        _note([Said(each, State.UNKNOWN_PARTICIPANT, _stranger(each)) for each in strangers], at)
        if not all(_deliver(each, at) for each in some if each not in strangers):
            return


def _deliver(outgoing: Outgoing, at: datetime) -> bool:
    """Hand over one message; False if the access point does not take any."""
    try:
        message = queries.messages(outgoing=[outgoing])[outgoing.pk]
    except Unreadable as error:
        _note([Said(outgoing, State.FAILED, str(error))], at)
        return True
    if not actions.begin_sending(outgoing=[outgoing], by=SYSTEM, at=at):
        return True
    try:
        gateways.access_point().send(message)
    except gateways.NotReceived as error:
        log.warning("Peppol: %s", error)
        actions.record_not_taken(outgoing=[outgoing], by=SYSTEM, at=at)
        return False
    except gateways.AnswerLost as error:
        log.warning("Peppol: %s", error)  # stays as it is: it is asked about by its id
    except gateways.UnknownParticipant:
        _note([Said(outgoing, State.UNKNOWN_PARTICIPANT, _stranger(outgoing))], at)
    except gateways.TurnedDown as error:
        _note([Said(outgoing, State.FAILED, str(error))], at)
    else:
        actions.record_taken(outgoing=[outgoing], by=SYSTEM, at=at)
    return True


def _stranger(outgoing: Outgoing) -> str:
    return _("Nobody receives invoices over Peppol as %(number)s.") % {"number": outgoing.receiver}


def ask(*, at: datetime) -> None:
    """
    Ask by its id what became of every message that was handed over, or may have been.

    What the access point never got goes back in the queue under the same id, once it cannot be on
    its way any more.
    """
    open_states = [State.SENDING, State.SENT]
    waiting = list(queries.under_way(states=open_states))
    for first in range(0, len(waiting), CHUNK):
        some = {str(each.message_id): each for each in waiting[first : first + CHUNK]}
        try:
            told = gateways.access_point().statuses(list(some))
        except gateways.NotReceived as error:
            log.warning("Peppol: %s", error)
            return
        ours = [(some[each.message_id], each) for each in told if each.message_id in some]
        handed_over = [outgoing for outgoing, each in ours if each.known]
        actions.record_taken(outgoing=handed_over, by=SYSTEM, at=at)
        lost = [outgoing for outgoing, each in ours if not each.known and _is_old(outgoing, at)]
        actions.record_not_taken(outgoing=lost, by=SYSTEM, at=at)
        answers = [each.answer for _outgoing, each in ours if each.answer]
        hear(answers, at=at)


def _is_old(outgoing: Outgoing, at: datetime) -> bool:
    return outgoing.sent_at is not None and outgoing.sent_at + PATIENCE <= at


def hear(answers: Sequence[bytes], *, at: datetime) -> None:
    """Write down answers; one that cannot be read, or is about none of ours, changes nothing."""
    read_ones = list(_read(answers))
    _note([said for response in read_ones if (said := _said(*response))], at)


def _read(answers: Sequence[bytes]) -> Iterator[tuple[Response, str]]:
    for answer in answers:
        try:
            yield responses.read(answer), answer.decode(errors="replace")
        except Unreadable as error:
            log.warning("Peppol: an answer cannot be read: %s", error)


def _said(response: Response, raw: str) -> Said | None:
    outgoing = _answered(response)
    if outgoing is None:
        return None
    if response.code in REFUSALS:
        return Said(outgoing, State.REJECTED, response.reason, raw)
    if response.message_id and response.code in ACCEPTANCES:
        return Said(outgoing, State.ACCEPTED, "", raw)
    return None


def _answered(response: Response) -> Outgoing | None:
    """Our message; of an invoice that was sent to the one who answers, the last."""
    if response.message_id:
        id = response.message_id.lower()
        return queries.sent_under(message_ids=[id]).get(id)
    return queries.last_to(receiver=write(response.sender), number=response.number)


def _note(said: Sequence[Said], at: datetime) -> None:
    actions.record_status(said=said, by=SYSTEM, at=at)


# ---- in ---------------------------------------------------------------------------------------


def collect(*, at: datetime) -> None:
    """
    Take in what lies in the inbox: answers are heard, everything else is kept. Only then is it
    acknowledged, so that whatever fails lies there again, and is known.
    """
    try:
        arrived = gateways.access_point().inbox()
        for first in range(0, len(arrived), CHUNK):
            some = arrived[first : first + CHUNK]
            answers = {each.id: answer for each in some if (answer := _answer(each))}
            hear(list(answers.values()), at=at)
            papers = [each for each in some if each.id not in answers]
            actions.receive(arrived=papers, by=SYSTEM, at=at)
            gateways.access_point().acknowledge([each.id for each in some])
    except gateways.NotReceived as error:
        log.warning("Peppol: %s", error)


def _answer(arrived: Arrived) -> bytes:
    """The answer in an envelope; nothing if this is something else, or cannot be read."""
    try:
        content = unwrap(arrived.content).content
        return content if responses.is_response(content) else b""
    except Unreadable:
        return b""
