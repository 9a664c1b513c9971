from datetime import date

import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.recurring import hosting


def test_it_says_something_else_from_the_next_one_on(amina_unit, festival, by, at):
    made = invoicing.start_recurrence(recurrence=hosting(amina_unit, festival), by=by, at=at)
    to = hosting(amina_unit, festival, title="Support", every_months=3, next_on=date(2026, 7, 15))
    changed = invoicing.change_recurrence(recurrence=made, to=to, by=by, at=at)
    changed.refresh_from_db()
    assert (changed.title, changed.every_months, changed.day_of_month) == ("Support", 3, 15)


def test_a_31st_that_is_shown_as_the_28th_stays_a_31st(amina_unit, festival, by, at):
    made = invoicing.start_recurrence(recurrence=hosting(amina_unit, festival), by=by, at=at)
    made.next_on = date(2027, 2, 28)
    made.save()
    to = hosting(amina_unit, festival, title="Support", next_on=date(2027, 2, 28))
    assert invoicing.change_recurrence(recurrence=made, to=to, by=by, at=at).day_of_month == 31


def test_what_was_stopped_is_not_changed(amina_unit, festival, by, at):
    made = invoicing.start_recurrence(recurrence=hosting(amina_unit, festival), by=by, at=at)
    invoicing.stop_recurrence(recurrence=made, by=by, at=at)
    with pytest.raises(invoicing.AlreadyStopped):
        to = hosting(amina_unit, festival)
        invoicing.change_recurrence(recurrence=made, to=to, by=by, at=at)
