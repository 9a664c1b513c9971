"""members.change_details: what is known of a person changes, and a new account is noticed."""

from datetime import date

import pytest
from django.db import IntegrityError
from tests.cast import actor

from commonweal.kernel import identifiers
from commonweal.kernel.models import Event
from commonweal.letters.models import Letter
from commonweal.members import actions as members
from commonweal.members import queries
from commonweal.members.models import Member


def change(member, at, **details):
    return members.change_details(member=member, details=details, by=actor(member), at=at)


def test_it_changes_what_is_named_and_nothing_else(amina, at):
    changed = change(amina, at, family="single_parent", children=2, extra_withholding_bp=2500)
    changed.refresh_from_db()
    assert (changed.family, changed.children) == ("single_parent", 2)
    assert (changed.iban, changed.city) == (amina.iban, "Brussel")
    assert not Letter.objects.exists()


def test_a_new_account_is_logged_by_its_last_digits_only(amina, at):
    change(amina, at, iban="BE68 5390 0754 7034")
    event = Event.objects.get(verb="members.change_iban")
    assert event.subjects == [amina.ref]
    assert event.data == {"before": "BE•• •••• 6727", "after": "BE•• •••• 7034"}


def test_a_first_account_is_no_change(amina, at):
    amina.__class__.objects.filter(pk=amina.pk).update(iban="")
    change(amina, at, iban="BE68539007547034")
    assert not Letter.objects.exists()


def test_a_wrong_account_changes_nothing(amina, at):
    with pytest.raises(identifiers.WrongIban):
        change(amina, at, iban="BE68539007547035", city="Gent")
    amina.refresh_from_db()
    assert (amina.iban, amina.city) == ("BE48001123456727", "Brussel")


def test_it_refuses_the_national_number_of_somebody_else(amina, carla, at):
    with pytest.raises(members.NationalNumberTaken):
        change(carla, at, national_number=amina.national_number)


def test_it_knows_every_status_and_family(amina, at):
    for status in queries.WorkerStatus.values:
        changed = change(
            amina, at, worker_status=status, artwork_certificate_since=date(2024, 2, 1)
        )
        assert changed.worker_status == status
    for family in queries.Family.values:
        assert change(amina, at, family=family).family == family


def test_it_refuses_more_disabled_children_than_children(amina, at):
    with pytest.raises(members.TooManyDisabledChildren, match="2 is more than the 1"):
        change(amina, at, children=1, disabled_children=2)
    assert change(amina, at, children=2, disabled_children=2).disabled_children == 2


@pytest.mark.parametrize("family", ["single", "single_parent"])
def test_it_refuses_a_disabled_partner_of_who_has_none(amina, at, family):
    with pytest.raises(members.NoPartner):
        change(amina, at, family=family, partner_is_disabled=True)


def test_it_refuses_work_under_article_1bis_without_a_certificate(amina, at):
    with pytest.raises(members.CertificateMissing, match="Amina Benali"):
        change(amina, at, worker_status="artist_1bis")


@pytest.mark.parametrize(("typed", "kept"), [("be", "BE"), (" MA ", "MA"), ("", "")])
def test_a_nationality_is_two_letters(amina, at, typed, kept):
    assert change(amina, at, nationality=typed).nationality == kept


@pytest.mark.parametrize("wrong", ["B", "BEL", "B1", "çé"])
def test_it_refuses_a_nationality_that_is_no_country(amina, at, wrong):
    with pytest.raises(members.UnknownCountry):
        change(amina, at, nationality=wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"worker_status": "king"},
        {"worker_status": "artist_1bis"},
        {"family": "clan"},
        {"disabled_children": 1},
        {"partner_is_disabled": True},
        {"nationality": "be"},
    ],
)
def test_the_database_keeps_to_it_too(amina, wrong):
    with pytest.raises(IntegrityError):
        Member.objects.filter(pk=amina.pk).update(**wrong)


def test_the_language_of_letters_is_the_language_of_the_screen(amina, at):
    changed = change(amina, at, language="fr")
    changed.user.refresh_from_db()
    assert changed.user.language == "fr"


def test_a_new_name_is_found(amina, at):
    change(amina, at, last_name="Öztürk")
    assert [m.pk for m in queries.search(text="ozt")] == [amina.pk]
