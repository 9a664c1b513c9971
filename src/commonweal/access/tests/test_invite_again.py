"""A second letter for somebody who has no password yet."""

import pytest

from commonweal.access import actions as access
from commonweal.access import queries

pytestmark = pytest.mark.django_db


def test_only_the_newest_link_opens(by, at):
    first = access.invite(email="n@example.org", name="Nora", language="nl", by=by, at=at)
    second = access.invite_again(user=first.user, by=by, at=at)
    found = queries.find_link(token=second.token, purpose=access.INVITATION, at=at)
    assert found.about == first.user.ref
    with pytest.raises(queries.LinkExpired):
        queries.find_link(token=first.token, purpose=access.INVITATION, at=at)
