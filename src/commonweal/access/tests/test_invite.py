"""A person is invited and chooses a password by a link."""

from datetime import timedelta

import pytest

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_the_link_opens_for_seven_days_and_names_the_person(by, at):
    invited = access.invite(email="n@example.org", name="Nora", language="nl", by=by, at=at)
    almost = at + timedelta(days=7, seconds=-1)
    link = queries.find_link(token=invited.token, purpose=access.INVITATION, at=almost)
    assert link.about == invited.user.ref
    assert not invited.user.has_usable_password()


def test_after_seven_days_the_remedy_is_a_new_link(by, at):
    invited = access.invite(email="n@example.org", name="Nora", language="nl", by=by, at=at)
    with pytest.raises(queries.LinkExpired, match="new link"):
        queries.find_link(token=invited.token, purpose=access.INVITATION, at=at + timedelta(days=7))


def test_it_leaves_one_event_about_the_person(by, at):
    invited = access.invite(email="n@example.org", name="Nora", language="nl", by=by, at=at)
    assert Event.objects.get().subjects == [invited.user.ref]


def test_it_refuses_an_address_that_is_taken(by, at):
    access.invite(email="n@example.org", name="Nora", language="nl", by=by, at=at)
    with pytest.raises(access.AddressTaken):
        access.invite(email="n@example.org", name="Nina", language="fr", by=by, at=at)
