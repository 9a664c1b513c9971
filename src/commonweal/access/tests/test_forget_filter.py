"""A saved filter is forgotten by its person."""

import pytest

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.tests.people import nora

pytestmark = pytest.mark.django_db
PAGE = "desk:invoices"


def test_only_the_one_named_is_forgotten_and_twice_is_no_harm(by, at):
    user = nora(by, at)
    for name in ("Late", "Mine"):
        access.save_filter(user=user, page=PAGE, name=name, query="q=x", by=by, at=at)
    for _time in range(2):
        access.forget_filter(user=user, page=PAGE, name="Late", by=by, at=at)
    assert [each.name for each in queries.saved_filters(user=user.pk, page=PAGE)] == ["Mine"]
