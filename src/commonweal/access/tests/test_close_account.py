"""An account is closed."""

import pytest

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.queries import Role
from commonweal.access.tests.people import nora

pytestmark = pytest.mark.django_db


def test_nothing_opens_any_more(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.AUDITOR, by=by, at=at)
    access.close_account(user=user, by=by, at=at)
    user.refresh_from_db()
    assert not user.is_active
    assert not user.has_usable_password()
    assert queries.roles_at(user=user, at=at) == frozenset()
    assert list(queries.people(roles=[Role.AUDITOR], at=at)) == []


def test_it_refuses_to_close_the_last_administrator(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.ADMINISTRATOR, by=by, at=at)
    with pytest.raises(access.LastAdministrator):
        access.close_account(user=user, by=by, at=at)
