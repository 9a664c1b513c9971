"""members.restore_email: an address that somebody else changed is put back, while it is known."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.cast import actor

from commonweal.letters.models import Letter
from commonweal.members import actions as members
from commonweal.members import queries
from commonweal.members.models import Member

OLD, NEW, NEWER = "amina@example.org", "thief@example.com", "thief@example.net"
HOLD = timedelta(days=7)


def change(member, at, email=NEW, **details):
    return members.change_details(
        member=member, details={"email": email, **details}, by=actor(member), at=at
    )


def known(member, at):
    return queries.known_email(member=Member.objects.get(pk=member.pk), at=at)


def test_the_address_before_is_the_known_one_for_a_week(amina, at):
    assert known(amina, at) == OLD
    changed = change(amina, at)
    assert (changed.email, changed.email_before, changed.email_changed_at) == (NEW, OLD, at)
    assert known(amina, at + HOLD - timedelta(minutes=1)) == OLD
    assert known(amina, at + HOLD) == NEW


def test_a_second_change_does_not_make_the_first_one_known(amina, at):
    change(amina, at)
    later = at + timedelta(days=6)
    change(amina, later, NEWER)
    assert known(amina, later) == OLD
    assert known(amina, at + HOLD) == OLD
    assert known(amina, later + HOLD) == NEWER


def test_who_returns_to_the_known_address_has_no_other_and_no_letter(amina, at):
    change(amina, at)
    changed = change(amina, at, OLD)
    assert (changed.email, changed.email_before, changed.email_changed_at) == (OLD, "", None)
    assert Letter.objects.count() == 1


def test_the_old_address_is_told_in_the_language_until_then(amina, at):
    Member.objects.filter(pk=amina.pk).update(language="en")
    change(amina, at, language="de")
    letter = Letter.objects.get(kind="address_changed")
    assert (letter.to, letter.language, letter.about) == (OLD, "en", amina.ref)
    assert "t•••@example.com" in letter.body and NEW not in letter.body
    assert "/address/" in letter.body and "11 May 2026" in letter.body


def test_after_a_second_change_both_addresses_until_then_are_told(amina, at):
    change(amina, at)
    change(amina, at, NEWER)
    told = Letter.objects.filter(kind="address_changed").order_by("pk")
    assert [letter.to for letter in told] == [OLD, OLD, NEW]


@pytest.mark.parametrize("same", [OLD, "Amina@Example.org", f" {OLD} "])
def test_the_same_address_is_no_change(amina, at, same):
    changed = change(amina, at, same)
    assert (changed.email_before, changed.email_changed_at) == ("", None)
    assert not Letter.objects.exists()


def test_an_address_that_never_received_mail_is_not_the_known_one(amina, at):
    Member.objects.filter(pk=amina.pk).update(email="unknown")
    assert change(amina, at).email_before == ""
    assert not Letter.objects.exists()


def test_it_puts_the_known_address_back(amina, at):
    change(amina, at)
    change(amina, at, NEWER)
    back = members.restore_email(member=amina, by=actor(amina), at=at + timedelta(days=3))
    back.refresh_from_db()
    assert (back.email, back.email_before, back.email_changed_at) == (OLD, "", None)


def test_what_was_known_for_a_week_stays(amina, at):
    with pytest.raises(members.AddressStays, match="Call the office"):
        members.restore_email(member=amina, by=actor(amina), at=at)
    change(amina, at)
    with pytest.raises(members.AddressStays):
        members.restore_email(member=amina, by=actor(amina), at=at + HOLD)
    assert Member.objects.get(pk=amina.pk).email == NEW


@pytest.mark.parametrize("half", ["email_before", "email_changed_at"])
def test_the_database_keeps_the_address_before_with_its_time(amina, at, half):
    value = OLD if half == "email_before" else at
    with pytest.raises(IntegrityError):
        Member.objects.filter(pk=amina.pk).update(**{half: value})
