"""validation.decide: what an adviser approves goes on, what is refused is taken back."""

import pytest
from tests.cast import NOW, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.models import Mandate
from commonweal.activities.tests.budgets import earn
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


def test_a_checked_transfer_is_let_go_and_one_that_is_refused_frees_its_budget(
    amina, amina_unit, carla_unit
):
    earn(amina_unit)
    trusted(amina, 100_00)
    first, second = (give(amina_unit, carla_unit, amina) for _turn in range(2))
    assert (first.state, second.state) == ("checking", "checking")
    goes, falls = units.waiting()
    actions.decide(validation=goes, approved=True, by=DIRK, at=NOW)
    actions.decide(validation=falls, approved=False, finding="Too much", by=DIRK, at=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("proposed", "withdrawn")
    assert units.states(unit=amina_unit.pk, on=NOW.date()).reserved == 200_00
    assert {letter.kind for letter in tray()} == {"transfer_proposed", "refused_by_adviser"}


def test_an_internal_invoice_that_is_checked_reaches_its_buyer_when_approved(
    amina, amina_unit, carla_unit
):
    trusted(amina, 100_00)
    sent = invoice(amina_unit, carla_unit, amina)
    assert sent.state == "checking"
    decide(True)
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_what_came_back_is_asked_again(amina, amina_unit, carla_unit, carla):
    trusted(amina, 500_00)
    sent = invoice(amina_unit, carla_unit, amina)
    assert sent.state == "sent"
    activities.dispute_internal_invoice(invoice=sent, reason="More", by=actor(carla), at=NOW)
    again = actions.resend_internal_invoice(
        invoice=sent, title="Design", lines=[("Two days", 900_00)], by=actor(amina), at=NOW
    )
    assert again.state == "checking"
    decide(False, "Agree on it first.")
    sent.refresh_from_db()
    assert sent.state == "withdrawn"


def test_what_its_giver_takes_back_waits_for_nobody(amina, amina_unit, carla_unit):
    earn(amina_unit)
    trusted(amina, 100_00)
    given = give(amina_unit, carla_unit, amina)
    activities.withdraw_transfer(transfer=given, by=actor(amina), at=NOW)
    assert not units.waiting()


def test_two_clicks_ask_once(amina, amina_unit, carla_unit):
    earn(amina_unit)
    trusted(amina, 100_00)
    first = give(amina_unit, carla_unit, amina, key="click")
    assert give(amina_unit, carla_unit, amina, key="click") == first
    assert units.waiting().count() == 1


def test_a_form_sent_again_after_it_was_taken_back_asks_nobody(amina, amina_unit, carla_unit):
    earn(amina_unit)
    trusted(amina, 100_00)
    given = give(amina_unit, carla_unit, amina, key="click")
    activities.withdraw_transfer(transfer=given, by=actor(amina), at=NOW)
    assert give(amina_unit, carla_unit, amina, key="click").state == "withdrawn"
    sent = invoice(amina_unit, carla_unit, amina, key="click")
    activities.withdraw_internal_invoice(invoice=sent, by=actor(amina), at=NOW)
    assert invoice(amina_unit, carla_unit, amina, key="click").state == "withdrawn"
    assert not units.waiting()


def test_nobody_of_either_side_decides(bram, amina, amina_unit, carla, carla_unit):
    earn(amina_unit)
    trusted(amina, 100_00)
    give(amina_unit, carla_unit, amina)
    with pytest.raises(activities.OneselfTrusted):
        decide(True, by=actor(carla))
    mandate = Mandate(unit=amina_unit, member=bram, role="manager", since=NOW.date())
    mandate.save()
    with pytest.raises(activities.OneselfTrusted):
        decide(True, by=actor(bram))
    decide(True)


def give(giver, receiver, member, cents=200_00, key=None):
    new = activities.NewTransfer(giver.pk, receiver.pk, cents, "For the stage", key)
    return actions.propose_transfer(transfer=new, by=actor(member), at=NOW)


def invoice(seller, buyer, member, cents=200_00, key=None):
    new = activities.NewInternalInvoice(seller.pk, buyer.pk, "Design", [("One day", cents)], key)
    return actions.send_internal_invoice(invoice=new, by=actor(member), at=NOW)
