"""clients.unmerge: what was one client by mistake is two again."""

import pytest
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.tests.test_merge import double


@pytest.fixture
def merged(festival, by, at):
    other = double()
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    return other


def test_each_is_again_what_it_was(festival, merged, by, at):
    parted = clients.unmerge(client=merged, reason="two houses", by=by, at=at)
    assert parted == merged and parted.merged_into is None
    assert queries.get(id=merged.pk) == merged
    festival.refresh_from_db()
    assert (festival.iban, festival.cost_centre) == ("", "")
    newest, oldest = queries.merges(client=festival)
    assert (newest.undoes, newest.reason) == (oldest, "two houses")


def test_what_was_corrected_since_stays(festival, merged, by, at):
    clients.correct(client=festival, details={"cost_centre": "K9"}, by=by, at=at)
    clients.unmerge(client=merged, reason="two houses", by=by, at=at)
    festival.refresh_from_db()
    assert (festival.iban, festival.cost_centre) == ("", "K9")


def test_the_number_goes_back(festival, by, at):
    other = double()
    clients.merge(keep=other, others=[festival], reason="same", by=by, at=at)
    clients.unmerge(client=festival, reason="no", by=by, at=at)
    other.refresh_from_db()
    assert other.enterprise_number is None
    assert queries.find_by_enterprise_number(number="0871234105") == festival


def test_those_that_had_gone_into_it_go_along(festival, by, at):
    first, second = double(), double(name="Second")
    clients.merge(keep=first, others=[second], reason="same", by=by, at=at)
    clients.merge(keep=festival, others=[first], reason="same", by=by, at=at)
    clients.unmerge(client=first, reason="no", by=by, at=at)
    assert queries.get(id=second.pk) == first
    assert queries.family(client=festival) == [festival.pk]


def test_a_block_and_its_day_come_back(festival, by, at):
    other = double()
    clients.block(clients=[other], reason="three unpaid", by=by, at=at)
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    clients.unmerge(client=other, reason="no", by=by, at=at)
    festival.refresh_from_db()
    other.refresh_from_db()
    assert (festival.blocked_on, other.blocked_on) == (None, at.date())


def test_they_can_be_merged_again(festival, merged, by, at):
    clients.unmerge(client=merged, reason="no", by=by, at=at)
    clients.merge(keep=festival, others=[merged], reason="yes after all", by=by, at=at)
    assert queries.get(id=merged.pk) == festival
    clients.unmerge(client=merged, reason="no", by=by, at=at)
    assert queries.get(id=merged.pk) == merged


def test_it_refuses_a_client_that_stands_by_itself(festival, by, at):
    with pytest.raises(clients.NotMerged):
        clients.unmerge(client=festival, reason="no", by=by, at=at)


def test_it_refuses_without_a_reason(merged, by, at):
    with pytest.raises(clients.MergeReasonMissing):
        clients.unmerge(client=merged, reason="", by=by, at=at)


def test_it_refuses_when_the_number_is_anothers_now(festival, by, at):
    other = double()
    clients.merge(keep=other, others=[festival], reason="same", by=by, at=at)
    clients.correct(client=other, details={"enterprise_number": None}, by=by, at=at)
    third = make_client(name="Third")
    with pytest.raises(clients.NumberInUse, match=third.name):
        clients.unmerge(client=festival, reason="no", by=by, at=at)
