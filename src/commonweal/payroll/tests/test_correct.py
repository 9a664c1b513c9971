"""Correcting a payslip: taken back and posted anew, today, under the same item."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.tests import pay


@pytest.fixture
def wrong(amina, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, by=by)
    (slip,) = actions.run(contracts=pay.inputs(contracts), by=by, at=at)
    return slip, pay.inputs(contracts)[0]


def correct(slip, contract, by, at):
    (new,) = actions.correct(corrections=[Correction(slip.pk, contract)], by=by, at=at)
    return new


def test_the_unit_bears_only_the_new_pay(wrong, amina_unit, by, at):
    slip, contract = wrong
    new = correct(slip, replace(contract, gross_cents=30_000), by, at)
    assert new.corrects_id == slip.pk
    assert books.budget(unit=amina_unit.pk) == -new.work_budget_cents


def test_the_books_name_what_they_correct_and_its_month(wrong, by, at):
    slip, contract = wrong
    new = correct(slip, replace(contract, gross_cents=30_000), by, at + timedelta(days=40))
    ((first, _),) = books.entries_by_key(keys=[slip.ref]).values()
    found = books.entries_by_key(keys=[f"reverse:{first}", new.ref])
    entries = [entry for entry, _ in books.entries_with_lines(ids=[id for id, _ in found.values()])]
    assert [entry.corrects for entry in entries] == [first, first]
    assert all("2026-05" in entry.text for entry in entries)
    assert {entry.on for entry in entries} == {(at + timedelta(days=40)).date()}


def pay_out(slip, by, at):
    """Pay a wage as a payment file does."""
    paid = [
        ledger.Line("455", slip.net_cents, item=slip.item),
        ledger.Line("5509", -slip.net_cents),
    ]
    entry = ledger.Entry("orders", at.date(), "wages", f"paid {slip}", "payment:1", paid)
    ledger.post(entries=[entry], by=by, at=at)


def test_only_the_difference_stays_to_be_paid(wrong, by, at):
    slip, contract = wrong
    pay_out(slip, by, at)
    new = correct(slip, replace(contract, gross_cents=30_000), by, at)
    (payable,) = queries.payable(due_by=new.due_on)
    assert payable.item == slip.item
    assert payable.cents == new.net_cents - slip.net_cents


def test_a_second_correction_keeps_the_first_item(wrong, by, at):
    slip, contract = wrong
    second = correct(slip, replace(contract, gross_cents=30_000), by, at)
    third = correct(second, replace(contract, gross_cents=25_000), by, at)
    assert third.item == slip.item
    assert books.open_amount(account="455", item=slip.item) == -third.net_cents
    assert queries.of_contracts(contracts=[slip.contract_id]) == {slip.contract_id: third}


def test_it_refuses_to_correct_what_was_corrected(wrong, by, at):
    slip, contract = wrong
    correct(slip, replace(contract, gross_cents=30_000), by, at)
    with pytest.raises(actions.AlreadyCorrected, match="newest"):
        correct(slip, contract, by, at)


def test_a_correction_that_cannot_be_computed_takes_nothing_back(wrong, amina_unit, by, at):
    slip, contract = wrong
    with pytest.raises(actions.NotComputable):
        correct(slip, replace(contract, gross_cents=0), by, at)
    assert books.budget(unit=amina_unit.pk) == -slip.work_budget_cents


def test_it_refuses_the_pay_of_another_contract_or_worker(wrong, bram, by, at):
    slip, contract = wrong
    for other in (replace(contract, member_id=bram.pk), replace(contract, contract_id=-1)):
        with pytest.raises(actions.OtherPay, match="its own contract and worker"):
            correct(slip, other, by, at)


def test_what_a_correction_adds_goes_to_what_the_worker_owes(wrong, by, at):
    """The month took the work bonus back, and its wages were paid by then."""
    later, again = at.replace(month=6), pay.inputs(pay.copies(wrong[0].contract, 2))
    cents = (12_500, 60_000)
    pays = [replace(each, gross_cents=c) for each, c in zip(again, cents, strict=True)]
    slips = [*actions.run(contracts=pays, by=by, at=at), wrong[0]]
    for each in slips:
        pay_out(each, by, at)
    (row,) = actions.regularise(month=date(2026, 5, 1), by=by, at=later)
    assert books.open_amount(account="455", item=row.item) == -row.net_cents > 0
    new = correct(slips[0], replace(pays[0], gross_cents=30_000), by, later)
    assert books.open_amount(account="455", item=row.item) == 0
    (payable,) = queries.payable(due_by=new.due_on)
    assert payable.cents == new.net_cents - slips[0].net_cents + row.net_cents


def test_what_was_paid_too_much_is_taken_from_the_same_month_only(wrong, by, at):
    slip, contract = wrong
    again = pay.inputs(pay.copies(slip.contract, 2))
    in_june = replace(again[1], starts_on=date(2026, 6, 3), ends_on=date(2026, 6, 3))
    pay_out(slip, by, at)
    (may, june) = actions.run(contracts=[again[0], in_june], by=by, at=at)
    new = correct(slip, replace(contract, gross_cents=15_000), by, at)
    too_much = slip.net_cents - new.net_cents
    assert books.open_amount(account="455", item=slip.item) == 0
    assert books.open_amount(account="455", item=may.item) == too_much - may.net_cents
    assert books.open_amount(account="455", item=june.item) == -june.net_cents
