"""What the people of one unit see of money between budgets, and of the other side."""

import pytest
from django.db import connection
from tests.cast import TODAY, actor, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import InternalInvoice, Mandate, Transfer
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import invoice, propose


@pytest.fixture
def busy(amina, carla, amina_unit, carla_unit):
    """Amina offers Carla 300.00 and asks her 50.00; Carla asks Amina 20.00."""
    earn(amina_unit)
    return (
        propose(amina_unit, carla_unit, amina),
        invoice(amina_unit, carla_unit, amina, 50_00),
        invoice(carla_unit, amina_unit, carla, 20_00),
    )


def listed(unit, **narrow):
    rows = queries.deals(unit=unit.pk, **narrow)
    return [
        (each.ref, each.signed_cents(unit.pk), each.waits_for(unit.pk), each.label)
        for each in map(queries.deal, rows)
    ]


def test_a_unit_sees_what_it_gives_and_gets_with_whose_turn_it_is(busy, amina_unit):
    transfer, mine, theirs = busy
    waiting = "Waiting for “good to pay”"
    assert sorted(listed(amina_unit)) == [
        (mine.ref, 50_00, False, waiting),
        (theirs.ref, -20_00, True, waiting),
        (transfer.ref, -300_00, False, "Waiting for the receiver"),
    ]
    assert [ref for ref, *_rest in listed(amina_unit, kind="transfer")] == [transfer.ref]
    assert len(listed(amina_unit, kind="invoice", stage="waiting")) == 2
    assert listed(amina_unit, stage="done") == []


def test_what_waits_for_a_unit_is_told_and_a_paper_that_came_back_waits_for_its_seller(
    busy, carla, amina_unit, carla_unit, at
):
    transfer, mine, theirs = busy
    assert {each.ref for each in queries.to_answer(units=[carla_unit.pk])} == {
        mine.ref,
        transfer.ref,
    }
    activities.dispute_internal_invoice(invoice=mine, reason="No", by=actor(carla), at=at)
    assert {each.ref for each in queries.to_answer(units=[amina_unit.pk])} == {
        mine.ref,
        theirs.ref,
    }


def test_a_stranger_sees_nothing_of_it(busy, bram):
    other = make_unit(bram)
    assert listed(other) == []
    with pytest.raises(Transfer.DoesNotExist):
        queries.get_transfer(unit=other.pk, id=busy[0].pk)
    with pytest.raises(InternalInvoice.DoesNotExist):
        queries.get_internal_invoice(unit=other.pk, number=busy[1].number)


def test_what_an_adviser_refused_never_existed_for_the_other_side(
    amina, amina_unit, carla_unit, by, at
):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina, checking=True)
    sent = invoice(amina_unit, carla_unit, amina, checking=True)
    assert listed(carla_unit) == []
    activities.withdraw_transfer(transfer=transfer, reason="Not now", by=by, at=at)
    activities.withdraw_internal_invoice(invoice=sent, reason="Not now", by=by, at=at)
    assert listed(carla_unit) == []
    assert len(listed(amina_unit, stage="ended")) == 2


def test_a_receiver_is_found_by_the_exact_address_or_the_number(
    amina, amina_unit, carla, carla_unit
):
    found = {carla_unit.pk: carla_unit.name}
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
    for text in (" carla@example.org", "Carla@Example.org", f"{carla_unit.pk}"):
        assert queries.receivers(text=text, on=TODAY) == found
    for text in ("", "carla", "carla@example", "@", "999999999", "9" * 30):
        assert queries.receivers(text=text, on=TODAY) == {}
    assert queries.receivers(text=carla.email, on=TODAY, without=[carla_unit.pk]) == {}


def test_of_a_member_only_the_open_units_that_they_spend_for_are_named(
    amina, carla, amina_unit, carla_unit
):
    Mandate.objects.create(unit=amina_unit, member=carla, role="reader")
    closed = make_unit(carla, "activity", "Closed")
    closed.closed_on = TODAY
    closed.save()
    assert queries.receivers(text=carla.email, on=TODAY) == {carla_unit.pk: carla_unit.name}
