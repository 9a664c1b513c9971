"""What can I pay myself on a day? The chain to the net, and why it is not more. By hand."""

from datetime import date

import pytest
from tests.cast import TODAY

from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.expectations import expect
from commonweal.flows.outlook import queries
from commonweal.flows.outlook.queries import NeededLater, NothingToPay
from commonweal.flows.tests.jobs_of_amina import confirm, day, job, later, place, worker
from commonweal.payroll.tests import plans
from commonweal.rules.errors import BadCase, NoFigure

pytestmark = pytest.mark.django_db
MAY_31 = date(2026, 5, 31)


def asked(unit, member, on=MAY_31, today=TODAY, days=1):
    return queries.payable_on(unit=unit.pk, member=member, on=today, day=on, days=days)


def test_what_is_spendable_becomes_the_greatest_gross_and_its_net(amina, amina_unit):
    earn(amina_unit)
    answer = asked(amina_unit, amina).sure
    assert (answer.spendable_cents, answer.free_cents) == (935_00, 935_00)
    assert (answer.pay.gross_cents, answer.pay.charge_cents) == (578_19, 356_80)
    assert answer.pay.rest_cents == 1
    assert answer.pay.social_security_cents == 75_57  # 13.07 %, one day leaves no work bonus
    assert answer.pay.net_cents == 502_62
    assert (answer.limit, answer.refusal) == (None, None)


def test_what_is_kept_aside_is_not_paid_out(amina, amina_unit):
    earn(amina_unit)
    promise(amina_unit, 435_00, origin="note:1")
    assert asked(amina_unit, amina).sure.free_cents == 500_00


def test_an_order_counts_from_the_day_after_its_work(amina, amina_unit, festival, bram):
    wanted = job(
        amina_unit, festival, worker(bram, day(later(9)), fixed_gross_cents=150_00), price=1000_00
    )
    confirm(place(amina, festival, wanted).order)
    cost = 150_00 + 90_23  # an artist: 60.15 %
    before = asked(amina_unit, amina, later(9)).sure
    assert (before.free_cents, before.pay) == (0, None)
    assert before.more.text == "Poster"
    assert isinstance(before.refusal, NothingToPay)
    assert asked(amina_unit, amina, later(10)).sure.free_cents == 935_00 - cost


def test_what_is_not_confirmed_counts_only_in_the_other_scenario(amina, amina_unit):
    expect(amina_unit, on=date(2026, 5, 20), cents=400_00)
    found = asked(amina_unit, amina)
    assert (found.sure.free_cents, found.everything.free_cents) == (0, 400_00)
    assert found.everything.pay.budget_cents + found.everything.pay.rest_cents == 400_00


def test_what_a_later_wage_needs_is_left_for_it(amina, bram, amina_unit, festival):
    """June brings a contract that no order pays: on 31 May its cost has to stay."""
    earn(amina_unit)
    plans.make(bram, amina_unit, first=date(2026, 5, 1), expected_year_cents=26_400_00)
    found = asked(amina_unit, amina, TODAY)
    assert found.sure.spendable_cents == 935_00
    assert found.sure.free_cents == 935_00 - (2200_00 + 1357_62)
    assert found.sure.limit.on == date(2026, 6, 1)
    assert isinstance(found.sure.refusal, NeededLater)
    assert "Monthly pay of Bram De Smet, May 2026" in str(found.sure.refusal)


def test_months_that_have_not_begun_take_nothing_yet(amina, bram, amina_unit):
    earn(amina_unit, 10_000_00)
    plans.make(bram, amina_unit, first=date(2026, 5, 1), expected_year_cents=26_400_00)
    cost = 2200_00 + 1357_62
    assert asked(amina_unit, amina, MAY_31).sure.free_cents == 9350_00 - cost
    assert asked(amina_unit, amina, date(2026, 6, 15)).sure.free_cents == 9350_00 - 2 * cost


def test_the_reason_is_the_largest_of_what_goes_out_on_that_day(amina, amina_unit):
    earn(amina_unit)
    expect(amina_unit, kind="expense", text="Small", cents=10_00)
    expect(amina_unit, kind="expense", text="Paper for a year", cents=300_00)
    answer = asked(amina_unit, amina).everything
    assert (answer.free_cents, answer.limit.text) == (625_00, "Paper for a year")


def test_a_cent_carries_no_pay(amina, amina_unit):
    earn(amina_unit)
    promise(amina_unit, 934_99, origin="note:1")
    answer = asked(amina_unit, amina).sure
    assert (answer.free_cents, answer.pay) == (1, None)
    assert isinstance(answer.refusal, BadCase)


def test_days_whose_law_is_not_known_say_so(amina, amina_unit):
    earn(amina_unit)
    answer = asked(amina_unit, amina, date(2023, 5, 31), today=date(2023, 5, 1)).sure
    assert isinstance(answer.refusal, NoFigure)


def test_more_days_of_work_leave_a_larger_work_bonus(amina, amina_unit):
    earn(amina_unit)
    one, five = (asked(amina_unit, amina, days=days).sure.pay for days in (1, 5))
    assert one.gross_cents == five.gross_cents
    assert one.net_cents < five.net_cents


def test_staff_of_the_house_and_students_are_asked_as_they_are_paid(amina, amina_unit):
    earn(amina_unit)
    amina.worker_status = "student"
    assert asked(amina_unit, amina).sure.pay.gross_cents == 798_05  # 17.16 % within the quota
    amina.worker_status = "staff"
    assert asked(amina_unit, amina).sure.pay.gross_cents == 578_19
