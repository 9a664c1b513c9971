"""Planning work."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from commonweal.employment import actions, queries
from commonweal.employment.models import Assignment, Contract, WorkPeriod
from commonweal.employment.tests import work
from commonweal.kernel import queries as kernel
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusals


def test_it_writes_down_who_works_when_and_for_how_much(amina, bram, amina_unit, by, at):
    (made,) = actions.plan(
        assignments=[
            work.assignment(
                amina_unit,
                work.contract(amina, work.period(1), work.period(2, hours=4)),
                work.contract(bram, gross_cents=30_000, worker_status="artist"),
            )
        ],
        by=by,
        at=at,
    )
    first, second = queries.contracts(assignments=[made.pk])
    assert (first.member, first.gross_cents, first.minutes) == (amina, 25_000, 720)
    assert first.starts_at == datetime(2026, 5, 5, 9, tzinfo=ZONE)
    assert (first.starts_on, first.ends_on) == (date(2026, 5, 5), date(2026, 5, 6))
    assert (second.member, second.worker_status, second.state) == (bram, "artist", "planned")
    assert queries.hours(contracts=[first.pk])[first.pk] == queries.Hours(minutes=720, days=2)


def test_it_leaves_one_event_for_the_batch(amina, amina_unit, by, at):
    jobs = [work.assignment(amina_unit, work.contract(amina, work.period(day))) for day in (1, 2)]
    made = actions.plan(assignments=jobs, by=by, at=at)
    (event,) = kernel.events(of=[made[0].ref])
    assert event.verb == "employment.plan"
    assert event.subjects == [each.ref for each in made]


def test_it_takes_the_same_number_of_statements_for_one_and_for_fifty(
    amina, amina_unit, by, at, django_assert_num_queries
):
    def jobs(first, last):
        return [
            work.assignment(amina_unit, work.contract(amina, work.period(day)))
            for day in range(first, last)
        ]

    for batch in (jobs(1, 2), jobs(10, 60)):
        # turn, hours, three inserts, event; and SAVEPOINT, RELEASE
        with django_assert_num_queries(8):
            actions.plan(assignments=batch, by=by, at=at)


def test_it_refuses_the_whole_batch_for_one_bad_job(amina, amina_unit, by, at):
    good = work.assignment(amina_unit, work.contract(amina))
    bad = work.assignment(amina_unit, work.contract(amina, work.period(-1)))
    with pytest.raises(queries.StartsInThePast):
        actions.plan(assignments=[good, bad], by=by, at=at)
    assert not Assignment.objects.exists()


def test_it_says_everything_that_is_wrong_at_once(amina, amina_unit, by, at):
    bad = work.contract(amina, work.period(-1, hours=2), gross_cents=1_000)
    with pytest.raises(Refusals) as refusal:
        actions.plan(assignments=[work.assignment(amina_unit, bad)], by=by, at=at)
    assert [each.code for each in refusal.value.refusals] == [
        "starts_in_the_past",
        "day_too_short",
        "gross_below_minimum",
    ]


def test_work_that_passes_midnight_ends_on_the_next_day(amina, amina_unit):
    (made,) = work.plan(amina_unit, work.contract(amina, work.period(1, start=22, hours=5)))
    assert (made.starts_on, made.ends_on) == (date(2026, 5, 5), date(2026, 5, 6))


def test_work_until_midnight_ends_on_the_day_itself(amina, amina_unit):
    (made,) = work.plan(amina_unit, work.contract(amina, work.period(1, start=20, hours=4)))
    assert made.ends_on == date(2026, 5, 5)


def test_the_night_the_clock_goes_forward_counts_real_hours(amina, amina_unit):
    night = actions.NewPeriod(date(2027, 3, 27), work.period(start=23).starts_at, 240)
    (made,) = work.plan(amina_unit, work.contract(amina, night))
    ends_at = made.periods.get().ends_at
    assert ends_at - made.starts_at == timedelta(hours=4)
    assert ends_at.astimezone(ZONE).hour == 4


def test_postgresql_itself_refuses_that_somebody_works_twice_at_once(amina, amina_unit):
    (made,) = work.plan(amina_unit, work.contract(amina))
    first = made.periods.get()
    first.pk = None
    with pytest.raises(IntegrityError, match="nobody_works_twice_at_once"), transaction.atomic():
        first.save()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"gross_cents": 0}, "contract_pays"),
        ({"minutes": 0}, "contract_has_hours"),
        ({"state": "lost"}, "contract_state_known"),
        ({"worker_status": "pirate"}, "contract_worker_status_known"),
        ({"ends_on": date(2026, 5, 4)}, "contract_ends_after_start"),
    ],
)
def test_postgresql_refuses_a_contract_without_sense(amina, amina_unit, change, name):
    (made,) = work.plan(amina_unit, work.contract(amina))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Contract.objects.filter(pk=made.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"minutes": 60}, "work_period_ends_after_its_minutes"),
        ({"minutes": 0, "ends_at": F("starts_at")}, "work_period_within_a_day"),
    ],
)
def test_postgresql_refuses_hours_without_sense(amina, amina_unit, change, name):
    work.plan(amina_unit, work.contract(amina))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        WorkPeriod.objects.update(**change)
