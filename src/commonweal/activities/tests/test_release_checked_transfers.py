"""activities.release_checked_transfers: an adviser looked, and the receiver is asked."""

from datetime import date, timedelta

import pytest
from tests.cast import TODAY

from commonweal.activities import actions as activities
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.deals import money, propose
from commonweal.letters.models import Letter


def test_the_receiver_has_the_full_time_from_then_on(amina, amina_unit, carla_unit, by, at):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina, checking=True)
    later = at + timedelta(days=20)
    (released,) = activities.release_checked_transfers(transfers=[transfer], by=by, at=later)
    assert (released.state, released.expires_on) == ("proposed", date(2026, 6, 7))
    assert money(amina_unit, on=released.expires_on) == (935_00, 300_00, 635_00)
    assert money(amina_unit, on=date(2026, 6, 8)) == (935_00, 0, 935_00)
    assert money(amina_unit, on=TODAY) == (935_00, 300_00, 635_00)
    assert Letter.objects.get().kind == "transfer_proposed"


def test_it_refuses_what_waits_for_no_adviser(amina, amina_unit, carla_unit, by, at):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    with pytest.raises(activities.AlreadyAnswered):
        activities.release_checked_transfers(transfers=[transfer], by=by, at=at)
