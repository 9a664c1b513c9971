"""The rules of working time and pay, and the repair each refusal offers."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import NOW

from commonweal.employment import actions, queries
from commonweal.employment.queries import _conformity, _terms
from commonweal.employment.tests import work
from commonweal.kernel.clock import ZONE


def check(unit, *contracts, at=NOW):
    return queries.check(assignments=[work.assignment(unit, *contracts)], at=at)


def test_good_work_has_nothing_in_its_way(amina, bram, amina_unit):
    assert check(amina_unit, work.contract(amina), work.contract(bram)) == []


def test_it_asks_once_for_the_hours_of_everybody(
    amina, bram, amina_unit, django_assert_num_queries
):
    contracts = [work.contract(who, work.period(d)) for who in (amina, bram) for d in range(1, 9)]
    with django_assert_num_queries(1):
        check(amina_unit, *contracts)


def test_a_job_needs_a_worker_and_a_worker_needs_hours(amina, amina_unit):
    assert [type(each) for each in check(amina_unit)] == [queries.NobodyWorks]
    (refusal,) = check(amina_unit, replace(work.contract(amina), periods=()))
    assert isinstance(refusal, queries.NoHours)


@pytest.mark.parametrize("minutes", [0, -60, 24 * 60 + 1])
def test_work_ends_after_it_starts_and_within_a_day(amina, amina_unit, minutes):
    (refusal,) = check(amina_unit, work.contract(amina, replace(work.period(), minutes=minutes)))
    assert isinstance(refusal, queries.EndsBeforeItStarts)
    assert refusal.values["period"] == 0


def test_a_start_in_the_past_offers_the_next_quarter_of_an_hour(amina, amina_unit):
    at = datetime(2026, 5, 4, 9, 7, tzinfo=ZONE)
    (refusal,) = check(amina_unit, work.contract(amina, work.period(0)), at=at)
    assert isinstance(refusal, queries.StartsInThePast)
    assert refusal.field == "starts_at"
    assert refusal.values["earliest_at"] == datetime(2026, 5, 4, 9, 15, tzinfo=ZONE)
    repaired = replace(work.period(0), starts_at=time(9, 15))
    assert check(amina_unit, work.contract(amina, repaired), at=at) == []


def test_work_that_starts_this_very_minute_is_too_late(amina, amina_unit):
    (refusal,) = check(amina_unit, work.contract(amina, work.period(0, start=9)))
    assert isinstance(refusal, queries.StartsInThePast)


def test_a_day_counts_three_hours_at_least(amina, amina_unit):
    (refusal,) = check(amina_unit, work.contract(amina, work.period(hours=2.5)))
    assert isinstance(refusal, queries.DayTooShort)
    assert refusal.values["minimum_minutes"] == 180
    assert "3:00" in str(refusal) and "2:30" in str(refusal)


def test_two_parts_of_one_day_count_together(amina, amina_unit):
    morning, evening = work.period(hours=2), work.period(start=18, hours=1)
    assert check(amina_unit, work.contract(amina, morning, evening)) == []


def test_a_gross_below_the_minimum_offers_the_gross_and_the_hours_that_do(amina, amina_unit):
    contract = work.contract(amina, gross_cents=9_000)
    (refusal,) = check(amina_unit, contract)
    assert isinstance(refusal, queries.GrossBelowMinimum)
    assert refusal.values["minimum_cents"] == 10_639  # 8 x 2,189.81 x 3/13/38, rounded up
    assert refusal.values["fitting_minutes"] == 406
    assert check(amina_unit, replace(contract, gross_cents=10_639)) == []
    shorter = replace(work.period(), minutes=refusal.values["fitting_minutes"])
    assert check(amina_unit, replace(contract, periods=(shorter,))) == []


def test_the_minimum_wage_is_that_of_the_day(amina, amina_unit):
    september = actions.NewPeriod(date(2026, 9, 1), time(9), 480)
    (refusal,) = check(amina_unit, work.contract(amina, september, gross_cents=10_639))
    assert refusal.values["minimum_cents"] == 10_852


def test_nobody_works_twice_at_once_not_even_for_another_unit(amina, amina_unit, carla_unit):
    work.plan(carla_unit, work.contract(amina, work.period(start=14, hours=4)))
    (refusal,) = check(amina_unit, work.contract(amina, work.period(start=12, hours=3)))
    assert isinstance(refusal, queries.WorksTwiceAtOnce)
    assert "14:00" in str(refusal) and "18:00" in str(refusal)
    assert refusal.values["free_from"] == datetime(2026, 5, 5, 18, tzinfo=ZONE)


def test_the_next_job_may_begin_when_the_last_one_ends(amina, amina_unit):
    work.plan(amina_unit, work.contract(amina, work.period(start=9, hours=4)))
    assert check(amina_unit, work.contract(amina, work.period(start=13, hours=4))) == []


def test_work_past_midnight_clashes_with_the_next_morning(amina, amina_unit):
    work.plan(amina_unit, work.contract(amina, work.period(1, start=22, hours=6)))
    (refusal,) = check(amina_unit, work.contract(amina, work.period(2, start=3, hours=3)))
    assert isinstance(refusal, queries.WorksTwiceAtOnce)


def test_cancelled_work_leaves_its_hours_free(amina, amina_unit, by, at):
    actions.cancel(contracts=work.plan(amina_unit, work.contract(amina)), by=by, at=at)
    assert check(amina_unit, work.contract(amina)) == []


def test_a_day_has_eleven_hours_over_all_contracts(amina, amina_unit, carla_unit):
    work.plan(carla_unit, work.contract(amina, work.period(start=6, hours=6)))
    late = work.contract(amina, work.period(start=13, hours=6))
    (refusal,) = check(amina_unit, late)
    assert isinstance(refusal, queries.DayTooLong)
    assert refusal.values["free_minutes"] == 300
    assert "12:00" in str(refusal) and "5:00" in str(refusal)
    assert check(amina_unit, work.contract(amina, work.period(start=13, hours=5))) == []


def test_colleagues_do_not_count_for_each_other(amina, bram, amina_unit):
    work.plan(amina_unit, work.contract(amina))
    assert check(amina_unit, work.contract(bram)) == []


def test_a_refusal_says_where_in_the_batch_it_belongs(amina, bram, amina_unit):
    good, bad = work.contract(amina), work.contract(bram, work.period(1), work.period(2, hours=1))
    (refusal,) = check(amina_unit, good, bad)
    assert (refusal.values["assignment"], refusal.values["contract"]) == (0, 1)
    assert refusal.values["period"] == 1


spans = st.tuples(st.integers(0, 3), st.integers(0, 23 * 60), st.integers(1, 600))


def _work(day, start, minutes):
    begins = NOW.replace(hour=0) + timedelta(days=day, minutes=start)
    return _conformity._Work(
        1, begins.date(), begins, begins + timedelta(minutes=minutes), _conformity._Place(0, 0), 0
    )


@given(st.lists(spans, min_size=1, max_size=12))
@settings(max_examples=300)
def test_a_clash_is_found_exactly_when_two_hours_overlap(drawn):
    works = [_work(*span) for span in drawn]
    overlapping = any(
        a.begins < b.ends and b.begins < a.ends for i, a in enumerate(works) for b in works[i + 1 :]
    )
    found = [each for each in _conformity._clashes(works) if each.code == "works_twice_at_once"]
    assert bool(found) == overlapping
    assert len(found) < len(works)


@given(st.lists(spans, min_size=1, max_size=12))
def test_a_long_day_is_found_exactly_when_its_hours_sum_past_eleven(drawn):
    works = [_work(*span) for span in drawn]
    days = {work.on: sum(w.minutes for w in works if w.on == work.on) for work in works}
    long = {on for on, minutes in days.items() if minutes > 11 * 60}
    found = [each for each in _conformity._clashes(works) if each.code == "day_too_long"]
    assert {each.values["on"] for each in found} == long


@given(st.integers(1, 500_000))
def test_the_offered_hours_are_the_most_that_the_gross_pays(gross):
    days = [work.period()]
    fitting = _terms.fitting_minutes(gross, days)
    assert _terms.minimum_gross([replace(days[0], minutes=fitting)]) <= gross
    assert _terms.minimum_gross([replace(days[0], minutes=fitting + 1)]) > gross


def test_a_student_works_within_a_quarter(amina, amina_unit, at):
    days = (work.period(57), work.period(58))  # 30 June and 1 July
    (refusal,) = queries.check(
        assignments=[
            work.assignment(
                amina_unit,
                work.contract(amina, *days, gross_cents=50_000, worker_status="student"),
            )
        ],
        at=at,
    )
    assert refusal.code == "over_the_quarter"
    assert (refusal.values["assignment"], refusal.values["contract"]) == (0, 0)


def test_postgresql_itself_keeps_a_student_within_a_quarter(amina, amina_unit):
    (contract,) = work.plan(amina_unit, work.contract(amina, worker_status="student"))
    for change in ({"ends_on": "2026-07-01"}, {"ends_on": "2027-05-05"}):
        with (
            pytest.raises(IntegrityError, match="contract_student_within_a_quarter"),
            transaction.atomic(),
        ):
            type(contract).objects.filter(pk=contract.pk).update(**change)


@pytest.mark.parametrize(
    ("since", "may"), [(None, False), (date(2026, 5, 6), False), (date(2026, 5, 5), True)]
)
def test_work_under_article_1bis_asks_for_a_certificate(amina, amina_unit, at, since, may):
    type(amina).objects.filter(pk=amina.pk).update(artwork_certificate_since=since)
    job = work.assignment(amina_unit, work.contract(amina, worker_status="artist_1bis"))
    found = queries.check(assignments=[job], at=at)
    assert [each.code for each in found] == ([] if may else ["no_artwork_certificate"])
    assert all("Amina Benali" in str(each) and each.field == "worker_status" for each in found)


@pytest.mark.parametrize("status", ["white_collar", "blue_collar", "artist", "student", "staff"])
def test_every_other_status_needs_nothing_more(amina, amina_unit, at, status):
    job = work.assignment(amina_unit, work.contract(amina, worker_status=status))
    assert queries.check(assignments=[job], at=at) == []
    assert work.plan(amina_unit, work.contract(amina, worker_status=status))
