"""activities.invite_again: a fresh link to the same address."""

from datetime import timedelta

import pytest
from tests.cast import TODAY, actor

from commonweal.access import queries as access
from commonweal.activities import actions as activities
from commonweal.activities.actions import Unit
from commonweal.activities.tests.mandates import invite, letter_to, studio, token_of
from commonweal.letters.queries import tray

LATER = timedelta(days=20)


@pytest.fixture
def invitation(amina, bram):
    return invite(studio(amina), amina, "bram@example.org")


def test_the_fresh_link_opens_and_the_old_one_does_not(invitation, by, at):
    old = token_of(letter_to("bram@example.org"))
    sent = activities.invite_again(invitation=invitation, by=by, at=at + LATER)
    fresh = token_of(letter_to("bram@example.org"))
    assert sent.expires_at == at + LATER + timedelta(days=14)
    found = access.find_link(token=fresh, purpose="mandate", at=at + LATER)
    assert found.about == invitation.ref
    with pytest.raises(access.LinkExpired):
        access.find_link(token=old, purpose="mandate", at=at + LATER)


def test_the_letter_still_says_who_invited(invitation, by, at):
    activities.invite_again(invitation=invitation, by=by, at=at)
    assert letter_to("bram@example.org").context["inviter"] == "Amina Benali"
    assert tray().count() == 2


def test_what_expired_can_be_accepted_afterwards(invitation, bram, by, at):
    activities.invite_again(invitation=invitation, by=by, at=at + LATER)
    mandate = activities.accept_invitation(
        invitation=invitation, member=bram, by=actor(bram), at=at + LATER
    )
    assert mandate.since == TODAY + LATER


def test_it_refuses_what_is_settled_and_a_closed_unit(invitation, by, at):
    Unit.objects.filter(pk=invitation.unit_id).update(closed_on=TODAY)
    with pytest.raises(activities.UnitClosed):
        activities.invite_again(invitation=invitation, by=by, at=at)
    Unit.objects.filter(pk=invitation.unit_id).update(closed_on=None)
    activities.withdraw_invitation(invitation=invitation, by=by, at=at)
    with pytest.raises(activities.InvitationWithdrawn):
        activities.invite_again(invitation=invitation, by=by, at=at)
