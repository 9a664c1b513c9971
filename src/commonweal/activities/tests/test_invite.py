"""activities.invite: a mandate is offered by mail, to several at once."""

from datetime import timedelta

import pytest
from tests.cast import NOW, actor

from commonweal.access import queries as access
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import NewInvitation, Unit
from commonweal.activities.tests.mandates import invite, join, letter_to, studio, token_of
from commonweal.kernel.refusals import Refusals
from commonweal.letters.queries import tray

FOURTEEN_DAYS = timedelta(days=14)


def test_several_get_a_letter_each_with_a_link_of_their_own(amina, by, at):
    unit = studio(amina)
    wanted = [
        NewInvitation(unit, "Bram@Example.org ", "co_manager", 2),
        NewInvitation(unit, "noor@example.org", "reader"),
    ]
    bram, noor = activities.invite(invitations=wanted, by=actor(amina), at=at)
    assert (bram.email, bram.role, bram.weight, bram.state) == (
        "bram@example.org", "co_manager", 2, "open",
    )  # fmt: skip
    assert bram.expires_at == NOW + FOURTEEN_DAYS
    assert (noor.invited_by, noor.invited_by_name) == (amina.user.ref, "Amina Benali")
    for made in (bram, noor):
        token = token_of(letter_to(made.email))
        assert access.find_link(token=token, purpose="mandate", at=at).about == made.ref


def test_the_letter_says_who_asks_what_the_role_means_and_until_when(amina, bram, by, at):
    invite(studio(amina), amina, bram.user.email, "contributor")
    letter = letter_to(bram.user.email)
    assert (letter.name, letter.language) == ("Bram De Smet", bram.language)
    assert letter.context["inviter"] == "Amina Benali"
    assert letter.context["unit"] == "Atelier Brume"
    assert letter.context["expires_on"] == "2026-05-18"
    assert set(letter.context) == {"inviter", "unit", "role", "meaning", "link", "expires_on"}


def test_somebody_who_is_no_member_is_written_to_in_the_language_of_whoever_asks(amina, by, at):
    invite(studio(amina), amina, "noor@example.org", "reader")
    letter = letter_to("noor@example.org")
    assert (letter.name, letter.language) == ("noor@example.org", "en")
    assert letter.context["role"] == "Reader"
    assert "Changes nothing" in letter.body


def test_it_refuses_somebody_who_acts_for_the_unit(amina, bram, by, at):
    unit = studio(amina)
    join(unit, amina, bram)
    with pytest.raises(activities.AlreadyActs, match="Bram De Smet already acts for “Atelier"):
        invite(unit, amina, "BRAM@example.org")


def test_it_refuses_a_second_open_invitation_and_says_what_to_do(amina, by, at):
    unit = studio(amina)
    invite(unit, amina, "noor@example.org")
    with pytest.raises(activities.AlreadyInvited, match="Send the open invitation again, or"):
        invite(unit, amina, "Noor@example.org", "reader")
    twice = [NewInvitation(unit, "zoe@example.org", "reader")] * 2
    with pytest.raises(activities.AlreadyInvited):
        activities.invite(invitations=twice, by=by, at=at)
    assert queries.invitations(unit=unit.pk).count() == 1


def test_it_refuses_an_address_that_cannot_receive_mail(amina, by, at):
    with pytest.raises(activities.UnusableEmail, match="“noor@” cannot receive mail"):
        invite(studio(amina), amina, "noor@")


def test_it_refuses_a_closed_unit(amina, by, at):
    unit = studio(amina)
    Unit.objects.filter(pk=unit.pk).update(closed_on=at.date())
    with pytest.raises(activities.UnitClosed, match="Atelier Brume"):
        invite(unit, amina, "noor@example.org")


def test_the_account_of_one_person_gets_no_second_manager(amina, amina_unit, by, at):
    with pytest.raises(activities.PersonalAccount, match="the 3in1 account of one person"):
        invite(amina_unit, amina, "noor@example.org", "manager")
    assert invite(amina_unit, amina, "noor@example.org", "reader").state == "open"


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_sent(amina, by, at):
    unit = studio(amina)
    wanted = [
        NewInvitation(unit, "noor@", "reader"),
        NewInvitation(unit, amina.email, "reader"),
        NewInvitation(unit, "zoe@example.org", "reader"),
    ]
    with pytest.raises(Refusals) as refused:
        activities.invite(invitations=wanted, by=by, at=at)
    assert [one.code for one in refused.value.refusals] == ["unusable_email", "already_acts"]
    assert not tray().exists()
