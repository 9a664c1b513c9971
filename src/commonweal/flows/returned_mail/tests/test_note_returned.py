"""What a mail server sends back is noted on the client, once."""

import pytest
from tests.cast import NOW, make_client
from tests.journeys.house import open_house

from commonweal.clients import actions as verbs
from commonweal.clients import queries as clients
from commonweal.flows.returned_mail import actions, jobs
from commonweal.kernel.actor import SYSTEM
from commonweal.letters import actions as letters
from commonweal.letters.tests.test_post import new


@pytest.fixture
def festival(own_database):
    """A job sees an event when its transaction is over: these tests commit."""
    open_house()
    return make_client()


@pytest.fixture
def letter(festival):
    (letter,) = letters.post(letters=[new(to="Production@Festival.example")], by=SYSTEM, at=NOW)
    letters.send(limit=1, by=SYSTEM, at=NOW)
    return letter


def test_a_letter_that_came_back_marks_its_client_once(festival, letter):
    assert actions.note_returned(by=SYSTEM, at=NOW) == []
    letters.bounce(letters=[letter], reason="550 user unknown", by=SYSTEM, at=NOW)
    assert actions.note_returned(by=SYSTEM, at=NOW) == [festival]
    (marked,) = clients.bounced()
    assert (marked, marked.bounced_reason) == (festival, "550 user unknown")
    verbs.trust_address(client=festival, by=SYSTEM, at=NOW)
    jobs.note_returned()
    assert not clients.bounced().exists()


def test_what_never_left_is_noted_too(festival, monkeypatch):
    def refuse(self, letter):
        raise letters.gateways.Undeliverable("no such domain")

    monkeypatch.setattr(type(letters.gateways.carrier()), "carry", refuse)
    letters.post(letters=[new(to=festival.email)], by=SYSTEM, at=NOW)
    letters.send(limit=1, by=SYSTEM, at=NOW)
    jobs.note_returned()
    (marked,) = clients.bounced()
    assert marked.bounced_reason == "no such domain"
