"""activities.settle_dormant: after the notice, what sleeps is closed and its money kept apart."""

from datetime import date, datetime, timedelta

import pytest
from tests.cast import make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Unit
from commonweal.activities.tests import test_notify_dormant
from commonweal.activities.tests.budgets import promise
from commonweal.activities.tests.test_carry_over import move
from commonweal.activities.tests.test_notify_dormant import ASLEEP, MOVED, notify
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books

atelier = test_notify_dormant.atelier
SETTLES = datetime(2028, 9, 8, 5, tzinfo=ZONE)  # 90 days after the letter


def settle(by, at=SETTLES, **more):
    return activities.settle_dormant(by=by, at=at, **more)


def test_what_is_left_goes_to_the_earmarked_funds_and_the_unit_closes(atelier, by):
    notify(by)
    assert settle(by, at=SETTLES - timedelta(days=1)) == []
    assert settle(by) == [atelier]
    assert (books.budget(unit=atelier.pk), books.account_balance(account="4892")) == (0, -1000_00)
    assert Unit.objects.get(pk=atelier.pk).closed_on == SETTLES.date()
    key = f"dormant:{atelier.pk}:2028-09-08"
    ((_id, lines),) = books.entries_by_key(keys=[key]).values()
    assert [(line.account, line.unit, line.cents) for line in lines] == [
        ("4890", atelier.pk, 1000_00),
        ("4892", None, -1000_00),
    ]
    assert settle(by) == []
    assert not any(books.proofs().values())


def test_an_empty_one_is_just_closed(amina, by):
    unit = make_unit(amina, "activity", "Never used")
    notify(by)
    assert settle(by) == [unit]
    assert Unit.objects.get(pk=unit.pk).closed_on == SETTLES.date()
    assert books.account_balance(account="4892") == 0


def test_nobody_is_settled_who_was_not_told(atelier, by):
    assert settle(by) == []


def test_who_moved_during_the_notice_is_left_alone(atelier, by):
    notify(by)
    move(atelier, -1, ASLEEP.date() + timedelta(days=80), "a2", by=by)
    assert settle(by) == []
    assert books.budget(unit=atelier.pk) == 999_99


def test_a_promise_prevents_it(atelier, by):
    notify(by)
    promise(atelier, 100, "reserved", "contract:1")
    assert settle(by) == []


def test_work_of_higher_rooms_prevents_it(atelier, by):
    notify(by)
    assert settle(by, busy=[atelier.pk]) == []


def test_below_zero_nothing_happens(atelier, by):
    notify(by)
    move(atelier, -1000_01, MOVED, "a2", by=by)
    assert settle(by) == []
    assert Unit.objects.get(pk=atelier.pk).closed_on is None


def test_a_settled_unit_takes_no_reservations(atelier, by):
    notify(by)
    settle(by)
    spend = activities.Spend(atelier.pk, "note:1", 1)
    with pytest.raises(Refusal, match="was closed on 08/09/2028"):
        activities.spend(spends=[spend], by=by, at=SETTLES)


def test_the_year_of_a_settled_unit_is_carried_over_all_the_same(atelier, by):
    notify(by)
    settle(by)
    activities.carry_over(year=2026, by=by, at=SETTLES)
    assert books.budget(unit=atelier.pk) == 0
    assert books.results_of_units(year=2026) == {}
    assert queries.sleeping(on=date(2031, 1, 1)) == []
