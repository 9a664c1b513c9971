"""What the year of each unit left, and what moved its budget last."""

from datetime import date

import pytest

from commonweal.ledger import queries
from commonweal.ledger.actions import Entry, Line
from commonweal.ledger.tests.books import write

pytestmark = pytest.mark.django_db
YEAR_END, NEW_YEAR = date(2025, 12, 31), date(2026, 1, 1)


def entry(key, on, *lines):
    return Entry("misc", on, key, key, key, lines)


@pytest.fixture
def written():
    return write(
        entry("a", YEAR_END, Line("7000", -900, 1), Line("6160", 200, 1), Line("4510", 700)),
        entry("b", NEW_YEAR, Line("7000", -50, 1), Line("4890", 50, 2)),
        entry("c", YEAR_END, Line("719", 300, 3), Line("4890", -300, 3)),
        entry("d", YEAR_END, Line("7000", -80), Line("4510", 80)),
        entry("e", NEW_YEAR, Line("7000", -5, 4), Line("6160", 5, 4)),
    )


def test_the_result_of_a_year_is_income_less_costs_of_its_days(written):
    assert queries.results_of_units(year=2025) == {1: 700, 3: -300}
    assert queries.results_of_units(year=2026) == {1: 50}
    assert queries.results_of_units(year=2024) == {}


def test_an_account_is_summed_by_year_and_by_direction(written):
    write(entry("f", YEAR_END, Line("719", -100, 1), Line("4890", 100, 1)))
    write(entry("g", NEW_YEAR, Line("719", 1, 1), Line("4890", -1, 1)))
    assert queries.year_sums(account="719", years=[2025, 2024]) == {2025: (200, 1, 1)}


def test_entries_are_found_by_key_and_summed_by_unit(written):
    assert queries.sums_by_unit(account="4890", keys=["b", "c", "x"]) == {2: 50, 3: -300}
    assert queries.sums_by_unit(account="719", keys=[]) == {}
    assert queries.ids_by_key(keys=["c", "b", "x"]) == [written[1].id, written[2].id]


def test_who_earned_or_spent_from_a_month_on(written):
    found = queries.units_with_results(units=[1, 2, 3], since=NEW_YEAR, without=["719"])
    assert found == {1}
    since = date(2025, 12, 1)
    assert queries.units_with_results(units=[1, 3], since=since, without=["719"]) == {1}


def test_the_last_day_that_touched_a_budget(written):
    assert queries.last_moves(units=[1, 2, 3, 9], without="c") == {1: NEW_YEAR, 2: NEW_YEAR}
    assert queries.last_moves(units=[3], without="carry_over:") == {3: YEAR_END}
