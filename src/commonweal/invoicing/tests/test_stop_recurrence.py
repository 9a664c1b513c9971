import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.invoicing.tests.recurring import hosting


def test_it_comes_back_no_more(amina_unit, festival, by, at):
    made = invoicing.start_recurrence(recurrence=hosting(amina_unit, festival), by=by, at=at)
    stopped = invoicing.stop_recurrence(recurrence=made, by=by, at=at)
    assert stopped.stopped_at == at
    assert not found.recurrences_due(until=made.next_on).exists()


def test_it_is_stopped_once(amina_unit, festival, by, at):
    made = invoicing.start_recurrence(recurrence=hosting(amina_unit, festival), by=by, at=at)
    invoicing.stop_recurrence(recurrence=made, by=by, at=at)
    with pytest.raises(invoicing.AlreadyStopped, match="04/05/2026"):
        invoicing.stop_recurrence(recurrence=made, by=by, at=at)
