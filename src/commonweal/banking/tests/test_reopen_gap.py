"""What was said of a gap is taken back, once."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import CHECKER, NOW
from commonweal.banking.tests.test_dismiss_gap import dismiss
from commonweal.banking.tests.test_dismiss_gap import gap as gap

pytestmark = pytest.mark.django_db


def reopen(dismissed):
    return banking.reopen_gap(dismissed=dismissed, by=CHECKER, at=NOW)


def test_the_gap_stands_on_the_list_again_and_may_be_dismissed_again(gap):
    kept = reopen(dismiss(gap.after))
    assert (kept.reopened_by_name, kept.reopened_at) == ("Chris Peeters", NOW)
    assert [one.after for one in queries.gaps()] == [gap.after]
    dismiss(gap.after)
    assert queries.gaps() == []


def test_it_is_taken_back_once(gap):
    dismissed = dismiss(gap.after)
    reopen(dismissed)
    with pytest.raises(banking.GapReopened):
        reopen(dismissed)
