from datetime import date

import pytest

from commonweal.kernel import queries as kernel
from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import AlreadyClosed, MonthNotOver, close_month
from commonweal.ledger.tests.books import BOOKKEEPER

pytestmark = pytest.mark.django_db


def test_it_closes_up_to_and_including_the_month():
    close_month(month=date(2026, 3, 1), by=BOOKKEEPER, at=START)
    assert queries.closed_up_to() == date(2026, 3, 1)


@pytest.mark.parametrize("month", [date(2026, 3, 1), date(2026, 2, 1)])
def test_it_refuses_a_month_that_is_closed_already(month):
    close_month(month=date(2026, 3, 1), by=BOOKKEEPER, at=START)
    with pytest.raises(AlreadyClosed, match="2026-03"):
        close_month(month=month, by=BOOKKEEPER, at=START)


def test_it_refuses_a_month_that_is_not_over():
    with pytest.raises(MonthNotOver, match="2026-05"):
        close_month(month=date(2026, 5, 1), by=BOOKKEEPER, at=START)


def test_it_leaves_an_event():
    closing = close_month(month=date(2026, 4, 1), by=BOOKKEEPER, at=START)
    assert kernel.events(of=[closing.ref]).get().verb == "ledger.close_month"
