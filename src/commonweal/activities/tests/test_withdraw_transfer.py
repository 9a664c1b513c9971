"""activities.withdraw_transfer: the giver takes a proposal back."""

import pytest
from tests.cast import actor

from commonweal.activities import actions as activities
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import money, propose
from commonweal.letters.models import Letter


def withdraw(transfer, member, at):
    return activities.withdraw_transfer(transfer=transfer, by=actor(member), at=at)


def test_the_budget_is_free_again_and_the_receiver_hears_of_it(
    amina, carla, amina_unit, carla_unit, at
):
    earn(amina_unit)
    taken_back = withdraw(propose(amina_unit, carla_unit, amina), amina, at)
    assert taken_back.state == "withdrawn"
    assert money(amina_unit) == (935_00, 0, 935_00)
    assert Letter.objects.get(kind="transfer_withdrawn").to == carla.email


def test_a_receiver_who_was_never_asked_hears_nothing(amina, amina_unit, carla_unit, at):
    earn(amina_unit)
    withdraw(propose(amina_unit, carla_unit, amina, checking=True), amina, at)
    assert money(amina_unit) == (935_00, 0, 935_00)
    assert not Letter.objects.exists()


def test_what_was_accepted_stays(amina, carla, amina_unit, carla_unit, at):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    activities.accept_transfers(transfers=[transfer], by=actor(carla), at=at)
    with pytest.raises(activities.AlreadyAnswered):
        withdraw(transfer, amina, at)
    assert money(carla_unit) == (300_00, 0, 300_00)
