"""activities.accept_invitation: whoever was invited acts for the unit."""

from datetime import timedelta

import pytest
from tests.cast import TODAY, actor, make_member

from commonweal.access import queries as access
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import Unit
from commonweal.activities.models import Mandate
from commonweal.activities.tests.mandates import (
    invite,
    join,
    letter_to,
    see_only,
    studio,
    token_of,
)


@pytest.fixture
def unit(amina):
    return studio(amina)


@pytest.fixture
def invitation(unit, amina, bram):
    return invite(unit, amina, "bram@example.org", "co_manager", 3)


def accept(invitation, member, at):
    return activities.accept_invitation(
        invitation=invitation, member=member, by=actor(member), at=at
    )


def test_the_member_gets_the_mandate_that_was_offered(invitation, unit, bram, at):
    mandate = accept(invitation, bram, at)
    assert (mandate.unit, mandate.member, mandate.role) == (unit, bram, "co_manager")
    assert (mandate.weight, mandate.since, mandate.ended_on) == (3, TODAY, None)
    assert queries.units_of(member_id=bram.pk) == [unit.pk]
    invitation.refresh_from_db()
    assert (invitation.state, invitation.member, invitation.answered_at) == ("accepted", bram, at)


def test_from_then_on_the_link_opens_no_more(invitation, bram, at):
    token = token_of(letter_to("bram@example.org"))
    accept(invitation, bram, at)
    with pytest.raises(access.LinkExpired):
        access.find_link(token=token, purpose="mandate", at=at)


def test_the_scope_of_the_request_grows_by_the_unit_that_was_joined(invitation, unit, bram, at):
    see_only()
    accept(invitation, bram, at)
    assert Unit.objects.get() == unit


def test_case_does_not_matter_in_an_address(unit, amina, at):
    elke = make_member(first_name="Elke", email="Elke@Example.org", national_number="", iban="")
    assert join(unit, amina, elke).member == elke


def test_it_refuses_another_member_and_says_whose_it_is_without_saying_it_all(
    invitation, carla, at
):
    with pytest.raises(activities.OtherAddress) as refused:
        accept(invitation, carla, at)
    assert "b•••@example.org" in str(refused.value)
    assert "bram@example.org" not in str(refused.value)
    assert "Amina Benali" in str(refused.value)
    assert not Mandate.objects.filter(member=carla).exists()


def test_a_stranger_does_not_hear_what_became_of_it(invitation, bram, carla, at):
    accept(invitation, bram, at)
    with pytest.raises(activities.OtherAddress):
        accept(invitation, carla, at)


def test_it_refuses_after_its_last_moment(invitation, bram, at):
    with pytest.raises(activities.InvitationExpired, match="Ask for a fresh link"):
        accept(invitation, bram, at + timedelta(days=14))
    assert accept(invitation, bram, at + timedelta(days=14, seconds=-1))


def test_it_refuses_what_was_withdrawn(invitation, bram, by, at):
    activities.withdraw_invitation(invitation=invitation, by=by, at=at)
    with pytest.raises(activities.InvitationWithdrawn, match="Ask Amina Benali what happened"):
        accept(invitation, bram, at)


def test_it_refuses_a_second_answer(invitation, bram, at):
    accept(invitation, bram, at)
    with pytest.raises(activities.InvitationAnswered, match="Nothing more to do"):
        accept(invitation, bram, at)


def test_it_refuses_a_unit_that_was_closed_meanwhile(invitation, unit, bram, at):
    Unit.objects.filter(pk=unit.pk).update(closed_on=TODAY)
    with pytest.raises(activities.UnitClosed):
        accept(invitation, bram, at)


def test_it_refuses_who_came_in_by_another_way(invitation, unit, bram, at):
    Mandate.objects.create(unit=unit, member=bram, role="reader")
    with pytest.raises(activities.AlreadyActs):
        accept(invitation, bram, at)
    invitation.refresh_from_db()
    assert invitation.state == "open"
