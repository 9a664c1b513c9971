"""activities.dispute_internal_invoice: the buyer sends it back with the reason."""

import pytest
from tests.cast import actor

from commonweal.activities import actions as activities
from commonweal.activities.tests.deals import invoice, money
from commonweal.letters.models import Letter


def test_it_goes_back_to_its_seller(amina, carla, amina_unit, carla_unit, at):
    back = activities.dispute_internal_invoice(
        invoice=invoice(amina_unit, carla_unit, amina), reason="Two posters, not three",
        by=actor(carla), at=at,
    )  # fmt: skip
    assert (back.state, back.answer) == ("disputed", "Two posters, not three")
    letter = Letter.objects.get(kind="internal_invoice_disputed")
    assert letter.to == amina.email
    assert "Two posters, not three" in letter.body
    assert money(carla_unit) == (0, 0, 0)


def test_it_needs_a_reason_and_an_invoice_that_waits(amina, carla, amina_unit, carla_unit, at):
    sent = invoice(amina_unit, carla_unit, amina)
    with pytest.raises(activities.NoReason):
        activities.dispute_internal_invoice(invoice=sent, reason="", by=actor(carla), at=at)
    activities.withdraw_internal_invoice(invoice=sent, by=actor(amina), at=at)
    with pytest.raises(activities.AlreadyAnswered):
        activities.dispute_internal_invoice(invoice=sent, reason="x", by=actor(carla), at=at)
