"""The desk writes a purchase in the books."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import TODAY

from commonweal.activities import queries as activities
from commonweal.einvoice.values import Vat
from commonweal.kernel.models import LegalEntity
from commonweal.ledger import queries as ledger
from commonweal.ledger.actions import open_books
from commonweal.purchases import actions, queries
from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import (
    AMERICAN,
    DUTCH,
    PRINTER,
    US,
    at_unit,
    broken,
    credit_note,
    document,
    filled,
    item,
    received,
)
from commonweal.purchases.treatments import Row, Treatment, outcome

State = Purchase.State


def booked(unit, content, by, at, **words):
    """One that was good to pay, in the books: its lines by account."""
    purchase = at_unit(unit, content, by)
    if purchase.sign > 0:
        actions.approve(purchases=[purchase], account="614", by=by, at=at)
    (found,) = actions.book(purchases=[purchase], account="614", by=by, at=at, **words)
    return found, sides(found)


def sides(purchase):
    entry, lines = ledger.get_entry(id=purchase.entry_id)
    assert (entry.journal.code, entry.key, entry.on) == ("purchases", purchase.ref, TODAY)
    return {line.account.code: line.cents for line in lines}


@pytest.fixture
def unit(amina_unit, by):
    filled(amina_unit, 1000_00, by)
    return amina_unit


def test_the_supplier_is_owed_and_the_cost_leaves_the_budget(unit, by, at):
    found, lines = booked(unit, document(), by, at)
    assert lines == {"614": 100_00, "4110": 21_00, "440": -121_00}
    assert (found.state, found.booked_on) == (State.BOOKED, TODAY)
    assert activities.states(unit=unit.pk, on=TODAY).spendable == 900_00
    assert activities.states(unit=unit.pk, on=TODAY).reserved == 0
    (item_open,) = ledger.open_list(account="440")
    assert (item_open.item, item_open.cents) == (found.ref, -121_00)


def test_a_credit_note_gives_back_without_consent(unit, by, at):
    _found, lines = booked(unit, credit_note(), by, at)
    assert lines == {"614": -100_00, "4110": -21_00, "440": 121_00}
    assert activities.states(unit=unit.pk, on=TODAY).spendable == 1100_00


def test_a_credit_note_lowers_what_the_invoice_it_names_is_paid(unit, by, at):
    found, _lines = booked(unit, document(), by, at)
    booked(unit, credit_note(item(40_00)), by, at)
    (owed,) = queries.payable(due_by=date(2026, 12, 31))
    assert (owed.item, owed.cents) == (found.ref, 121_00 - 48_40)
    (item_open,) = ledger.open_list(account="440")
    assert item_open.cents == -72_60


def test_several_rates_stand_in_one_entry(unit, by, at):
    found, lines = booked(unit, document(item(100_00), item(50_00, rate_bp=600)), by, at)
    assert lines == {"614": 150_00, "4110": 24_00, "440": -174_00}
    assert [row.deducted_cents for row in queries.vat_rows(purchase=found)] == [21_00, 3_00]


def test_of_a_service_from_the_union_we_owe_and_deduct_the_vat(unit, by, at):
    found, lines = booked(unit, document(item(100_00, Vat.EU_SERVICE, 0), seller=DUTCH), by, at)
    assert lines == {"614": 100_00, "4110": 21_00, "4511": -21_00, "440": -100_00}
    (row,) = queries.vat_rows(purchase=found)
    assert (row.treatment, row.due_cents, row.deducted_cents) == ("eu_services", 21_00, 21_00)


def test_a_credit_note_from_the_union_takes_both_back(unit, by, at):
    content = credit_note(item(100_00, Vat.EU_GOODS, 0), seller=DUTCH, delivered_on=TODAY)
    _found, lines = booked(unit, content, by, at)
    assert lines == {"614": -100_00, "4110": -21_00, "4511": 21_00, "440": 100_00}


def test_of_belgian_building_work_we_owe_the_vat_at_its_own_rate(unit, by, at):
    content = document(item(100_00, Vat.REVERSE_CHARGE, 0))
    _found, lines = booked(unit, content, by, at, due_bp=600)
    assert lines == {"614": 100_00, "4110": 6_00, "4513": -6_00, "440": -100_00}


def test_of_a_service_from_outside_the_union_we_owe_the_vat(unit, by, at):
    content = document(item(100_00, Vat.OUTSIDE_SCOPE, 0), seller=AMERICAN)
    found = received(content, by).purchase
    (row,) = queries.vat_rows(purchase=found)
    assert row.treatment == Treatment.OUTSIDE_EU


def test_vat_of_another_country_is_cost(unit, by, at):
    _found, lines = booked(unit, document(item(100_00), seller=DUTCH), by, at)
    assert lines == {"614": 121_00, "440": -121_00}


def test_exempt_is_cost_alone(unit, by, at):
    _found, lines = booked(unit, document(item(100_00, Vat.EXEMPT, 0)), by, at)
    assert lines == {"614": 100_00, "440": -100_00}


def test_vat_that_is_not_deducted_is_cost(unit, by, at):
    found, lines = booked(unit, document(), by, at, deducted_bp=5000)
    assert lines == {"614": 110_50, "4110": 10_50, "440": -121_00}
    assert found.deducted_bp == 5000


def test_a_training_entity_deducts_nothing(unit, by, at):
    school = LegalEntity.objects.create(
        id=2, name="School vzw", enterprise_number="0403019261", series="S", vat_regime="training"
    )
    open_books(entity=2, by=by, at=at)
    unit.entity = school
    unit.save()
    to_school = replace(US, enterprise_number="0403019261", vat_number="BE0403019261")
    found, lines = booked(unit, document(buyer=to_school), by, at)
    assert lines == {"614": 121_00, "440": -121_00}
    entry, _lines = ledger.get_entry(id=found.entry_id)
    assert entry.journal.name == "2-purchases"


def test_an_invoice_to_a_sister_is_hers(entity, by):
    LegalEntity.objects.create(id=2, name="School vzw", enterprise_number="0403019261", series="S")
    school = replace(US, enterprise_number="0403019261", vat_number="BE0403019261")
    found = received(document(buyer=school), by).purchase
    assert (found.addressee, found.entity_id) == ("us", 2)


def test_what_was_paid_before_is_not_owed_again(unit, by, at):
    content = document().replace(
        b'<cbc:PayableAmount currencyID="EUR">121.00',
        b'<cbc:PrepaidAmount currencyID="EUR">20.97</cbc:PrepaidAmount>'
        b'<cbc:PayableRoundingAmount currencyID="EUR">-0.03</cbc:PayableRoundingAmount>'
        b'<cbc:PayableAmount currencyID="EUR">100.00',
    )
    _found, lines = booked(unit, content, by, at)
    assert lines == {"614": 99_97, "4110": 21_00, "406": -20_97, "440": -100_00}


def test_a_purchase_of_the_house_has_no_unit_and_needs_no_consent(entity, by, at):
    purchase = received(document(), by).purchase
    (found,) = actions.book(purchases=[purchase], account="2400", by=by, at=at)
    entry, lines = ledger.get_entry(id=found.entry_id)
    assert {(line.account.code, line.cents, line.unit) for line in lines} == {
        ("2400", 100_00, None), ("4110", 21_00, None), ("440", -121_00, None),
    }  # fmt: skip


def test_a_unit_says_good_to_pay_first(unit, by, at):
    purchase = at_unit(unit, document(), by)
    with pytest.raises(actions.NeedsConsent, match="3in1 Amina Benali.*says “good to pay”"):
        actions.book(purchases=[purchase], account="614", by=by, at=at)


def test_a_budget_that_cannot_bear_less_deduction_says_so(amina_unit, by, at):
    filled(amina_unit, 100_00, by)
    purchase = at_unit(amina_unit, document(), by)
    actions.approve(purchases=[purchase], account="614", by=by, at=at)
    with pytest.raises(actions.NotCovered, match="121.00 euro is asked and “3in1.*” has 100.00"):
        actions.book(purchases=[purchase], deducted_bp=0, by=by, at=at)
    purchase.refresh_from_db()
    assert (purchase.state, ledger.account_balance(account="440")) == (State.APPROVED, 0)


def test_many_are_booked_at_once_each_where_its_unit_said(unit, by, at):
    waiting = [
        at_unit(unit, document(number=f"P{n}"), by) for n in range(3)
    ]  # fmt: skip
    actions.approve(purchases=waiting[:2], account="604", by=by, at=at)
    actions.approve(purchases=waiting[2:], account="612", by=by, at=at)
    found = actions.book(purchases=list(queries.to_book()), by=by, at=at)
    assert [one.account for one in found] == ["604", "604", "612"]
    assert ledger.account_balance(account="440") == -363_00


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (broken(document()), actions.NotSound),
        (document().replace(b"EUR", b"GBP"), actions.OtherCurrency),
        (document(buyer=replace(PRINTER, name="Ander bv")), actions.NotForUs),
    ],
)
def test_what_can_never_be_paid_is_refused_with_the_remedy(entity, by, at, content, refusal):
    purchase = received(content, by).purchase
    with pytest.raises(refusal):
        actions.book(purchases=[purchase], account="614", by=by, at=at)


def test_a_second_time_is_refused(entity, by, at):
    purchase = received(document(), by).purchase
    actions.book(purchases=[purchase], account="614", by=by, at=at)
    with pytest.raises(actions.AlreadySettled):
        actions.book(purchases=[purchase], account="614", by=by, at=at)
    assert ledger.account_balance(account="440") == -121_00


def test_without_an_account_it_asks_what_was_bought(entity, by, at):
    purchase = received(document(), by).purchase
    with pytest.raises(actions.NotACost, match="Choose what was bought"):
        actions.book(purchases=[purchase], by=by, at=at)


def test_the_database_keeps_what_is_booked(entity, by, at):
    purchase = received(document(), by).purchase
    actions.book(purchases=[purchase], account="614", by=by, at=at)
    for statement in (
        "update purchases_purchase set gross_cents = 1",
        "delete from purchases_purchase",
    ):
        with (
            pytest.raises(IntegrityError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_return_reads_every_row_with_its_entry(unit, by, at):
    booked(unit, document(), by, at)
    credit, _lines = booked(unit, credit_note(item(10_00, Vat.EU_SERVICE, 0), seller=DUTCH), by, at)
    _first, second = queries.booked(start=date(2026, 5, 1), end=date(2026, 6, 1))
    assert (second.ref, second.entry_id, second.account) == (credit.ref, credit.entry_id, "614")
    assert second.rows == (queries.BookedVat(Treatment.EU_SERVICES, -10_00, 0, -2_10, -2_10),)
    assert queries.booked(start=date(2026, 6, 1), end=date(2026, 7, 1)) == []


cents = st.integers(-1_000_000, 10_000_000)
rows = st.lists(st.builds(Row, st.sampled_from(Treatment), cents, cents), max_size=6)


@settings(max_examples=500, deadline=None)
@given(rows, cents, cents, st.integers(0, 2100), st.integers(0, 10_000))
def test_whatever_the_paper_says_the_entry_balances(rows, prepaid, payable, due, deducted):
    found = outcome(
        rows, prepaid_cents=prepaid, payable_cents=payable, due_rate_bp=due, deducted_bp=deducted
    )
    debit = found.cost_cents + found.deducted_cents
    owed = found.due_union_cents + found.due_reverse_cents
    assert debit == owed + found.prepaid_cents + found.payable_cents
    assert found.deducted_cents == sum(one.deducted_cents for one in found.rows)
    if deducted == 10_000 and not any(row.treatment == Treatment.FOREIGN for row in rows):
        charged = sum(row.vat_cents for row in rows if row.treatment == Treatment.DEDUCTIBLE)
        assert found.cost_cents == prepaid + payable - charged
