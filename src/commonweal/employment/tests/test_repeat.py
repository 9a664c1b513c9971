"""Sending a refused cancellation or change again."""

import pytest

from commonweal.employment import actions, gateways, jobs, queries
from commonweal.employment.tests import work


class Stubborn(gateways.RecordingSocialSecurity):
    """Accepts work, and refuses to let it go."""

    def __init__(self, code):
        super().__init__()
        self.code = code

    def status(self, number):
        if "dimonaCancel" in self.messages[number].body and self.code:
            return gateways.Answer("B", anomalies=(gateways.Anomaly(self.code),))
        return super().status(number)


@pytest.fixture
def service(request):
    service = Stubborn("90000-001")
    with gateways.replaced(by=service):
        yield service


@pytest.fixture
def cancelled(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    actions.cancel(contracts=[declaration.contract], by=by, at=at)
    return declaration


def talk(at):
    jobs.send_queued(at=at)
    jobs.ask(at=at)


def test_it_waits_for_a_person_who_sends_it_again(cancelled, service, by, at):
    talk(at)
    (waiting,) = queries.attention()
    assert waiting.kind == "cancel"
    service.code = ""
    actions.repeat(declarations=[waiting], by=by, at=at)
    talk(at)
    assert not queries.attention()


def test_what_was_cancelled_already_needs_nobody(cancelled, service, at):
    service.code = "00913-355"
    talk(at)
    assert not queries.attention()


def test_it_refuses_what_was_followed_by_another(cancelled, by, at):
    talk(at)
    (waiting,) = queries.attention()
    actions.repeat(declarations=[waiting], by=by, at=at)
    with pytest.raises(actions.NotRefused):
        actions.repeat(declarations=[waiting], by=by, at=at)


def test_a_refused_announcement_is_corrected_not_repeated(amina, bram, amina_unit, service, by, at):
    service.results[bram.national_number] = "B"
    declaration = work.declare(amina_unit, work.contract(bram))
    talk(at)
    declaration.refresh_from_db()
    with pytest.raises(actions.NotRefused):
        actions.repeat(declarations=[declaration], by=by, at=at)
