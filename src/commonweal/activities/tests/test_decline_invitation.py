"""activities.decline_invitation: whoever was invited says no."""

from datetime import timedelta

import pytest
from tests.cast import actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.mandates import invite, studio


@pytest.fixture
def invitation(amina, bram):
    return invite(studio(amina), amina, "bram@example.org")


def decline(invitation, member, at):
    return activities.decline_invitation(
        invitation=invitation, member=member, by=actor(member), at=at
    )


def test_no_is_an_answer_and_opens_nothing(invitation, bram, at):
    declined = decline(invitation, bram, at)
    assert (declined.state, declined.member, declined.answered_at) == ("declined", bram, at)
    assert queries.units_of(member_id=bram.pk) == []


def test_after_a_no_the_address_can_be_invited_again(invitation, amina, bram, at):
    decline(invitation, bram, at)
    assert invite(invitation.unit, amina, "bram@example.org").state == "open"


def test_it_refuses_another_member(invitation, carla, at):
    with pytest.raises(activities.OtherAddress):
        decline(invitation, carla, at)


def test_it_refuses_a_second_answer_and_one_that_is_too_late(invitation, bram, at):
    with pytest.raises(activities.InvitationExpired):
        decline(invitation, bram, at + timedelta(days=15))
    decline(invitation, bram, at)
    with pytest.raises(activities.InvitationAnswered):
        decline(invitation, bram, at)
