"""What is declared of pay, held against the books."""

from dataclasses import replace
from datetime import date

import pytest

from commonweal.kernel.refusals import Refusal
from commonweal.payroll import actions, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.declarations import belcotax, dmfa
from commonweal.payroll.tests import pay

APRIL = date(2026, 4, 1)
UNIT = "2000000042"


@pytest.fixture
def contracts(amina, bram, amina_unit, by):
    """Amina works twice in May and once in June, Bram, an artist, in May."""
    (first,) = pay.plan(amina_unit, amina, by=by, gross_cents=70_001, days=5)
    (artist,) = pay.plan(amina_unit, bram, by=by, gross_cents=90_000, days=4)
    more = pay.copies(first, 2)
    for each, month in zip(more, (5, 6), strict=True):
        each.starts_on, each.ends_on = date(2026, month, 18), date(2026, month, 22)
    return [first, *more, artist]


@pytest.fixture
def inputs(contracts):
    """With a day of Amina as a student, within the quota, and double holiday pay."""
    known = pay.inputs(contracts)
    again = pay.inputs(pay.copies(contracts[0], 2))
    student = replace(
        again[0], worker_status="student", gross_cents=15_000, minutes=480,
        student_minutes_left=300,
    )  # fmt: skip
    holiday = replace(again[1], kind="double_holiday", gross_cents=40_000)
    return [*known, student, holiday]


@pytest.fixture
def later(at):
    """When the quarter is over."""
    return at.replace(month=7)


@pytest.fixture
def closed(inputs, by, at, later):
    slips = actions.run(contracts=inputs, by=by, at=at)
    actions.close_quarter(quarter_start=APRIL, by=by, at=later)
    return slips


def declared():
    return queries.dmfa_of(quarter=APRIL, local_unit=UNIT)


def test_the_dmfa_of_a_closed_quarter_is_what_the_books_owe(closed):
    found = declared()
    assert found.check.agrees
    assert found.check.declared_cents == found.declared_cents + found.yearly_cents > 0


def test_before_it_is_closed_the_difference_is_in_sight(inputs, by, at):
    actions.run(contracts=inputs, by=by, at=at)
    assert not declared().check.agrees


def test_a_corrected_payslip_counts_once(closed, inputs, by, later):
    less = replace(inputs[3], gross_cents=80_000)
    actions.correct(corrections=[Correction(closed[3].pk, less)], by=by, at=later)
    actions.close_quarter(quarter_start=APRIL, by=by, at=later)
    assert declared().check.agrees


def test_a_person_has_a_record_for_each_worker_code(closed, amina, bram):
    people = {each.reference: each for each in declared().persons}
    codes = [record.worker_code for record in people[str(amina.pk)].records]
    assert codes == ["495", "841"]
    (artist,) = people[str(bram.pk)].records
    (work,) = artist.occupations
    assert (artist.worker_code, work.status) == ("046", "A1")
    assert [(pay.code, pay.cents) for pay in work.remunerations] == [("001", 90_000)]
    assert {each.code for each in work.deductions} == {"4300"}


def test_a_student_is_declared_within_and_outside_the_quota(closed, amina):
    person = next(each for each in declared().persons if each.reference == str(amina.pk))
    student = person.records[1].student
    assert (student.pay_cents, student.contribution_cents, student.hours) == (9_375, 762, 5)
    wages = [pay.cents for work in person.records[0].occupations for pay in work.remunerations]
    assert sorted(wages) == [15_000 - 9_375, 210_003]


def test_double_holiday_pay_stands_apart(closed):
    (holiday,) = declared().unrelated
    assert (holiday.code, holiday.basis_cents, holiday.cents) == ("870", 40_000, 4_830)


def test_the_file_of_the_dmfa_adds_up_to_the_data(closed, later):
    xml = queries.dmfa_file(quarter=APRIL, noss_number="123456789", local_unit=UNIT, at=later)
    totals = dmfa.control(xml)
    assert dmfa.faults(xml) == ()
    assert totals.agrees
    assert totals.net_cents == declared().declared_cents


def test_a_file_without_our_numbers_is_refused(closed, later):
    with pytest.raises(Refusal, match="NOSSRegistrationNbr"):
        queries.dmfa_file(quarter=APRIL, noss_number="", local_unit=UNIT, at=later)


def test_the_sheets_of_a_year_are_those_of_the_books(closed):
    found = queries.tax_year(year=2026)
    assert [check.agrees for check in found.checks] == [True, True, True]
    assert found.agrees


def test_a_sheet_says_what_was_paid_and_kept(closed, amina):
    (sheet,) = (
        each
        for each in queries.tax_year(year=2026).sheets
        if each.person.reference == str(amina.pk)
    )
    rows = queries.own_regularisations(member_id=amina.pk)
    slips = [slip for slip in closed if slip.member_id == amina.pk]
    assert sheet.withholding_cents == sum(e.withholding_cents for e in [*slips, *rows])
    assert sheet.double_holiday_cents == 40_000 - 4_830
    assert sheet.student_cents > 0
    assert sheet.work_bonus_cents > 0
    assert (sheet.starts_on, sheet.ends_on) == (date(2026, 5, 11), date(2026, 6, 22))


def test_the_belcotax_file_adds_up_to_the_sheets(closed, later):
    xml = queries.belcotax_file(year=2026, at=later)
    totals = belcotax.control(xml)
    assert belcotax.faults(xml) == ()
    assert totals.agrees
    sheets = queries.tax_year(year=2026).sheets
    assert totals.cents("28110", 2074) == sum(each.withholding_cents for each in sheets)


def test_a_year_without_pay_has_no_sheet(entity):
    assert queries.tax_year(year=2026).sheets == ()
