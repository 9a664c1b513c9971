"""
Any story of one invoice: whatever fails in whatever order, the receiver gets it at most once for
each time that we decide to send it, and no state is a guess.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW

from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal
from commonweal.peppol import actions, gateways, jobs, queries, responses
from commonweal.peppol.models import Outgoing
from commonweal.peppol.tests import mail
from commonweal.peppol.values import Told

pytestmark = pytest.mark.django_db


class WorkerDied(BaseException):
    """The process is gone: nothing that comes after is written down."""


class Moody:
    """Takes messages or not, answers or not, as the story says. Delivers each that it takes."""

    def __init__(self):
        self.mood, self.code, self.delivered = "fine", "AP", []

    def lookup(self, participants):
        if self.mood == "down":
            raise gateways.NotReceived
        return set() if self.mood == "stranger" else set(participants)

    def send(self, message):
        if self.mood == "down":
            raise gateways.NotReceived
        if self.mood == "never arrived":
            raise gateways.AnswerLost
        self.delivered.append(message.id)
        if self.mood == "answer lost":
            raise gateways.AnswerLost
        if self.mood == "worker died":
            raise WorkerDied

    def statuses(self, message_ids):
        if self.mood == "down":
            raise gateways.NotReceived
        return [
            Told(id, id in self.delivered, self._answer(id) if id in self.delivered else b"")
            for id in message_ids
            for _ in range(2)
        ]

    def _answer(self, id):
        return b"" if self.mood == "slow" else responses.message_level(
            id="MLS", message_id=id, sender=("0242", "2"), receiver=("0242", "1"), code=self.code,
            reason="No" if self.code == "RE" else "", at=NOW,
        )  # fmt: skip

    def inbox(self):
        return []


MOODS = ["fine", "down", "never arrived", "answer lost", "worker died", "slow", "stranger"]
steps = st.one_of(
    st.tuples(st.just("mood"), st.sampled_from(MOODS)),
    st.tuples(st.just("code"), st.sampled_from(["AP", "RE"])),
    st.tuples(st.just("wait"), st.integers(1, 30)),
    st.tuples(st.sampled_from(["minute", "minute", "again"])),
)


def live(story, check):
    network = Moody()
    with transaction.atomic(), gateways.replaced(by=network):
        paper = mail.new()
        actions.send(documents=[paper], by=SYSTEM, at=NOW)
        at, decided = NOW, 1
        for step in story:
            match step:
                case "mood", mood:
                    network.mood = mood
                case "code", code:
                    network.code = code
                case "wait", minutes:
                    at += timedelta(minutes=minutes)
                case ("minute",):
                    with suppress(WorkerDied):
                        jobs.run(at=at)
                case ("again",):
                    with suppress(Refusal):
                        actions.send(documents=[paper], by=SYSTEM, at=at)
                        decided += 1
            check(network, decided)
        network.mood = "fine"
        for _ in range(4):
            at += timedelta(minutes=11)
            jobs.run(at=at)
        assert not queries.under_way().exists()
        check(network, decided)
        transaction.set_rollback(True)


def look(network, decided):
    assert len(network.delivered) == len(set(network.delivered)) <= decided
    rows = {str(row.message_id): row.state for row in Outgoing.objects.all()}
    for id, state in rows.items():
        if state in ("sent", "accepted", "rejected"):
            assert id in network.delivered
    refused = sum(state in queries.REFUSED for state in rows.values())
    assert len(network.delivered) <= 1 + refused


@given(story=st.lists(steps, max_size=14))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_the_invoice_arrives_once(entity, story):
    live(story, look)


def test_the_proof_notices_when_a_lost_message_is_simply_sent_again(entity, monkeypatch):
    original = Moody.send
    monkeypatch.setattr(Moody, "send", lambda *told: _careless(original, *told))
    with pytest.raises(AssertionError):
        live([("mood", "answer lost"), ("minute",), ("minute",)], look)


def _careless(original, network, message):
    """A provider that says "not taken" of what it took."""
    try:
        original(network, message)
    except gateways.AnswerLost:
        raise gateways.NotReceived from None
