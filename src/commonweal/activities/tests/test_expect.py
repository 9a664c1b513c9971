"""activities.expect: members write down what they expect of a budget."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import TODAY, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import ForecastLine
from commonweal.activities.tests.expectations import expect, new
from commonweal.kernel.models import Event
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger

pytestmark = pytest.mark.django_db


def test_it_keeps_what_a_member_expects(amina_unit, by, at):
    wanted = [
        new(amina_unit, text="  Second   part of the website "),
        new(amina_unit, kind="pay", on=TODAY, text="My pay of May", cents=1),
    ]
    made = activities.expect(lines=wanted, by=by, at=at)
    assert [line.text for line in made] == ["Second part of the website", "My pay of May"]
    found = queries.expected_lines(unit=amina_unit.pk, since=TODAY)
    assert [(line.on, line.kind, line.cents) for line in found] == [
        (TODAY, "pay", 1),
        (date(2026, 6, 15), "income", 500_00),
    ]
    assert {line.made_by for line in made} == {by.id}
    assert Event.objects.get(verb="activities.expect").by_name == by.name


def test_it_moves_no_money(amina_unit):
    expect(amina_unit)
    assert ledger.budget(unit=amina_unit.pk) == 0
    assert queries.states(unit=amina_unit.pk, on=TODAY).spendable == 0


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"on": TODAY - timedelta(days=1)}, "ExpectedInThePast", "before 4 May 2026 is in"),
        ({"on": date(2028, 6, 1)}, "ExpectedTooFarAhead", "up to 31 May 2028"),
        ({"text": " \t "}, "ExpectationSaysNothing", "Write in a few words"),
        ({"cents": 0}, "ExpectationNotPositive", "above zero"),
        ({"cents": -500}, "ExpectationNotPositive", "above zero"),
    ],
)
def test_it_refuses_what_is_no_expectation(amina_unit, by, at, changes, refusal, words):
    with pytest.raises(getattr(activities, refusal), match=words):
        activities.expect(lines=[new(amina_unit, **changes)], by=by, at=at)
    assert not ForecastLine.objects.exists()


def test_it_says_everything_that_is_wrong_at_once(amina_unit, by, at):
    wrong = new(amina_unit, on=TODAY - timedelta(days=1), text="", cents=0)
    with pytest.raises(Refusal) as told:
        activities.expect(lines=[wrong, new(amina_unit)], by=by, at=at)
    assert [one.field for one in told.value.refusals] == ["on", "text", "amount"]
    assert not ForecastLine.objects.exists()


def test_the_last_day_is_the_end_of_the_month_two_years_ahead(amina_unit):
    assert expect(amina_unit, on=date(2028, 5, 31)).on == date(2028, 5, 31)


def test_a_batch_costs_the_same_as_one(amina_unit, by, at, django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, lines, event, release
        activities.expect(lines=[new(amina_unit) for _each in range(50)], by=by, at=at)


@pytest.mark.parametrize("changes", [{"cents": 0}, {"text": ""}, {"kind": "hope"}])
def test_the_database_knows_the_rule_too(amina_unit, at, changes):
    facts = {"on": TODAY, "kind": "income", "text": "x", "cents": 1, **changes}
    with pytest.raises(IntegrityError), transaction.atomic():
        ForecastLine.objects.create(unit=amina_unit, made_by="user:1", made_at=at, **facts)


def test_of_another_budget_nothing_is_expected_here(amina, amina_unit):
    expect(make_unit(amina, "activity", "Atelier Brume"))
    assert not queries.expected_lines(unit=amina_unit.pk, since=TODAY).exists()


def test_what_has_passed_is_expected_no_more(amina_unit):
    expect(amina_unit, on=TODAY)
    assert not queries.expected_lines(unit=amina_unit.pk, since=TODAY + timedelta(days=1)).exists()
