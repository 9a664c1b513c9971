"""A person chooses a password."""

import pytest

from commonweal.access import actions as access
from commonweal.access import queries

pytestmark = pytest.mark.django_db


def test_the_password_counts_and_the_link_is_used_up(by, at):
    invited = access.invite(email="n@example.org", name="Nora", language="nl", by=by, at=at)
    access.accept_invitation(user=invited.user, password="korenbloem-aan-zee", by=by, at=at)
    invited.user.refresh_from_db()
    assert invited.user.check_password("korenbloem-aan-zee")
    with pytest.raises(queries.LinkExpired):
        queries.find_link(token=invited.token, purpose=access.INVITATION, at=at)
