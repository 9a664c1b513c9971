"""activities.resend_internal_invoice: other lines, the same number."""

import pytest
from tests.cast import actor

from commonweal.activities import actions as activities
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import invoice, money
from commonweal.kernel.models import Event
from commonweal.letters.models import Letter


@pytest.fixture
def back(amina, carla, amina_unit, carla_unit, at):
    """An invoice of 300.00 that Carla sent back."""
    return activities.dispute_internal_invoice(
        invoice=invoice(amina_unit, carla_unit, amina), reason="Too much", by=actor(carla), at=at
    )


def resend(back, member, at, **more):
    lines = [("Design", 250_00)]
    return activities.resend_internal_invoice(
        invoice=back, title="Poster", lines=lines, by=actor(member), at=at, **more
    )


def test_it_waits_again_and_remembers_what_it_asked(back, amina, carla, carla_unit, at):
    again = resend(back, amina, at)
    assert (again.number, again.state, again.cents, again.answer) == (
        "I2026-000001",
        "sent",
        250_00,
        "",
    )
    assert Event.objects.get(verb="activities.change_lines").data == {
        "title": "Poster for the spring",
        "lines": [["Design of the poster", 300_00]],
        "cents": 300_00,
    }
    assert Letter.objects.filter(kind="internal_invoice_sent", to=carla.email).count() == 2
    earn(carla_unit)
    activities.approve_internal_invoices(invoices=[again], by=actor(carla), at=at)
    assert money(carla_unit) == (685_00, 0, 685_00)


def test_it_may_wait_for_an_adviser_first(back, amina, at):
    assert resend(back, amina, at, checking=True).state == "checking"
    assert Letter.objects.filter(kind="internal_invoice_sent").count() == 1


def test_only_what_came_back_is_sent_again(back, amina, at):
    resend(back, amina, at)
    with pytest.raises(activities.AlreadyAnswered):
        resend(back, amina, at)


def test_it_refuses_what_is_incomplete(back, amina, at):
    with pytest.raises(activities.NoLines):
        activities.resend_internal_invoice(
            invoice=back, title="Poster", lines=[], by=actor(amina), at=at
        )
