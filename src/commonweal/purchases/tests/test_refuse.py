"""The desk refuses a purchase."""

import pytest
from tests.cast import TODAY

from commonweal.activities import queries as activities
from commonweal.kernel.queries import events
from commonweal.purchases import actions
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import at_unit, broken, document, filled, received


def test_it_is_kept_with_the_reason(entity, by, at):
    purchase = received(broken(document()), by).purchase
    found = actions.refuse(purchase=purchase, reason="Wrong total", by=by, at=at)
    assert (found.state, found.reason) == (Purchase.State.REFUSED, "Wrong total")
    verbs = [event.verb for event in events(of=[found.ref])]
    assert verbs == ["purchases.receive", "purchases.give_reason", "purchases.refuse"]


def test_what_was_kept_aside_is_free_again(amina_unit, by, at):
    filled(amina_unit, 500_00, by)
    purchase = at_unit(amina_unit, document(), by)
    actions.approve(purchases=[purchase], account="614", by=by, at=at)
    actions.refuse(purchase=purchase, reason="Never delivered", by=by, at=at)
    assert activities.spendable(units=[amina_unit.pk], on=TODAY) == {amina_unit.pk: 500_00}


def test_it_asks_why(entity, by, at):
    purchase = received(document(), by).purchase
    with pytest.raises(actions.NoReason):
        actions.refuse(purchase=purchase, reason="", by=by, at=at)


def test_what_is_booked_is_not_refused(entity, by, at):
    purchase = received(document(), by).purchase
    actions.book(purchases=[purchase], account="610", by=by, at=at)
    with pytest.raises(actions.AlreadySettled, match="is Booked"):
        actions.refuse(purchase=purchase, reason="Too late", by=by, at=at)
