"""activities.carry_over: what a unit kept of its year goes on, and its budget stays the same."""

from datetime import date, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from tests.cast import make_entity, make_member, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.queries import CarriedOver
from commonweal.kernel.clock import ZONE
from commonweal.kernel.models import Event as Logged
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

JANUARY = datetime(2026, 1, 15, 10, tzinfo=ZONE)
LAST_DAY = date(2025, 12, 31)


def move(unit, cents, on, key, account="7000", by=None):
    """Income (> 0) or a cost (< 0) of a unit on a day, in cents."""
    account = "6160" if cents < 0 else account
    lines = (ledger.Line(account, -cents, unit.pk), ledger.Line("499", cents, None, key))
    entry = ledger.Entry("misc", on, key, key, key, lines)
    (place,) = ledger.post(entries=[entry], by=by, at=JANUARY)
    return place.id


@pytest.fixture
def lived(amina_unit, carla_unit, by):
    """Amina kept 600 of 2025; Carla spent 50 of what she earned in 2024."""
    move(amina_unit, 1000_00, date(2025, 3, 1), "a1", by=by)
    move(amina_unit, -400_00, date(2025, 12, 31), "a2", by=by)
    move(carla_unit, 80_00, date(2024, 12, 31), "c1", by=by)
    move(carla_unit, -50_00, date(2025, 1, 1), "c2", by=by)
    move(carla_unit, 7_00, date(2026, 1, 1), "c3", by=by)
    return amina_unit, carla_unit


def budgets(*units):
    return [books.budget(unit=unit.pk) for unit in units]


def test_every_budget_is_the_same_to_the_cent_and_every_year_at_zero(lived, by):
    before = budgets(*lived)
    run = activities.carry_over(year=2025, by=by, at=JANUARY)
    assert (run.year, run.cents) == (2025, 550_00)
    assert run.units == [unit.pk for unit in lived]  # the largest first
    assert budgets(*lived) == before == [600_00, 37_00]
    assert books.results_of_units(year=2025) == {}
    assert books.results_of_units(year=2024) == {lived[1].pk: 80_00}
    assert not any(books.proofs().values())


def test_the_entries_move_income_to_what_is_owed_to_members_on_the_last_day(lived, by):
    run = activities.carry_over(year=2025, by=by, at=JANUARY)
    amina, carla = lived
    found = books.entries_by_key(keys=[queries.carry_key(run.pk, unit.pk) for unit in lived])
    lines = {
        key: [(line.account, line.cents) for line in lines] for key, (_, lines) in found.items()
    }
    assert lines == {
        queries.carry_key(run.pk, amina.pk): [("719", 600_00), ("4890", -600_00)],
        queries.carry_key(run.pk, carla.pk): [("719", -50_00), ("4890", 50_00)],
    }
    entry, _lines = books.get_entry(id=min(id for id, _lines in found.values()))
    assert (entry.on, entry.origin, entry.text) == (LAST_DAY, run.ref, "2025 → 2026")


def test_it_is_one_row_of_the_annual_report_and_one_event(lived, by):
    run = activities.carry_over(year=2025, by=by, at=JANUARY)
    assert queries.carried_over(years=[2024, 2025]) == [
        CarriedOver(2025, 550_00, up=1, down=1),
        CarriedOver(2024, 0, 0, 0),
    ]
    assert Logged.objects.get(verb="activities.carry_over").subjects == [run.ref]
    assert queries.carried(run=run) == [(lived[0], 600_00), (lived[1], -50_00)]
    assert queries.carried(run=run, start=1, stop=2) == [(lived[1], -50_00)]


def test_what_would_be_carried_is_told_before(lived):
    told = queries.to_carry(year=2025)
    assert (told.units, told.up, told.down, told.cents) == (2, 1, 1, 550_00)
    assert told.largest == [(lived[0], 600_00), (lived[1], -50_00)]


def test_a_rehearsal_leaves_no_trace(lived, by):
    run = activities.carry_over.dry_run(year=2025, by=by, at=JANUARY)
    assert run.cents == 550_00
    assert not queries.carry_overs().exists()
    assert len(books.results_of_units(year=2025)) == 2


def test_a_second_run_carries_only_what_came_late(lived, by):
    first = activities.carry_over(year=2025, by=by, at=JANUARY)
    assert activities.carry_over(year=2025, by=by, at=JANUARY) is None
    assert list(queries.carry_overs()) == [first]
    move(lived[1], 20_00, date(2025, 12, 30), "late", by=by)
    late = activities.carry_over(year=2025, by=by, at=JANUARY + timedelta(days=9))
    assert (late.units, late.cents) == ([lived[1].pk], 20_00)
    assert budgets(*lived) == [600_00, 57_00]
    assert queries.carried_over(years=[2025]) == [CarriedOver(2025, 570_00, up=1, down=1)]


def test_the_own_budget_of_the_house_does_not_count(lived, by):
    move(lived[0], 5_00, date(2025, 5, 1), "719", account="719", by=by)
    house = (ledger.Line("719", 9_00), ledger.Line("4890", -9_00))
    ledger.post(
        entries=[ledger.Entry("misc", LAST_DAY, "House", "house", "house", house)],
        by=by,
        at=JANUARY,
    )
    assert activities.carry_over(year=2025, by=by, at=JANUARY).cents == 555_00


def test_it_refuses_a_year_that_runs(lived, by):
    new_years_eve = datetime(2025, 12, 31, 23, 59, tzinfo=ZONE)
    with pytest.raises(activities.YearNotOver, match="Wait until 2025 is over"):
        activities.carry_over(year=2025, by=by, at=new_years_eve)
    activities.carry_over(year=2025, by=by, at=new_years_eve + timedelta(minutes=1))


def test_it_refuses_a_year_whose_december_is_closed(lived, by):
    ledger.close_month(month=date(2025, 12, 1), by=by, at=JANUARY)
    with pytest.raises(activities.YearClosed, match="its December is closed"):
        activities.carry_over(year=2025, by=by, at=JANUARY)


def test_the_number_of_statements_does_not_grow_with_the_units(
    amina, by, django_assert_max_num_queries
):
    for number in range(30):
        move(make_unit(amina, name=f"{number}"), 100 + number, LAST_DAY, f"m{number}", by=by)
    with django_assert_max_num_queries(11):
        run = activities.carry_over(year=2025, by=by, at=JANUARY)
    assert len(run.units) == 30


@pytest.mark.usefixtures("own_database")
def test_of_two_runs_at_once_one_waits_for_another_day(by):
    make_entity()
    unit = make_unit(make_member())
    move(unit, 100_00, LAST_DAY, "m", by=by)
    ran, tried = Event(), []

    def second():
        try:
            activities.carry_over(year=2025, by=by, at=JANUARY)
        except activities.RunGoingOn:
            tried.append("refused")
        finally:
            connection.close()
            ran.set()

    with transaction.atomic():
        activities.carry_over(year=2025, by=by, at=JANUARY)
        thread = Thread(target=second)
        thread.start()
        assert ran.wait(timeout=300)
    thread.join()
    assert tried == ["refused"]
    assert activities.carry_over(year=2025, by=by, at=JANUARY) is None
