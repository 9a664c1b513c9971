"""activities.withdraw_invitation: an offer is taken back."""

import pytest
from tests.cast import actor

from commonweal.access import queries as access
from commonweal.activities import actions as activities
from commonweal.activities.tests.mandates import invite, letter_to, studio, token_of


@pytest.fixture
def invitation(amina, bram):
    return invite(studio(amina), amina, "bram@example.org")


def test_its_link_opens_no_more(invitation, by, at):
    token = token_of(letter_to("bram@example.org"))
    withdrawn = activities.withdraw_invitation(invitation=invitation, by=by, at=at)
    assert (withdrawn.state, withdrawn.member, withdrawn.answered_at) == ("withdrawn", None, at)
    with pytest.raises(access.LinkExpired):
        access.find_link(token=token, purpose="mandate", at=at)


def test_it_refuses_what_was_answered_or_withdrawn(invitation, bram, by, at):
    activities.accept_invitation(invitation=invitation, member=bram, by=actor(bram), at=at)
    with pytest.raises(activities.InvitationAnswered):
        activities.withdraw_invitation(invitation=invitation, by=by, at=at)


def test_a_second_click_is_told_it_is_done(invitation, by, at):
    activities.withdraw_invitation(invitation=invitation, by=by, at=at)
    with pytest.raises(activities.InvitationWithdrawn):
        activities.withdraw_invitation(invitation=invitation, by=by, at=at)
