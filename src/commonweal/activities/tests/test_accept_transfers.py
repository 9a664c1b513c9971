"""activities.accept_transfers: the receiver consents, and the budget moves in the books."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.cast import TODAY, actor

from commonweal.activities import actions as activities
from commonweal.activities.models import Commitment
from commonweal.activities.tests.budgets import earn, pay_out
from commonweal.activities.tests.deals import intact, money, propose, statements
from commonweal.kernel.models import Event
from commonweal.ledger import queries as ledger
from commonweal.letters.models import Letter


@pytest.fixture
def transfer(amina, amina_unit, carla_unit):
    """Amina offers Carla 300.00 of her 935.00."""
    earn(amina_unit)
    return propose(amina_unit, carla_unit, amina)


def accept(transfer, member, at):
    (accepted,) = activities.accept_transfers(transfers=[transfer], by=actor(member), at=at)
    return accepted


def test_the_budget_moves_to_the_cent(transfer, amina, carla, amina_unit, carla_unit, at):
    accepted = accept(transfer, carla, at)
    assert (accepted.state, accepted.answered_by_name) == ("accepted", "Carla Lefèvre")
    assert money(amina_unit) == (635_00, 0, 635_00)
    assert money(carla_unit) == (300_00, 0, 300_00)
    ((_id, lines),) = ledger.entries_by_key(keys=[transfer.ref]).values()
    assert [(line.account, line.cents, line.unit) for line in lines] == [
        ("4890", 300_00, amina_unit.pk),
        ("4890", -300_00, carla_unit.pk),
    ]
    assert ledger.statement(unit=carla_unit.pk)[-1].origin == transfer.ref
    assert intact()
    letter = Letter.objects.get(kind="transfer_accepted")
    assert (letter.to, letter.about) == (amina.email, transfer.ref)
    assert Event.objects.get(verb="activities.accept_transfers").subjects == [transfer.ref]


def test_it_refuses_a_second_answer(transfer, carla, carla_unit, at):
    accept(transfer, carla, at)
    with pytest.raises(activities.AlreadyAnswered, match="It is now: Accepted"):
        accept(transfer, carla, at)
    assert money(carla_unit) == (300_00, 0, 300_00)


def test_on_its_last_day_it_can_still_be_accepted_and_not_after(transfer, carla, at):
    with pytest.raises(activities.TransferExpired, match=r"18/05/2026"):
        accept(transfer, carla, at + timedelta(days=15))
    accept(transfer, carla, at + timedelta(days=14))


def test_what_waits_for_an_adviser_cannot_be_accepted(amina, carla, amina_unit, carla_unit, at):
    earn(amina_unit)
    with pytest.raises(activities.AlreadyAnswered, match="Waiting for an adviser"):
        accept(propose(amina_unit, carla_unit, amina, checking=True), carla, at)


def test_the_receiver_does_not_read_what_the_giver_has(transfer, carla, amina_unit, at):
    pay_out(amina_unit, 900_00, "correction:1")  # a correction asks for no cover
    with pytest.raises(activities.GiverCannotPay) as refusal:
        accept(transfer, carla, at)
    assert "3in1 Amina Benali" in str(refusal.value)
    assert "35" not in str(refusal.value)
    assert Commitment.objects.filter(origin=transfer.ref).exists()


def test_a_closed_receiver_takes_nothing(transfer, carla, carla_unit, at):
    carla_unit.closed_on = TODAY
    carla_unit.save()
    with pytest.raises(activities.UnitClosed):
        accept(transfer, carla, at)


def test_a_narrow_connection_of_the_receiver_accepts(transfer, carla, amina_unit, carla_unit, at):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(carla_unit.pk)])
        accept(transfer, carla, at)
        assert not Commitment.objects.filter(unit=amina_unit).exists()
        cursor.execute("select current_setting('commonweal.scope', true)")
        assert cursor.fetchone() == (str(carla_unit.pk),)
        cursor.execute("select set_config('commonweal.scope', '*', true)")
    assert money(amina_unit) == (635_00, 0, 635_00)
    assert money(carla_unit) == (300_00, 0, 300_00)
    assert Letter.objects.filter(kind="transfer_accepted").count() == 1


def test_a_batch_costs_as_many_statements_as_one(amina, amina_unit, carla_unit, by, at):
    earn(amina_unit)
    one, *many = [propose(amina_unit, carla_unit, amina, 1_00) for _each in range(30)]
    counts = [
        statements(lambda batch=batch: activities.accept_transfers(transfers=batch, by=by, at=at))
        for batch in ([one], many)
    ]
    assert counts[0] == counts[1]
    assert money(carla_unit) == (30_00, 0, 30_00)
    assert intact()
