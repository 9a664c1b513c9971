"""activities.notify_dormant: who forgot a budget is told in time, with the amount and the day."""

from datetime import date, datetime, timedelta

import pytest
from tests.cast import make_member, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Unit
from commonweal.activities.tests.budgets import promise
from commonweal.activities.tests.test_carry_over import move
from commonweal.kernel.clock import ZONE
from commonweal.letters.models import Letter

MOVED = date(2026, 6, 10)
ASLEEP = datetime(2028, 6, 10, 5, tzinfo=ZONE)  # 24 months after the last movement
DAY = ASLEEP.date()


@pytest.fixture
def atelier(amina, by):
    """An activity of Amina with 1 000 on it, which moved last on 10 June 2026."""
    unit = make_unit(amina, "activity", "Atelier Brume")
    move(unit, 1000_00, MOVED, "a1", by=by)
    return unit


def notify(by, at=ASLEEP, **more):
    return activities.notify_dormant(by=by, at=at, **more)


def asleep(on=DAY):
    return [each.unit for each in queries.sleeping(on=on)]


def test_a_budget_sleeps_after_24_months_to_the_day(atelier):
    assert asleep(DAY - timedelta(days=1)) == []
    (found,) = queries.sleeping(on=DAY)
    assert (found.unit, found.since, found.cents) == (atelier, MOVED, 1000_00)
    assert (found.told_on, found.settles_on) == (None, None)


def test_its_managers_get_a_letter_with_the_amount_and_the_day(atelier, by):
    assert notify(by) == [atelier]
    (found,) = queries.sleeping(on=DAY)
    assert (found.told_on, found.settles_on) == (DAY, date(2028, 9, 8))
    letter = Letter.objects.get(kind="unit_dormant")
    assert (letter.to, letter.about) == ("amina@example.org", atelier.ref)
    assert letter.context == {
        "unit": "Atelier Brume",
        "since": "2026-06-10",
        "cents": 1000_00,
        "settles_on": "2028-09-08",
        "link": letter.context["link"],
    }


def test_nobody_is_told_twice(atelier, by):
    notify(by)
    assert notify(by, at=ASLEEP + timedelta(days=1)) == []
    assert Letter.objects.filter(kind="unit_dormant").count() == 1


def test_a_movement_wakes_it(atelier, by):
    notify(by)
    move(atelier, -1, DAY + timedelta(days=3), "a2", by=by)
    later = ASLEEP + timedelta(days=4)
    assert asleep(later.date()) == []
    notify(by, at=later)
    assert Unit.objects.get(pk=atelier.pk).dormant_told_on is None


def test_the_day_of_an_entry_counts_not_the_day_it_was_posted(atelier, by):
    move(atelier, 1, date(2026, 6, 11), "a2", by=by)  # posted in January, like all in this file
    assert asleep() == []
    assert asleep(DAY + timedelta(days=1)) == [atelier]


def test_a_year_end_wakes_nobody(atelier, by):
    at = datetime(2027, 1, 10, tzinfo=ZONE)
    run = activities.carry_over(year=2026, by=by, at=at)
    activities.undo_carry_over(run=run.pk, reason="Once more", by=by, at=at)
    activities.carry_over(year=2026, by=by, at=at)
    assert asleep() == [atelier]


def test_what_is_promised_keeps_it_awake_until_it_expires(atelier):
    promise(atelier, 100, "planned", "order:1", expires_on=DAY)
    assert asleep() == []
    assert asleep(DAY + timedelta(days=1)) == [atelier]


def test_work_of_higher_rooms_keeps_it_awake(atelier, by):
    assert notify(by, busy=[atelier.pk]) == []
    assert queries.sleeping(on=DAY, busy=[atelier.pk]) == []


def test_below_zero_is_left_to_the_adviser(atelier, by):
    move(atelier, -1000_01, MOVED, "a2", by=by)
    assert notify(by) == []
    (found,) = queries.sleeping(on=DAY)
    assert found.is_for_adviser
    assert not Letter.objects.filter(kind="unit_dormant").exists()


def test_a_new_or_empty_unit_and_an_empty_3in1_account(amina, carla, by):
    born = make_unit(amina, "activity", "Never used")
    make_unit(amina)
    assert asleep(date(2028, 5, 3)) == []
    assert asleep(date(2028, 5, 4)) == [born]
    account = make_unit(carla)
    move(account, 5_00, MOVED, "c1", by=by)
    assert asleep() == [born, account]
    assert queries.sleeping(units=[account.pk], on=DAY)[0].cents == 5_00


def test_the_number_of_statements_does_not_grow(by, entity, django_assert_max_num_queries):
    member = make_member()
    for number in range(30):
        move(make_unit(member, "activity", f"{number}"), 100, MOVED, f"m{number}", by=by)
    with django_assert_max_num_queries(16):
        assert len(notify(by)) == 30
