"""A role is taken away."""

from datetime import timedelta

import pytest

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.queries import Role
from commonweal.access.tests.people import nora

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days", [None, 30])
def test_it_works_at_once_whether_the_role_was_dated_or_not(by, at, days):
    user = nora(by, at)
    end = at + timedelta(days=days) if days else None
    access.grant_role(user=user, role=Role.AUDITOR, until_at=end, by=by, at=at)
    access.revoke_role(user=user, role=Role.AUDITOR, by=by, at=at)
    assert queries.roles_at(user=user, at=at) == frozenset()


def test_it_leaves_other_roles_alone(by, at):
    user = nora(by, at)
    for role in (Role.AUDITOR, Role.LEGAL):
        access.grant_role(user=user, role=role, by=by, at=at)
    access.revoke_role(user=user, role=Role.AUDITOR, by=by, at=at)
    assert queries.roles_at(user=user, at=at) == {Role.LEGAL}


def test_it_refuses_a_role_that_is_not_held(by, at):
    with pytest.raises(access.RoleNotHeld, match="“Legal” is not one of them"):
        access.revoke_role(user=nora(by, at), role=Role.LEGAL, by=by, at=at)


def test_a_role_can_come_back(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.LEGAL, by=by, at=at)
    access.revoke_role(user=user, role=Role.LEGAL, by=by, at=at)
    access.grant_role(user=user, role=Role.LEGAL, by=by, at=at)
    assert queries.roles_at(user=user, at=at) == {Role.LEGAL}


def test_it_refuses_to_take_the_last_administrator_away(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.ADMINISTRATOR, by=by, at=at)
    with pytest.raises(access.LastAdministrator, match="Make somebody else administrator first"):
        access.revoke_role(user=user, role=Role.ADMINISTRATOR, by=by, at=at)
