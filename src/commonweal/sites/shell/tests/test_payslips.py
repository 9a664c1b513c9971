"""How payslips of every kind are drawn: lines that add up, words for each, no empty section."""

from dataclasses import replace

import pytest

from commonweal.payroll import actions, queries, values
from commonweal.payroll.tests import pay
from commonweal.sites.shell import payslips

pytestmark = pytest.mark.django_db

KINDS = {
    "a wage with tax": {"gross_cents": 400_000},
    "a student within the quota": {"worker_status": "student"},
    "a student beyond it": {"worker_status": "student", "student_minutes_left": 240},
    "half a month": {"kind": "fortnight", "gross_cents": 200_000},
    "a premium": {"kind": "year_end_premium", "gross_cents": 200_000},
    "double holiday pay": {"kind": "double_holiday", "gross_cents": 200_000},
    "a fixed rate": {"flat_rate": "artist_interim", "gross_cents": 100_000},
    "more tax by choice": {"withholding_bp": 2_500, "extra_withholding_cents": 1_000},
    "dependants": {"gross_cents": 400_000, "dependants": 1, "is_disabled": True},
}


@pytest.fixture
def slip(amina, amina_unit, by, at):
    def make(**changes):
        contracts = pay.plan(amina_unit, amina, by=by)
        (asked,) = pay.inputs(contracts)
        (made,) = actions.run(contracts=[replace(asked, **changes)], by=by, at=at)
        return queries.get(id=made.pk)

    return make


@pytest.mark.parametrize("changes", KINDS.values(), ids=KINDS)
def test_what_is_taken_off_and_added_leads_from_gross_to_net(slip, changes):
    made = slip(**changes)
    lines = payslips.wage_lines(queries.rows(payslip=made), made.net_cents)
    assert (lines[0].kind, lines[0].cents) == ("start", made.gross_cents)
    assert (lines[-1].kind, lines[-1].cents) == ("total", made.net_cents)
    assert sum(line.cents for line in lines[:-1]) == made.net_cents
    assert all(line.label and line.reason for line in lines[:-1])


@pytest.mark.parametrize("changes", KINDS.values(), ids=KINDS)
def test_every_other_line_stands_in_one_section_and_no_section_is_empty(slip, changes):
    rows = queries.rows(payslip=slip(**changes))
    sections = payslips.sections(rows)
    assert all(lines for _title, lines in sections)
    placed = [row.code for _title, lines in sections for row in lines]
    assert sorted(placed) == sorted(r.code for r in rows if r.part != "pay" and r.code != "net")


def test_what_is_particular_of_a_pay_is_said_in_words(slip):
    made = slip(
        kind="fortnight", student_minutes_left=456, is_disabled=True, flat_rate="artist_interim",
        extra_withholding_cents=1_250, dependants=2,
    )  # fmt: skip
    found = dict(payslips.particulars(made))
    assert len(found) == 6
    assert {"7:36", "2"} <= set(found.values())


def test_an_ordinary_pay_has_no_particulars(slip):
    assert payslips.particulars(slip()) == []


def test_every_term_that_a_payslip_may_keep_has_a_label():
    assert set(payslips.TERMS) == set(values.TERMS)
