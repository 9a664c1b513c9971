"""The desk gives a purchase to an activity."""

import pytest
from tests.cast import TODAY

from commonweal.activities import queries as activities
from commonweal.letters.models import Letter
from commonweal.purchases import actions
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import at_unit, broken, document, filled, received

State = Purchase.State


def test_it_waits_there_and_the_people_hear_it(amina_unit, by, at):
    purchase = received(document(), by).purchase
    (found,) = actions.assign(purchases=[purchase], unit=amina_unit, by=by, at=at)
    assert (found.state, found.unit) == (State.DRAFT, amina_unit)
    assert found.why == "Dirk Maes of the desk decided so"
    (letter,) = Letter.objects.filter(about=found.ref)
    assert letter.to == "amina@example.org"


def test_what_was_kept_aside_elsewhere_is_free_again(amina_unit, carla_unit, by, at):
    filled(amina_unit, 500_00, by)
    purchase = at_unit(amina_unit, document(), by)
    actions.approve(purchases=[purchase], account="614", by=by, at=at)
    assert activities.spendable(units=[amina_unit.pk], on=TODAY) == {amina_unit.pk: 400_00}
    (found,) = actions.assign(purchases=[purchase], unit=carla_unit, by=by, at=at)
    assert (found.unit, found.state, found.approved_at) == (carla_unit, State.DRAFT, None)
    assert activities.spendable(units=[amina_unit.pk], on=TODAY) == {amina_unit.pk: 500_00}


def test_what_breaks_the_rules_goes_nowhere(amina_unit, by, at):
    purchase = received(broken(document()), by).purchase
    with pytest.raises(actions.NotSound, match="Refuse it, and ask Drukkerij De Pers"):
        actions.assign(purchases=[purchase], unit=amina_unit, by=by, at=at)


def test_what_cannot_be_read_goes_nowhere(amina_unit, by, at):
    purchase = received(b"nothing", by).purchase
    with pytest.raises(actions.NotSound, match="invoice.xml breaks the rules or cannot be read"):
        actions.assign(purchases=[purchase], unit=amina_unit, by=by, at=at)


def test_a_closed_activity_takes_nothing(amina_unit, by, at):
    amina_unit.closed_on = TODAY
    amina_unit.save()
    purchase = received(document(), by).purchase
    with pytest.raises(actions.UnitClosed, match="Choose another activity"):
        actions.assign(purchases=[purchase], unit=amina_unit, by=by, at=at)


def test_what_is_refused_stays_refused(amina_unit, by, at):
    purchase = received(document(), by).purchase
    actions.refuse(purchase=purchase, reason="Not ordered", by=by, at=at)
    with pytest.raises(actions.AlreadySettled, match="is Refused"):
        actions.assign(purchases=[purchase], unit=amina_unit, by=by, at=at)
