"""A month beside the month before: who is out of line comes first."""

from datetime import date
from fractions import Fraction

from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.payroll import actions, queries
from commonweal.payroll.tests import pay

JUNE = date(2026, 6, 30)


def paid(unit, member, by, at, *, month, gross_cents=20_000, days=1):
    contracts = pay.plan(unit, member, by=by, month=month, gross_cents=gross_cents, days=days)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)[0]


def test_it_compares_the_net_pay_of_an_hour(amina, amina_unit, by, at):
    before = paid(amina_unit, amina, by, at, month=5, days=2, gross_cents=40_000)
    now = paid(amina_unit, amina, by, at, month=6, gross_cents=40_000)
    (found,) = queries.compared(month=JUNE)
    assert (found.member_id, found.name) == (amina.pk, "Amina Benali")
    assert (found.now.minutes, found.before.minutes) == (480, 960)
    assert (found.now.gross_cents, found.before.gross_cents) == (40_000, 40_000)
    assert (found.now.payslips, found.before.payslips) == ((now.pk,), (before.pk,))
    assert found.ratio == Fraction(now.net_cents * 2, before.net_cents)
    assert found.percent == round(100 * (found.ratio - 1))


def test_the_largest_change_comes_first_and_who_is_new_or_absent_last(
    amina, bram, carla, amina_unit, by, at
):
    for member, before, now in ((amina, 20_000, 21_000), (bram, 40_000, 20_000)):
        paid(amina_unit, member, by, at, month=5, gross_cents=before)
        paid(amina_unit, member, by, at, month=6, gross_cents=now)
    paid(amina_unit, carla, by, at, month=6)
    found = queries.compared(month=JUNE)
    assert [each.member_id for each in found] == [bram.pk, amina.pk, carla.pk]
    assert [each.is_new for each in found] == [False, False, True]
    assert found[-1].percent is None
    absent = queries.compared(month=date(2026, 7, 1))
    assert all(each.is_absent for each in absent)


def test_a_corrected_payslip_counts_once(amina, amina_unit, by, at):
    slip = paid(amina_unit, amina, by, at, month=6)
    draft = pay.inputs([slip.contract])[0]
    (newer,) = actions.correct(corrections=[actions.Correction(slip.pk, draft)], by=by, at=at)
    (found,) = queries.compared(month=JUNE)
    assert found.now.payslips == (newer.pk,)


def test_it_takes_one_query(amina, bram, amina_unit, by, at):
    for member in (amina, bram):
        paid(amina_unit, member, by, at, month=6)
    with CaptureQueriesContext(connection) as queried:
        queries.compared(month=JUNE)
    assert len(queried) == 1
