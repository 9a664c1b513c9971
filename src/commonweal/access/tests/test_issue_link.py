"""A door without an account."""

from datetime import timedelta

import pytest

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.models import Link
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def issue(by, at, about="order:12"):
    return access.issue_link(purpose="confirm", about=about, expires_at=at + DAY, by=by, at=at)


def test_the_token_has_at_least_128_bits_and_only_its_hash_is_kept(by, at):
    token = issue(by, at)
    assert len(token) * 6 >= 128
    kept = bytes(Link.objects.get().digest)
    assert len(kept) == 32
    assert token.encode() not in kept


def test_two_links_are_never_alike(by, at):
    assert len({issue(by, at) for _ in range(50)}) == 50


def test_it_opens_one_purpose_only(by, at):
    token = issue(by, at)
    assert queries.find_link(token=token, purpose="confirm", at=at).about == "order:12"
    with pytest.raises(queries.LinkUnknown, match="Copy the whole link"):
        queries.find_link(token=token, purpose="pay", at=at)


def test_it_stops_at_its_instant_and_says_what_to_do(by, at):
    token = issue(by, at)
    queries.find_link(token=token, purpose="confirm", at=at + DAY - timedelta(seconds=1))
    with pytest.raises(queries.LinkExpired, match="05/05/2026 09:00") as refused:
        queries.find_link(token=token, purpose="confirm", at=at + DAY)
    assert refused.value.link.about == "order:12"


@pytest.mark.parametrize("token", ["", "x", "' or 1=1", "é" * 40, "a" * 10_000])
def test_a_guess_opens_nothing(by, at, token):
    issue(by, at)
    with pytest.raises(queries.LinkUnknown):
        queries.find_link(token=token, purpose="confirm", at=at)


def test_the_event_names_the_thing_and_not_the_token(by, at):
    token = issue(by, at)
    event = Event.objects.get()
    assert (event.subjects, event.data) == (["order:12"], {"purpose": "confirm"})
    assert token not in str(event.data)
