"""Cancelling: before the file is made, with a reason."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking.models import Payment
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW
from commonweal.banking.tests.test_build_batch import build, wage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by", [MAKER, CHECKER])
def test_maker_and_checker_can_cancel(account, by):
    batch = build(wage())
    banking.cancel_batch(batch=batch, because=" Wrong day ", by=by, at=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.cancelled_by) == ("cancelled", by.id)
    assert batch.cancelled_because == "Wrong day"
    assert not Payment.objects.get().live


def test_it_can_be_cancelled_after_approval(account):
    batch = banking.approve_batch(batch=build(wage()), by=CHECKER, at=NOW)
    assert banking.cancel_batch(batch=batch, because="x", by=MAKER, at=NOW).state == "cancelled"


def test_it_asks_for_a_reason(account):
    with pytest.raises(banking.NoReasonGiven):
        banking.cancel_batch(batch=build(wage()), because=" ", by=MAKER, at=NOW)


def test_it_refuses_when_the_file_is_made(account):
    batch = banking.approve_batch(batch=build(wage()), by=CHECKER, at=NOW)
    banking.export_batch(batch=batch, by=MAKER, at=NOW)
    with pytest.raises(banking.TooLateToCancel):
        banking.cancel_batch(batch=batch, because="Stop", by=MAKER, at=NOW)
