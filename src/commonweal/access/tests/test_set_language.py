"""A person reads on in another language."""

import pytest

from commonweal.access import actions as access
from commonweal.access.tests.people import nora

pytestmark = pytest.mark.django_db


def test_the_language_is_remembered(by, at):
    user = access.set_language(user=nora(by, at), language="de", by=by, at=at)
    user.refresh_from_db()
    assert user.language == "de"
