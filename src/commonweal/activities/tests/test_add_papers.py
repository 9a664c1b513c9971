"""activities.add_papers: the member brings what was asked."""

import pytest
from django.db import connection
from tests.cast import actor, make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.tests.openings import ask


def test_the_request_waits_for_the_adviser_again(amina, by, at):
    request, adviser = ask(amina), make_staff(Role.ADVISER)
    activities.ask_papers(request=request, remark="VCA", adviser=adviser, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', '', true)")
    added = activities.add_papers(request=request, papers=[7], by=actor(amina), at=at)
    assert (added.state, added.papers) == ("sent", [7])


def test_a_decided_request_takes_none(amina, by, at):
    request = ask(amina)
    activities.withdraw_opening(request=request, by=actor(amina), at=at)
    with pytest.raises(activities.AlreadyDecided, match="Withdrawn"):
        activities.add_papers(request=request, papers=[7], by=actor(amina), at=at)
