"""An activity gives a purchase back to the desk."""

import pytest
from django.db import connection
from tests.cast import TODAY, actor

from commonweal.activities import queries as activities
from commonweal.purchases import actions, queries
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import at_unit, document, filled, received


def test_it_is_at_the_desk_again_with_the_reason(amina, amina_unit, by, at):
    purchase = at_unit(amina_unit, document(), by)
    found = actions.hand_back(purchase=purchase, reason=" Not  mine ", by=actor(amina), at=at)
    assert (found.state, found.unit, found.reason) == (Purchase.State.INBOX, None, "Not mine")
    assert found.why == "Amina Benali handed it back"


def test_a_member_hands_back_what_the_own_scope_will_not_see_any_more(amina, amina_unit, by, at):
    purchase = at_unit(amina_unit, document(), by)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
        actions.hand_back(purchase=purchase, reason="Not mine", by=actor(amina), at=at)
        assert not queries.purchases().exists()
        cursor.execute("select set_config('commonweal.scope', '*', true)")
    assert [one.reason for one in queries.at_desk()] == ["Not mine"]


def test_what_was_kept_aside_is_free_again(amina_unit, by, at):
    filled(amina_unit, 500_00, by)
    purchase = at_unit(amina_unit, document(), by)
    (approved,) = actions.approve(purchases=[purchase], account="614", by=by, at=at)
    actions.hand_back(purchase=approved, reason="Not delivered", by=by, at=at)
    assert activities.spendable(units=[amina_unit.pk], on=TODAY) == {amina_unit.pk: 500_00}


def test_it_asks_why(amina_unit, by, at):
    purchase = at_unit(amina_unit, document(), by)
    with pytest.raises(actions.NoReason):
        actions.hand_back(purchase=purchase, reason=" ", by=by, at=at)


def test_what_is_at_the_desk_is_not_handed_back(entity, by, at):
    purchase = received(document(), by).purchase
    with pytest.raises(actions.NotWaiting, match="is At the desk"):
        actions.hand_back(purchase=purchase, reason="Why not", by=by, at=at)
