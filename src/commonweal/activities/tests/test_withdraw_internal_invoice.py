"""activities.withdraw_internal_invoice: the seller takes it back; the number stays taken."""

import pytest
from tests.cast import actor

from commonweal.activities import actions as activities
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import invoice
from commonweal.letters.models import Letter


def withdraw(sent, member, at):
    return activities.withdraw_internal_invoice(invoice=sent, by=actor(member), at=at)


def test_the_buyer_hears_of_it_and_the_number_stays(amina, carla, amina_unit, carla_unit, at):
    sent = invoice(amina_unit, carla_unit, amina)
    assert withdraw(sent, amina, at).state == "withdrawn"
    assert Letter.objects.get(kind="internal_invoice_withdrawn").to == carla.email
    assert invoice(amina_unit, carla_unit, amina).number == "I2026-000002"


def test_what_is_paid_stays_paid(amina, carla, amina_unit, carla_unit, at):
    earn(carla_unit)
    sent = invoice(amina_unit, carla_unit, amina)
    activities.approve_internal_invoices(invoices=[sent], by=actor(carla), at=at)
    with pytest.raises(activities.AlreadyAnswered):
        withdraw(sent, amina, at)


def test_what_an_adviser_refused_is_told_to_nobody_else(amina, amina_unit, carla_unit, by, at):
    sent = invoice(amina_unit, carla_unit, amina, checking=True)
    taken = activities.withdraw_internal_invoice(invoice=sent, reason="No work", by=by, at=at)
    assert (taken.state, taken.answer) == ("withdrawn", "No work")
    assert not Letter.objects.exists()
