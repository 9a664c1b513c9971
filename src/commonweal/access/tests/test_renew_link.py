"""An expired link is replaced with one click."""

from datetime import timedelta

import pytest

from commonweal.access import actions as access
from commonweal.access import queries

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_new_one_opens_and_the_old_one_stays_shut(by, at):
    old = access.issue_link(purpose="confirm", about="order:12", expires_at=at + DAY, by=by, at=at)
    later = at + 2 * DAY
    with pytest.raises(queries.LinkExpired) as refused:
        queries.find_link(token=old, purpose="confirm", at=later)
    new = access.renew_link(link=refused.value.link, expires_at=later + DAY, by=by, at=later)
    assert queries.find_link(token=new, purpose="confirm", at=later).about == "order:12"
    with pytest.raises(queries.LinkExpired):
        queries.find_link(token=old, purpose="confirm", at=later)
