from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY

from commonweal.guarantee.actions import CapInThePast, CapNotPossible, NoReasonForCap
from commonweal.guarantee.queries import promised
from commonweal.guarantee.tests.scene import cap, confirmed, engaged
from commonweal.kernel.queries import events
from commonweal.kernel.refusals import Refusals

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def of(client, on=TODAY):
    return promised(clients=[client.pk], on=on)[client.pk].cap_cents


def test_it_keeps_who_set_it_and_why(festival):
    row = cap(festival, 80_000_00, reason=" pays within a week ")
    assert (row.cents, row.reason, row.by_name, row.at) == (
        80_000_00, "pays within a week", "Dirk Maes", NOW,
    )  # fmt: skip
    (event,) = events(of=[row.ref])
    assert event.verb == "guarantee.set_cap"


def test_the_last_one_that_has_begun_counts(festival):
    assert of(festival) is None
    cap(festival, 10_00)
    cap(festival, 20_00)
    cap(festival, 30_00, on=TODAY + WEEK)
    assert (of(festival), of(festival, TODAY + WEEK)) == (20_00, 30_00)


def test_what_is_promised_stands_above_a_lower_cap(amina, amina_unit, festival):
    confirmed(amina, amina_unit, festival)
    cap(festival, 0)
    assert engaged(festival) == 1000_00


def test_it_needs_a_reason(festival):
    with pytest.raises(NoReasonForCap):
        cap(festival, 10_00, reason="  ")


def test_it_is_no_debt(festival):
    with pytest.raises(CapNotPossible):
        cap(festival, -1)


def test_it_does_not_begin_in_the_past(festival):
    with pytest.raises(CapInThePast):
        cap(festival, 10_00, on=TODAY - WEEK)


def test_it_says_all_that_lacks_at_once(festival):
    with pytest.raises(Refusals) as refused:
        cap(festival, -1, reason="")
    assert len(refused.value.refusals) == 2
