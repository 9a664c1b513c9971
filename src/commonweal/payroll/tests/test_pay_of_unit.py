"""The own pay of a unit in a period: what a correction takes back counts on its own day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.tests import pay

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def corrected(amina, bram, amina_unit, by, at):
    """A wage of Amina and one of Bram in May; hers is corrected in June."""
    contracts = pay.plan(amina_unit, amina, bram, by=by)
    slip, _of_bram = actions.run(contracts=pay.inputs(contracts), by=by, at=at)
    right = replace(pay.inputs(contracts)[0], gross_cents=30_000)
    later = at + timedelta(days=40)
    (new,) = actions.correct(corrections=[Correction(slip.pk, right)], by=by, at=later)
    return slip, new


def asked(unit, member, start, end, on=MAY):
    return queries.pay_of_unit(unit=unit.pk, member_id=member.pk, start=start, end=end, on=on)


def test_each_month_counts_what_was_written_in_it(corrected, amina, amina_unit):
    slip, new = corrected
    assert asked(amina_unit, amina, MAY, JUNE).gross_cents == slip.gross_cents
    june = asked(amina_unit, amina, JUNE, JULY)
    assert june.gross_cents == new.gross_cents - slip.gross_cents
    whole = asked(amina_unit, amina, MAY, JULY)
    assert whole[1:] == (
        new.gross_cents,
        new.social_security_cents + new.special_cents,
        new.withholding_cents,
        new.net_cents,
    )
    assert whole.gross_cents - whole.social_cents - whole.withholding_cents == whole.net_cents


def test_gross_pay_of_all_is_the_gross_pay_in_the_books(corrected, amina, bram, amina_unit):
    both = sum(asked(amina_unit, one, MAY, JULY).gross_cents for one in (amina, bram))
    found = books.unit_months(units=[amina_unit.pk])
    assert both == -sum(row.cents for row in found if row.account == "6203")


def test_the_next_day_is_that_of_a_standing_wage(corrected, amina, amina_unit):
    _slip, new = corrected
    assert asked(amina_unit, amina, MAY, JULY).next_due == new.due_on
    later = asked(amina_unit, amina, MAY, JULY, on=new.due_on + timedelta(days=1))
    assert later.next_due is None


def test_it_is_one_question(corrected, amina, amina_unit):
    with CaptureQueriesContext(connection) as questions:
        asked(amina_unit, amina, MAY, JULY)
    assert len(questions) == 1
