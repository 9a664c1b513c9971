"""An activity says “good to pay”."""

from dataclasses import replace

import pytest
from django.db import connection
from tests.cast import TODAY

from commonweal.activities import queries as activities
from commonweal.kernel.actions import found_sister
from commonweal.purchases import actions
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import (
    US,
    at_unit,
    credit_note,
    document,
    filled,
    item,
    received,
)

State = Purchase.State


def test_its_cost_is_kept_aside_until_the_desk_books_it(amina_unit, by, at):
    filled(amina_unit, 500_00, by)
    purchase = at_unit(amina_unit, document(), by)
    (found,) = actions.approve(purchases=[purchase], account="614", by=by, at=at)
    assert (found.state, found.account, found.approved_by_name) == (
        State.APPROVED, "614", "Dirk Maes",
    )  # fmt: skip
    assert activities.spendable(units=[amina_unit.pk], on=TODAY) == {amina_unit.pk: 400_00}


def test_a_budget_that_is_too_small_says_so_and_changes_nothing(amina_unit, by, at):
    filled(amina_unit, 99_99, by)
    purchase = at_unit(amina_unit, document(), by)
    with pytest.raises(actions.NotCovered) as refused:
        actions.approve(purchases=[purchase], account="614", by=by, at=at)
    assert str(refused.value) == (
        "Wait until the budget is there, or let the desk give it to another activity: 100.00 euro "
        "is asked and “3in1 Amina Benali” has 99.99 euro left."
    )
    purchase.refresh_from_db()
    assert purchase.state == State.DRAFT


def test_a_credit_note_keeps_nothing_aside(amina_unit, by, at):
    purchase = at_unit(amina_unit, credit_note(), by)
    actions.approve(purchases=[purchase], account="614", by=by, at=at)
    assert activities.spendable(units=[amina_unit.pk], on=TODAY) == {amina_unit.pk: 0}


def test_an_account_that_is_no_cost_of_an_activity_is_refused(amina_unit, by, at):
    purchase = at_unit(amina_unit, document(), by)
    for account in ("550", "2400", "", "614 "):
        with pytest.raises(actions.NotACost):
            actions.approve(purchases=[purchase], account=account, by=by, at=at)


def test_another_currency_is_kept_and_cannot_be_paid(amina_unit, by, at):
    pounds = document().replace(b"EUR", b"GBP")
    purchase = at_unit(amina_unit, pounds, by)
    with pytest.raises(actions.OtherCurrency, match="for an invoice in EUR.*is in GBP"):
        actions.approve(purchases=[purchase], account="614", by=by, at=at)


def test_what_is_addressed_to_somebody_else_cannot_be_paid(amina_unit, by, at):
    other = replace(US, enterprise_number="0403019261", vat_number="BE0403019261", name="Ander bv")
    purchase = at_unit(amina_unit, document(buyer=other), by)
    with pytest.raises(actions.NotForUs, match="is addressed to “Ander bv”"):
        actions.approve(purchases=[purchase], account="614", by=by, at=at)


def test_an_activity_pays_what_its_own_legal_entity_owes(amina_unit, by, at):
    filled(amina_unit, 500_00, by)
    school = found_sister(name="School cv", enterprise_number="0403019261", series="SC")
    to_school = replace(US, enterprise_number="0403019261", vat_number="BE0403019261")
    purchase = at_unit(amina_unit, document(buyer=to_school), by)
    with pytest.raises(actions.OtherEntity, match="an activity of School cv"):
        actions.approve(purchases=[purchase], account="614", by=by, at=at)
    amina_unit.entity = school
    amina_unit.save()
    (found,) = actions.approve(purchases=[purchase], account="614", by=by, at=at)
    assert found.state == State.APPROVED


def test_a_second_time_is_refused(amina_unit, by, at):
    filled(amina_unit, 500_00, by)
    purchase = at_unit(amina_unit, document(), by)
    actions.approve(purchases=[purchase], account="614", by=by, at=at)
    with pytest.raises(actions.NotWaiting, match="is Good to pay"):
        actions.approve(purchases=[purchase], account="614", by=by, at=at)


def test_what_is_at_the_desk_is_nobodys_to_approve(entity, by, at):
    purchase = received(document(item(5_00)), by).purchase
    with pytest.raises(actions.NotWaiting, match="is At the desk"):
        actions.approve(purchases=[purchase], account="614", by=by, at=at)


def test_what_was_given_to_another_activity_meanwhile_is_that_ones_to_approve(
    amina_unit, carla_unit, by, at
):
    filled(carla_unit, 500_00, by)
    seen = at_unit(amina_unit, document(), by)
    actions.assign(purchases=[seen], unit=carla_unit, by=by, at=at)
    with pytest.raises(actions.Moved, match="P2026-31 was given to somebody else"):
        actions.approve(purchases=[seen], account="614", by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
        with pytest.raises(actions.Moved):
            actions.approve(purchases=[seen], account="614", by=by, at=at)
        cursor.execute("select set_config('commonweal.scope', '*', true)")
    assert Purchase.objects.get().state == State.DRAFT
