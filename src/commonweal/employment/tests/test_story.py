"""
Any story of one declaration: whatever fails in whatever order, social security takes the work
at most once, nothing is sent after the work began, and no contract is declared on a guess.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW

from commonweal.employment import actions, gateways, jobs, queries
from commonweal.employment.models import Contract, Declaration
from commonweal.employment.tests import work
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal

ENDS = {"accepted", "warned", "refused", "withdrawn"}


class WorkerDied(BaseException):
    """The process is gone: nothing that comes after is written down."""


class Moody:
    """Takes messages or not, answers or not, as the story says."""

    def __init__(self):
        self.mood, self.result, self.taken = "fine", "A", []

    def declare(self, message):
        if self.mood == "down":
            raise gateways.NotReceived
        if self.mood == "never arrived":
            raise gateways.AnswerLost
        self.taken.append(message.body)
        if self.mood == "answer lost":
            raise gateways.AnswerLost
        if self.mood == "worker died":
            raise WorkerDied
        return str(len(self.taken))

    def status(self, number):
        if self.mood == "down":
            raise gateways.NotReceived
        result = "A" if "dimonaCancel" in self.taken[int(number) - 1] else self.result
        return None if self.mood == "slow" else gateways.Answer(result, period_number=number)

    def find(self, message):
        return [str(n) for n, body in enumerate(self.taken, 1) if body == message.body]


MOODS = ["fine", "down", "never arrived", "answer lost", "worker died", "slow"]
steps = st.one_of(
    st.tuples(st.just("mood"), st.sampled_from(MOODS)),
    st.tuples(st.just("result"), st.sampled_from("AWBS")),
    st.tuples(st.just("wait"), st.integers(1, 20)),
    st.tuples(st.just("move"), st.integers(3, 6)),
    st.tuples(st.sampled_from(["minute", "cancel", "redeclare", "answered by a person"])),
)


def tell(service, contract, story):
    at = NOW
    for step in story:
        match step:
            case "mood", mood:
                service.mood = mood
            case "result", result:
                service.result = result
            case "wait", hours:
                at += timedelta(hours=hours)
            case "move", days:
                change = actions.Change(contract, (work.period(days),))
                attempt(actions.reschedule, changes=[change], at=at)
            case ("minute",):
                minute(at)
            case ("cancel",):
                attempt(actions.cancel, contracts=[contract], reason="Rain", at=at)
            case ("redeclare",):
                attempt(actions.redeclare, contracts=[contract], at=at)
            case ("answered by a person",):
                make_sure(service, at)
        yield at


def minute(at):
    with suppress(WorkerDied):
        jobs.send_queued(at=at)
        jobs.ask(at=at)


def attempt(verb, **arguments):
    with suppress(Refusal):
        verb(by=SYSTEM, **arguments)


def make_sure(service, at):
    """A person looks at social security's own pages, and says what she saw."""
    unknown = list(Declaration.objects.filter(state="unknown").select_related("contract__member"))
    bodies = queries.messages(declarations=unknown)
    for lost in unknown:
        if not service.find(bodies[lost.pk]):
            actions.send_again(declarations=[lost], by=SYSTEM, at=at)


@pytest.fixture
def cleared(amina, amina_unit):
    return work.clear(amina_unit, work.contract(amina, work.period(2)))


@given(story=st.lists(steps, max_size=14))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_the_work_is_declared_once_in_time_and_truly(cleared, story):
    live(cleared, story)


def test_the_proof_notices_when_a_lost_message_is_simply_sent_again(cleared, monkeypatch):
    monkeypatch.setattr(actions, "record_lost", actions.record_not_taken)
    with pytest.raises(AssertionError):
        live(cleared, [("mood", "answer lost"), ("minute",), ("minute",)])


def live(cleared, story):
    service = Moody()
    with transaction.atomic(), gateways.replaced(by=service):
        actions.declare(contracts=cleared, by=SYSTEM, at=NOW)
        ended = {}
        for _at in tell(service, cleared[0], story):
            look(service, ended)
        finish(service)
        transaction.set_rollback(True)


def look(service, ended):
    refusals = Declaration.objects.filter(kind="in", state="refused").count()
    announced = [body for body in service.taken if "dimonaIn" in body]
    assert len(announced) <= 1 + refusals
    for declaration in Declaration.objects.all():
        assert (
            declaration.sent_at is None
            or declaration.sent_at < declaration.due_at
            or (declaration.kind != "in")
        )
        assert ended.get(declaration.pk, declaration.state) == declaration.state
        if declaration.state in ENDS:
            ended[declaration.pk] = declaration.state
    if Contract.objects.get().state == "declared":
        assert Declaration.objects.filter(kind="in", state__in=["accepted", "warned"]).count() == 1


def finish(service):
    """When all is well again, everything comes to an end or waits for a person, visibly."""
    service.mood, service.result = "fine", "A"
    for _ in range(4):
        jobs.send_queued(at=NOW)
        jobs.ask(at=NOW)
    states = set(Declaration.objects.values_list("state", flat=True))
    assert states <= ENDS | {"unknown", "late"}
    if Contract.objects.get().state == "cancelled":
        kept = Declaration.objects.filter(kind="in", state__in=["accepted", "warned"]).count()
        taken_back = Declaration.objects.filter(kind="cancel", state="accepted").count()
        assert kept == taken_back
