"""Links are shut before their time."""

from datetime import timedelta

import pytest

from commonweal.access import actions as access
from commonweal.access import queries

pytestmark = pytest.mark.django_db


def test_only_the_links_of_this_purpose_about_these_things_are_shut(by, at):
    issue = {"expires_at": at + timedelta(days=1), "by": by, "at": at}
    shut = access.issue_link(purpose="confirm", about="order:1", **issue)
    other = access.issue_link(purpose="confirm", about="order:2", **issue)
    pay = access.issue_link(purpose="pay", about="order:1", **issue)
    assert access.withdraw_links(purpose="confirm", about=["order:1"], by=by, at=at) == 1
    with pytest.raises(queries.LinkExpired):
        queries.find_link(token=shut, purpose="confirm", at=at)
    assert queries.find_link(token=other, purpose="confirm", at=at).about == "order:2"
    assert queries.find_link(token=pay, purpose="pay", at=at).about == "order:1"
