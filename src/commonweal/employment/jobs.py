"""
Talking to social security, in the background. Every job may run twice, or late.

`employment.send` and `employment.poll` are asked for by the verbs; `employment.declare_due` runs
each minute and picks up whatever a failure left behind.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from procrastinate.contrib.django import app

from commonweal.employment import actions, gateways, queries
from commonweal.employment.models import Declaration
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM

State = Declaration.State

# One at a time: two senders could not tell a message under way from one left behind.
LOCK = "social security"
FIRST_QUESTION_SECONDS = 2
TURNS = 6


@app.periodic(cron="* * * * *")
@app.task(name="employment.declare_due", lock=LOCK)
def declare_due(timestamp: int = 0) -> None:
    """Declare what is cleared and not declared, send what waits, ask about what was sent."""
    at = clock.now()
    if due := [each for each in queries.to_declare(at=at) if queries.is_named(each)]:
        actions.declare(contracts=due, by=SYSTEM, at=at)
    send_queued(at=at)
    ask(at=at)


@app.task(name="employment.send", lock=LOCK)
def send() -> None:
    """Send what is queued, and ask about it soon."""
    send_queued(at=clock.now())
    _ask_later(turn=0)


@app.task(name="employment.poll", lock=LOCK)
def poll(turn: int = 0) -> None:
    """Ask what became of what was sent; ask again, less and less often, while it is unknown."""
    if ask(at=clock.now()) and turn < TURNS:
        _ask_later(turn=turn + 1)


def _ask_later(*, turn: int) -> None:
    poll.configure(schedule_in={"seconds": FIRST_QUESTION_SECONDS * 2**turn}).defer(turn=turn)


def send_queued(*, at: datetime) -> None:
    """
    Send every queued message once. Stop at the first that social security does not take: it is
    down, and the rest would meet the same.
    """
    actions.park(by=SYSTEM, at=at)
    for declaration in queries.declarations(states=[State.QUEUED]):
        for outgoing in actions.begin_sending(declarations=[declaration], by=SYSTEM, at=at):
            if not _hand_over(outgoing, at):
                return


def _hand_over(outgoing: actions.Outgoing, at: datetime) -> bool:
    """Hand over one message; False if social security does not take any."""
    declaration = outgoing.declaration
    try:
        number = gateways.social_security().declare(outgoing.message)
    except gateways.NotReceived:
        actions.record_not_taken(declarations=[declaration], by=SYSTEM, at=at)
        return False
    except gateways.AnswerLost:
        actions.record_lost(declarations=[declaration], by=SYSTEM, at=at)
    except gateways.Malformed as error:
        answer = gateways.Answer(
            "B", anomalies=(gateways.Anomaly("", outgoing.message.hide(error.raw)),)
        )
        actions.record_answers(answers=[actions.Answered(declaration, answer)], by=SYSTEM, at=at)
    else:
        actions.record_taken(taken=[actions.Taken(declaration, number)], by=SYSTEM, at=at)
    return True


def ask(*, at: datetime) -> bool:
    """
    Look for lost messages, then ask what became of all that was sent.

    Return whether an answer is still to come.
    """
    _look_for(list(queries.declarations(states=[State.UNKNOWN])), at)
    sent = list(queries.declarations(states=[State.SENT]))
    answers = list(_answers(sent))
    actions.record_answers(answers=answers, by=SYSTEM, at=at)
    return len(answers) < len(sent)


def _look_for(lost: Sequence[Declaration], at: datetime) -> None:
    """
    Find lost messages again. Only one number that is nobody else's is an answer; none is not:
    the message may yet turn up, so a person decides.
    """
    bodies = queries.messages(declarations=lost)
    for declaration in lost:
        message = bodies[declaration.pk]
        if message.digest != declaration.digest:
            continue
        try:
            found = queries.unknown_numbers(gateways.social_security().find(message))
        except gateways.NotReceived:
            return
        if len(found) == 1:
            actions.record_found(declaration=declaration, number=found[0], by=SYSTEM, at=at)


def _answers(sent: Iterable[Declaration]) -> Iterator[actions.Answered]:
    """Ask about each; when social security stops answering, keep what it said so far."""
    for declaration in sent:
        try:
            answer = gateways.social_security().status(declaration.number)
        except gateways.NotReceived:
            return
        if answer and answer.result != "S":
            yield actions.Answered(declaration, answer)
