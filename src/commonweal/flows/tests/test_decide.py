"""validation.decide: what an adviser approves goes on, what is refused is taken back."""

import pytest
from tests.cast import NOW, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.tests.validations import DIRK, trusted
from commonweal.employment.models import Contract
from commonweal.flows.tests.jobs_of_amina import job, place, worker
from commonweal.flows.three_in_one import queries
from commonweal.flows.validation import actions
from commonweal.invoicing.queries import get_order
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(amina, amina_unit, festival):
    trusted(amina, 500_00)
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def decide(approved, finding="", by=DIRK):
    (waits,) = units.waiting()
    return actions.decide(validation=waits, approved=approved, finding=finding, by=by, at=NOW)


def test_an_approved_order_goes_to_its_client(held):
    decide(True)
    assert get_order(id=held.pk).state == "sent"
    assert tray().get().kind == "order_to_confirm"
    texts = [each.text for each in queries.story(order=get_order(id=held.pk), at=NOW)][:3]
    assert texts == [
        "Order entered", "Approved by an adviser", "Order sent to Festival de la Senne",
    ]  # fmt: skip


def test_a_refused_order_is_taken_back_and_its_member_reads_why(held, amina, amina_unit):
    decide(False, "The festival has not paid last year.")
    order = get_order(id=held.pk)
    assert (order.state, order.cancelled_because) == (
        "cancelled", "The festival has not paid last year.",
    )  # fmt: skip
    assert Contract.objects.get().state == "cancelled"
    assert units.states(unit=amina_unit.pk, on=NOW.date()).planned == 0
    letter = tray().get()
    assert (letter.kind, letter.to) == ("refused_by_adviser", amina.email)
    assert "has not paid last year" in letter.body


def test_a_refusal_without_a_reason_changes_nothing(held):
    with pytest.raises(activities.SayWhatIsWrong):
        decide(False)
    assert get_order(id=held.pk).state == "checking"


def test_nobody_approves_the_own_order(held, amina):
    with pytest.raises(activities.OneselfTrusted):
        decide(True, by=actor(amina))
