from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY, make_client

from commonweal.guarantee.actions import CapInThePast, CapNotPossible, NoReasonForCap
from commonweal.guarantee.queries import caps, coverage, near_caps, promised
from commonweal.guarantee.tests.scene import DIRK, cap, confirmed, engaged
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


# Clients that were merged.


def merged(keep, other):
    from commonweal.clients import actions as clients

    return clients.merge(keep=keep, others=[other], reason="the same", by=DIRK, at=NOW)


@pytest.fixture
def other(festival):
    return make_client(name="Theatre", enterprise_number=None, vat_number="")


def test_the_cap_of_a_client_that_was_merged_away_goes_on(festival, other):
    cap(other, 40_00)
    merged(festival, other)
    assert of(festival) == 40_00
    (covered,) = coverage(exposures=[], on=TODAY)
    assert (covered.client, covered.cap_cents, covered.own) == (festival.pk, 40_00, True)
    assert [row.cents for row in caps(client=festival)] == [40_00]


def test_of_the_caps_of_merged_clients_the_last_that_has_begun_counts(festival, other):
    cap(festival, 10_00)
    cap(other, 40_00, on=TODAY + WEEK)
    merged(festival, other)
    assert (of(festival), of(festival, TODAY + WEEK)) == (10_00, 40_00)
    (covered,) = coverage(exposures=[], on=TODAY + WEEK)
    assert covered.cap_cents == 40_00
    assert near_caps(on=TODAY) == 0


def test_a_merged_client_is_near_the_cap_of_any_of_its_names(amina, amina_unit, festival, other):
    confirmed(amina, amina_unit, festival)
    assert near_caps(on=TODAY) == 0
    cap(other, 1_400_00)
    merged(festival, other)
    assert near_caps(on=TODAY) == 1  # 1,000 of 1,400 is above 70 %
    cap(festival, 1_500_00)
    assert near_caps(on=TODAY) == 0
