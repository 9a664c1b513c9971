"""activities.reopen: the money of a settled unit stays its member's."""

from datetime import datetime, timedelta

import pytest

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Unit
from commonweal.activities.tests import test_notify_dormant
from commonweal.activities.tests.test_notify_dormant import notify
from commonweal.activities.tests.test_settle_dormant import SETTLES, settle
from commonweal.kernel.clock import ZONE
from commonweal.ledger import queries as books

atelier = test_notify_dormant.atelier
BACK = datetime(2029, 2, 1, 10, tzinfo=ZONE)


def reopen(unit, by, reason="Amina is back from Lisbon", at=BACK):
    return activities.reopen(unit=unit.pk, reason=reason, by=by, at=at)


@pytest.fixture
def settled(atelier, by):
    notify(by)
    settle(by)
    return atelier


def test_the_unit_is_open_and_its_budget_is_back(settled, by):
    reopen(settled, by)
    unit = Unit.objects.get(pk=settled.pk)
    assert (unit.closed_on, unit.dormant_told_on) == (None, None)
    assert (books.budget(unit=unit.pk), books.account_balance(account="4892")) == (1000_00, 0)
    activities.spend(spends=[activities.Spend(unit.pk, "note:1", 1000_00)], by=by, at=BACK)


def test_the_reversal_says_who_asked(settled, by):
    reopen(settled, by)
    ((id, _lines),) = books.entries_by_key(keys=[f"dormant:{settled.pk}:{SETTLES.date()}"]).values()
    ((reversal, _lines),) = books.entries_by_key(keys=[f"reverse:{id}"]).values()
    entry, _lines = books.get_entry(id=reversal)
    assert (entry.text, entry.on) == ("Amina is back from Lisbon", BACK.date())


def test_it_sleeps_again_only_after_two_more_years(settled, by):
    reopen(settled, by)
    assert queries.sleeping(on=BACK.date() + timedelta(days=700)) == []
    (found,) = queries.sleeping(on=BACK.date() + timedelta(days=731))
    assert (found.since, found.told_on) == (BACK.date(), None)


def test_an_empty_unit_opens_again_without_an_entry(settled, by):
    reopen(settled, by)
    Unit.objects.filter(pk=settled.pk).update(closed_on=BACK.date())  # for another reason
    reopen(settled, by)
    assert books.budget(unit=settled.pk) == 1000_00


def test_it_refuses_an_open_unit(atelier, by):
    with pytest.raises(activities.UnitNotClosed, match="“Atelier Brume” is open"):
        reopen(atelier, by)


def test_it_asks_why(settled, by):
    with pytest.raises(activities.ReopeningReasonMissing):
        reopen(settled, by, reason=" ")
