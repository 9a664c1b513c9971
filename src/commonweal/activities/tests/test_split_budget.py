"""activities.split_budget: a collective budget goes to its members by the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import TODAY, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import Unit
from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.mandates import join, see_only, studio, weigh
from commonweal.kernel.money import split
from commonweal.ledger import queries as ledger


@pytest.fixture
def unit(amina, bram, amina_unit):
    """Amina and Bram, two to one; 935.00 to spend."""
    unit = studio(amina)
    join(unit, amina, bram, weight=1)
    weigh(unit, amina, 2)
    earn(unit)
    return unit


@pytest.fixture
def bram_unit(bram):
    return make_unit(bram)


def divide(unit, cents, by, at, key="click"):
    return activities.split_budget(unit=unit, cents=cents, key=key, by=by, at=at)


def test_each_gets_the_own_part_to_the_cent(unit, amina_unit, bram_unit, by, at):
    divide(unit, 100_00, by, at)
    assert ledger.budget(unit=unit.pk) == 835_00
    assert ledger.budget(unit=amina_unit.pk) == 66_67
    assert ledger.budget(unit=bram_unit.pk) == 33_33
    assert set(ledger.proofs().values()) == {0}


def test_each_part_is_an_entry_of_its_own_that_names_where_it_comes_from(
    unit, amina_unit, bram, bram_unit, by, at
):
    divide(unit, 100_00, by, at)
    (row,) = ledger.statement(unit=bram_unit.pk)
    assert (row.account, row.cents, row.origin) == ("4890", 33_33, unit.ref)
    assert row.text == "Part of Bram De Smet in “Atelier Brume”"
    (id, lines) = ledger.entries_by_key(keys=[f"split:click:{bram.pk}"])[f"split:click:{bram.pk}"]
    assert sorted((line.unit, line.cents) for line in lines) == sorted(
        [(unit.pk, 33_33), (bram_unit.pk, -33_33)]
    )


def test_what_is_shown_before_is_what_happens(unit, amina, bram, amina_unit, bram_unit):
    shown = queries.portions(unit=unit.pk, cents=100_01)
    assert [(each.member, each.weight, each.cents, each.account) for each in shown] == [
        (amina, 2, 66_67, amina_unit),
        (bram, 1, 33_34, bram_unit),
    ]


def test_it_reaches_accounts_that_the_one_who_divides_does_not_see(
    unit, amina_unit, bram_unit, by, at
):
    see_only(unit, amina_unit)
    divide(unit, 90_00, by, at)
    assert not Unit.objects.filter(pk=bram_unit.pk).exists()
    see_only(bram_unit)
    assert ledger.budget(unit=bram_unit.pk) == 30_00


def test_a_second_click_divides_nothing_more(unit, bram_unit, by, at):
    divide(unit, 900_00, by, at)
    divide(unit, 900_00, by, at)
    assert ledger.budget(unit=unit.pk) == 35_00


def test_it_refuses_more_than_can_be_spent(unit, bram_unit, by, at):
    promise(unit, 900_00)
    with pytest.raises(activities.BudgetTooSmall, match=r"35.01 is asked and 35.00 can be spent"):
        divide(unit, 35_01, by, at)
    assert ledger.budget(unit=bram_unit.pk) == 0


def test_it_refuses_a_member_without_an_account_and_says_what_to_do(unit, by, at):
    with pytest.raises(activities.NoAccount, match="open a 3in1 account for Bram De Smet, or set"):
        divide(unit, 100_00, by, at)
    assert ledger.budget(unit=unit.pk) == 935_00


def test_it_refuses_an_account_that_was_closed(unit, bram_unit, by, at):
    Unit.objects.filter(pk=bram_unit.pk).update(closed_on=TODAY)
    with pytest.raises(activities.NoAccount):
        divide(unit, 100_00, by, at)


def test_it_refuses_nothing_and_less(unit, bram_unit, by, at):
    for cents in (0, -100):
        with pytest.raises(activities.NothingToSplit):
            divide(unit, cents, by, at)


def test_it_refuses_a_budget_without_a_key(amina, amina_unit, by, at):
    unit = studio(amina)
    earn(unit)
    with pytest.raises(activities.NoKey, match="Give members a weight first"):
        divide(unit, 100, by, at)


def test_the_account_of_one_person_is_not_divided(amina, amina_unit, by, at):
    weigh(amina_unit, amina, 1)
    earn(amina_unit)
    with pytest.raises(activities.NotCollective):
        divide(amina_unit, 100, by, at)


def test_who_left_has_no_part_any_more(unit, amina, bram, amina_unit, by, at):
    theirs = queries.mandates(unit=unit.pk).get(member=bram)
    activities.end_mandate(mandate=theirs, by=by, at=at)
    divide(unit, 100_00, by, at)
    assert ledger.budget(unit=amina_unit.pk) == 100_00


@given(st.integers(1, 10**9), st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_parts_always_sum_to_the_whole(cents, weights):
    assert sum(split(cents, weights)) == cents
