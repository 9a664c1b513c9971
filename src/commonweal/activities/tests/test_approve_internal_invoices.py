"""activities.approve_internal_invoices: “good to pay”, and only then money moves."""

import pytest
from django.db import connection
from tests.cast import actor

from commonweal.activities import actions as activities
from commonweal.activities.models import InternalInvoice, Mandate
from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.deals import intact, invoice, money
from commonweal.ledger import queries as ledger
from commonweal.letters.models import Letter


@pytest.fixture
def sent(amina, amina_unit, carla_unit):
    """Amina asks Carla 300.00; Carla has 935.00."""
    earn(carla_unit)
    return invoice(amina_unit, carla_unit, amina)


def approve(sent, member, at):
    (paid,) = activities.approve_internal_invoices(invoices=[sent], by=actor(member), at=at)
    return paid


def test_it_moves_the_amount_without_vat_or_contribution(
    sent, amina, carla, amina_unit, carla_unit, at
):
    paid = approve(sent, carla, at)
    assert (paid.state, paid.answered_by_name) == ("paid", "Carla Lefèvre")
    assert money(carla_unit) == (635_00, 0, 635_00)
    assert money(amina_unit) == (300_00, 0, 300_00)
    ((_id, lines),) = ledger.entries_by_key(keys=[sent.ref]).values()
    assert [(line.account, line.cents, line.unit) for line in lines] == [
        ("4890", 300_00, carla_unit.pk),
        ("4890", -300_00, amina_unit.pk),
    ]
    assert intact()
    assert Letter.objects.get(kind="internal_invoice_paid").to == amina.email


def test_an_amount_that_was_changed_meanwhile_is_not_paid(sent, amina, carla, carla_unit, at):
    stale = InternalInvoice.objects.get(pk=sent.pk)
    activities.dispute_internal_invoice(invoice=sent, reason="Less", by=actor(carla), at=at)
    activities.resend_internal_invoice(
        invoice=sent, title="Poster", lines=[("Design", 900_00)], by=actor(amina), at=at
    )
    with pytest.raises(activities.AmountChanged, match=r"asks 900.00 now"):
        approve(stale, carla, at)
    assert money(carla_unit) == (935_00, 0, 935_00)


def test_it_waits_when_the_buyer_cannot_pay(sent, carla, carla_unit, at):
    promise(carla_unit, 700_00)
    with pytest.raises(activities.CannotPayYet, match=r"300.00 is asked and 235.00 can be spent"):
        approve(sent, carla, at)
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert money(carla_unit) == (935_00, 700_00, 235_00)


def test_it_is_paid_once(sent, carla, at):
    approve(sent, carla, at)
    with pytest.raises(activities.AlreadyAnswered, match="I2026-000001"):
        approve(sent, carla, at)


def test_who_sent_it_does_not_answer_it_where_somebody_else_can(sent, amina, carla_unit, at):
    Mandate.objects.create(unit=carla_unit, member=amina, role="co_manager")
    with pytest.raises(activities.MakerIsNotChecker, match="Ask Carla Lefèvre"):
        approve(sent, amina, at)


def test_who_alone_answers_for_both_moves_the_own_money(sent, amina, carla, carla_unit, at):
    Mandate.objects.filter(unit=carla_unit).update(member=amina)
    Mandate.objects.create(unit=carla_unit, member=carla, role="contributor")
    assert approve(sent, amina, at).state == "paid"


def test_a_narrow_connection_of_the_buyer_pays(sent, carla, amina_unit, carla_unit, at):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(carla_unit.pk)])
        approve(sent, carla, at)
        cursor.execute("select set_config('commonweal.scope', '*', true)")
    assert money(amina_unit) == (300_00, 0, 300_00)


def test_a_batch_is_paid_whole_or_not_at_all(sent, amina, amina_unit, carla_unit, by, at):
    other = invoice(amina_unit, carla_unit, amina, 635_01)
    with pytest.raises(activities.CannotPayYet):
        activities.approve_internal_invoices(invoices=[sent, other], by=by, at=at)
    assert money(carla_unit) == (935_00, 0, 935_00)
