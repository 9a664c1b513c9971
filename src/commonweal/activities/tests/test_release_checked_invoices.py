"""activities.release_checked_invoices: an adviser looked, and the buyer is asked."""

import pytest

from commonweal.activities import actions as activities
from commonweal.activities.tests.deals import invoice
from commonweal.letters.models import Letter


def test_the_buyer_is_asked_now(amina, carla, amina_unit, carla_unit, by, at):
    sent = invoice(amina_unit, carla_unit, amina, checking=True)
    (released,) = activities.release_checked_invoices(invoices=[sent], by=by, at=at)
    assert released.state == "sent"
    assert Letter.objects.get(kind="internal_invoice_sent").to == carla.email


def test_it_refuses_what_waits_for_no_adviser(amina, amina_unit, carla_unit, by, at):
    sent = invoice(amina_unit, carla_unit, amina)
    with pytest.raises(activities.AlreadyAnswered):
        activities.release_checked_invoices(invoices=[sent], by=by, at=at)
