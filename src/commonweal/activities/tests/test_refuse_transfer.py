"""activities.refuse_transfer: the receiver says no, and the giver can spend again."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.cast import actor

from commonweal.activities import actions as activities
from commonweal.activities.models import Commitment
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import money, propose
from commonweal.kernel.models import Event
from commonweal.letters.models import Letter


@pytest.fixture
def transfer(amina, amina_unit, carla_unit):
    """Amina offers Carla 300.00 of her 935.00."""
    earn(amina_unit)
    return propose(amina_unit, carla_unit, amina)


def refuse(transfer, member, at, reason="It was a gift already"):
    return activities.refuse_transfer(transfer=transfer, reason=reason, by=actor(member), at=at)


def test_nothing_moves_and_the_reservation_ends(transfer, amina, carla, amina_unit, carla_unit, at):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(carla_unit.pk)])
        refused = refuse(transfer, carla, at, " It was  a gift already ")
        cursor.execute("select set_config('commonweal.scope', '*', true)")
    assert (refused.state, refused.answer) == ("refused", "It was a gift already")
    assert money(amina_unit) == (935_00, 0, 935_00)
    assert money(carla_unit) == (0, 0, 0)
    letter = Letter.objects.get(kind="transfer_refused")
    assert letter.to == amina.email
    assert "It was a gift already" in letter.body
    assert Event.objects.get(verb="activities.give_reason").data == {
        "reason": "It was a gift already"
    }


def test_it_needs_a_reason(transfer, carla, at):
    with pytest.raises(activities.NoReason):
        refuse(transfer, carla, at, " ")
    assert Commitment.objects.filter(origin=transfer.ref).exists()


def test_it_refuses_a_second_answer_and_one_too_late(transfer, carla, at):
    with pytest.raises(activities.TransferExpired):
        refuse(transfer, carla, at + timedelta(days=15))
    refuse(transfer, carla, at)
    with pytest.raises(activities.AlreadyAnswered):
        refuse(transfer, carla, at)
