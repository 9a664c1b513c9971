"""A person gets a role."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from commonweal.access import actions as access
from commonweal.access import queries
from commonweal.access.models import RoleGrant
from commonweal.access.queries import Role
from commonweal.access.tests.people import nora

pytestmark = pytest.mark.django_db


def test_a_role_counts_from_its_instant_on(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.AUDITOR, by=by, at=at)
    assert queries.roles_at(user=user, at=at - timedelta(seconds=1)) == frozenset()
    assert queries.roles_at(user=user, at=at) == {Role.AUDITOR}


def test_a_dated_role_ends_by_itself(by, at):
    user, end = nora(by, at), at + timedelta(days=30)
    access.grant_role(user=user, role=Role.AUDITOR, until_at=end, by=by, at=at)
    assert queries.roles_at(user=user, at=end - timedelta(seconds=1)) == {Role.AUDITOR}
    assert queries.roles_at(user=user, at=end) == frozenset()


def test_it_refuses_a_role_that_is_held_already(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.AUDITOR, by=by, at=at)
    with pytest.raises(access.RoleHeld, match="Nora Peeters already has the role “Auditor”"):
        access.grant_role(user=user, role=Role.AUDITOR, by=by, at=at)


def test_the_database_holds_an_open_role_once(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.AUDITOR, by=by, at=at)
    with pytest.raises(IntegrityError, match="grant_open_once"):
        RoleGrant.objects.create(user=user, role=Role.AUDITOR, from_at=at, by=by.id)


def test_people_are_found_by_role(by, at):
    user = nora(by, at)
    access.grant_role(user=user, role=Role.LEGAL, by=by, at=at)
    assert list(queries.people(roles=[Role.LEGAL], at=at)) == [user]
    assert list(queries.people(roles=[Role.BOARD], at=at)) == []


def test_one_person_stands_for_each_role_with_all_their_roles(by, at):
    user = nora(by, at)
    for role in (Role.BOARD, Role.LEGAL):
        access.grant_role(user=user, role=role, by=by, at=at)
    assert queries.one_per_role(at=at) == [(user, [Role.BOARD, Role.LEGAL])]
