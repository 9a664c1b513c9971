"""What a bankrupt client was invoiced since is written off too, and claimed anew."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from commonweal.flows.insolvency import actions
from commonweal.flows.insolvency.tests.test_mark_bankrupt import failure
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.tests.failing import invoice
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


def test_only_what_is_new_is_written_off_and_all_is_claimed(amina, amina_unit, festival, by):
    invoice(amina_unit, festival, net=500_00)
    wanted = job(amina_unit, festival, worker(amina, day(later(3))))
    confirm(place(amina, festival, wanted).order)
    declare()
    at = NOW + timedelta(days=2)
    first = actions.mark_bankrupt(failure=failure(festival), by=by, at=at)
    claimed = guarantee.get_bankruptcy(id=first.bankruptcy.pk).claim
    assert [loss.net_cents for loss in first.losses] == [500_00]

    at = on(later(4))  # the work went on and is invoiced by itself; so is the wage
    assert payroll.standing().get().guaranteed
    bankruptcy = guarantee.get_bankruptcy(id=first.bankruptcy.pk)
    since = actions.write_off_since(bankruptcy=bankruptcy, by=by, at=at)
    assert [loss.net_cents for loss in since.losses] == [1000_00]
    anew = guarantee.get_bankruptcy(id=bankruptcy.pk).claim
    assert anew.sha256 != claimed.sha256
    with pytest.raises(actions.NothingOpen):
        actions.write_off_since(bankruptcy=bankruptcy, by=by, at=at)
