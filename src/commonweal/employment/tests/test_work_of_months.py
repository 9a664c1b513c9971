"""What pay and the declaration of a quarter ask: work by month, hours of a student by year."""

from datetime import date, time, timedelta

import pytest

from commonweal.employment import actions, queries
from commonweal.employment.models import Contract
from commonweal.employment.tests import work

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def period(on, hours=8, start=9):
    return actions.NewPeriod(on, time(start), hours * 60)


@pytest.fixture
def worked(amina_unit):
    """Plan work and let it count as worked."""

    def make(member, *days, status="white_collar", state="worked", unit=amina_unit, **more):
        periods = [each if isinstance(each, actions.NewPeriod) else period(each) for each in days]
        new = work.contract(
            member, *periods, gross_cents=25_000 * len(days), worker_status=status, **more
        )
        (contract,) = work.plan(unit, new)
        Contract.objects.filter(pk=contract.pk).update(state=state)
        return contract

    return make


def test_a_contract_over_two_months_stands_in_both(amina, worked):
    days = (date(2026, 5, 28), date(2026, 5, 29), date(2026, 6, 1))
    contract = worked(amina, *days, status="artist")
    may, june = queries.work_of_months(months=[MAY, JUNE], members=[amina.pk])
    assert may == queries.MonthOfWork(
        member_id=amina.pk, month=MAY, contract_id=contract.pk, worker_status="artist",
        state="worked", gross_cents=75_000, contract_minutes=1440, minutes=960, days=days[:2],
    )  # fmt: skip
    assert (june.month, june.minutes, june.days) == (JUNE, 480, days[2:])
    assert may.minutes + june.minutes == may.contract_minutes


def test_two_stretches_on_a_day_are_one_day(amina, worked):
    day = date(2026, 5, 28)
    worked(amina, period(day, 4, 9), period(day, 4, 14))
    (month,) = queries.work_of_months(months=[MAY])
    assert (month.minutes, month.days) == (480, (day,))


def test_hours_after_midnight_belong_to_the_month_in_which_they_began(amina, worked):
    worked(amina, period(date(2026, 5, 31), 8, 22))
    (month,) = queries.work_of_months(months=[MAY, JUNE])
    assert (month.month, month.days) == (MAY, (date(2026, 5, 31),))


def test_any_day_names_its_month_and_other_months_stay_out(amina, worked):
    for on in (date(2026, 5, 28), date(2026, 6, 2), date(2026, 7, 2)):
        worked(amina, on)
    found = queries.work_of_months(months=[date(2026, 5, 31), date(2026, 7, 15)])
    assert [each.month for each in found] == [MAY, JULY]


def test_only_these_members_and_only_what_was_declared(amina, bram, worked):
    worked(amina, date(2026, 5, 28))
    worked(bram, date(2026, 5, 28), state="declared")
    for number, state in enumerate(("planned", "cleared", "refused", "cancelled"), 1):
        worked(bram, date(2026, 6, number), state=state)
    found = queries.work_of_months(months=[MAY, JUNE])
    assert [(each.member_id, each.state) for each in found] == [
        (amina.pk, "worked"),
        (bram.pk, "declared"),
    ]
    (only,) = queries.work_of_months(months=[MAY], members=[bram.pk])
    assert only.member_id == bram.pk
    assert queries.work_of_months(months=[MAY], members=[]) == []
    assert queries.work_of_months(months=[]) == []


def test_it_takes_one_query_for_any_number(amina, bram, worked, django_assert_num_queries):
    for who in (amina, bram):
        for day in (5, 6, 7):
            worked(who, date(2026, 5, day))
    with django_assert_num_queries(1):
        assert len(queries.work_of_months(months=[MAY], members=[amina.pk, bram.pk])) == 6


def test_the_hours_of_a_student_are_counted_by_year(amina, bram, worked, at):
    worked(amina, date(2026, 5, 28), date(2026, 5, 29), status="student")
    worked(amina, date(2026, 12, 31), status="student", state="declared")
    worked(amina, date(2027, 1, 4), status="student")
    worked(amina, date(2026, 6, 2), status="artist")
    worked(amina, date(2026, 6, 3), status="student", state="cancelled")
    worked(bram, date(2026, 6, 2))
    both = [amina.pk, bram.pk]
    assert queries.student_hours(members=both, year=2026) == {amina.pk: 3 * 480}
    assert queries.student_hours(members=both, year=2027) == {amina.pk: 480}
    june = at + timedelta(days=28)
    assert queries.student_hours(members=both, year=2026, before=june) == {amina.pk: 2 * 480}


def test_before_a_contract_count_the_contracts_that_begin_earlier_in_its_year(amina, worked):
    first = worked(amina, date(2026, 5, 28), status="student")
    second = worked(amina, date(2026, 6, 2), status="student", state="declared")
    third = worked(amina, date(2026, 6, 3), status="artist")
    next_year = worked(amina, date(2027, 1, 4), status="student")
    contracts = [each.pk for each in (first, second, third, next_year)]
    assert queries.student_hours_before(contracts=contracts) == {
        first.pk: 0, second.pk: 480, third.pk: 960, next_year.pk: 0,
    }  # fmt: skip


def test_the_hours_of_students_take_a_constant_number_of_queries(
    amina, bram, worked, django_assert_num_queries
):
    made = [
        worked(who, date(2026, 5, day), status="student").pk
        for who in (amina, bram)
        for day in (5, 6, 7)
    ]
    with django_assert_num_queries(6):  # one; a savepoint, and the scope read, set and set back
        assert queries.student_hours_before(contracts=made)[made[2]] == 960
    with django_assert_num_queries(6):
        queries.student_hours(members=[amina.pk, bram.pk], year=2026)
