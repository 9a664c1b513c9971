"""flows.shareholders: what asks for a share is refused without one."""

from datetime import date

import pytest
from tests.cast import actor, make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.tests.openings import wish
from commonweal.flows.shareholders import actions, queries
from commonweal.flows.shareholders.queries import Deed
from commonweal.members import actions as members


def test_an_activity_asks_for_a_share(amina, at):
    with pytest.raises(queries.ShareNeeded, match="Let Amina Benali pay a share first"):
        actions.request_opening(request=wish(amina), by=actor(amina), at=at)


def test_with_a_share_it_is_sent(amina, at, by):
    (amina,) = members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=by, at=at)
    request = actions.request_opening(request=wish(amina), by=actor(amina), at=at)
    assert request.state == activities.OpeningRequest.State.SENT


def test_everybody_who_lacks_one_is_named(amina, bram):
    found = queries.refusals(members=[amina, bram], deed=Deed.RECEIVE)
    assert [each.values["name"] for each in found] == ["Amina Benali", "Bram De Smet"]


def test_a_second_manager_is_invited_once_the_activity_is_open(amina, bram, at, by):
    (amina,) = members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=by, at=at)
    request = activities.request_opening(
        request=wish(amina, partner_email=bram.email), by=actor(amina), at=at
    )
    accepted = actions.accept_opening(
        request=request, adviser=make_staff(Role.ADVISER), by=by, at=at
    )
    (invitation,) = accepted.unit.invitations.all()
    assert (invitation.email, invitation.role) == (bram.email, "manager")
    assert invitation.invited_by_name == "Amina Benali"


def test_a_request_of_somebody_without_a_share_is_not_accepted(amina, at, by):
    request = activities.request_opening(request=wish(amina), by=actor(amina), at=at)
    with pytest.raises(queries.ShareNeeded):
        actions.accept_opening(request=request, adviser=make_staff(Role.ADVISER), by=by, at=at)
