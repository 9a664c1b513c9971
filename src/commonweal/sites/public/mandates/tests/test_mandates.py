"""The page behind an invitation: for the one it was sent to, and clear for everybody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, actor, make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Mandate, Unit
from commonweal.activities.tests.mandates import invite, letter_to, studio, token_of
from commonweal.kernel import clock
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def invitation(amina, bram):
    return invite(studio(amina), amina, "bram@example.org", "co_manager", 1)


@pytest.fixture
def link(invitation):
    return reverse("public:mandate", args=[token_of(letter_to("bram@example.org"))])


def visitor(member=None):
    client = Client(headers=ENGLISH)
    if member:
        client.force_login(member.user)
    return client


def test_who_is_not_signed_in_reads_what_it_is_and_how_to_answer(link):
    page = visitor().get(link)
    for words in ("Atelier Brume", "Amina Benali", "Co-manager", "Sign in", "Not a member yet?"):
        assert words in page.text
    assert "b•••@example.org" in page.text
    assert "bram@example.org" not in page.text
    assert f"/account/login/?next={link}" in page.text


def test_the_member_it_was_sent_to_accepts_and_is_led_to_the_budget(link, invitation, bram):
    browser = visitor(bram)
    assert "Accept" in browser.get(link).text
    answer = browser.post(link, {"answer": "accept"})
    assert answer.url == reverse("portal:budget", args=[invitation.unit_id])
    assert browser.get(answer.url).status_code == 200
    assert Mandate.objects.get(member=bram).role == "co_manager"


def test_a_no_is_told_as_such(link, invitation, bram):
    browser = visitor(bram)
    assert browser.post(link, {"answer": "decline"}).url == link
    page = browser.get(link)
    assert page.status_code == 410
    assert "It was declined on" in page.text


def test_a_stranger_who_is_signed_in_reads_whose_it_is_and_cannot_answer(link, carla):
    browser = visitor(carla)
    page = browser.get(link)
    assert "This invitation is for somebody else" in page.text
    assert "bram@example.org" not in page.text
    assert 'value="accept"' not in page.text
    refused = browser.post(link, {"answer": "accept"})
    assert refused.status_code == 422
    assert not Mandate.objects.filter(member=carla).exists()


def test_nobody_and_staff_answer_nothing(link):
    staff = Client(headers=ENGLISH)
    staff.force_login(make_staff(Role.ADVISER))
    for browser in (visitor(), staff):
        assert browser.post(link, {"answer": "accept"}).status_code == 200
    assert Mandate.objects.count() == 1


def test_an_accepted_invitation_says_so_and_leads_on_only_its_member(link, bram, carla):
    browser = visitor(bram)
    browser.post(link, {"answer": "accept"})
    assert "To the budget" in browser.get(link).text
    for other in (visitor(), visitor(carla)):
        page = other.get(link)
        assert (page.status_code, "To the budget" in page.text) == (410, False)


def test_an_expired_link_offers_a_fresh_one_to_the_same_address_only(link, invitation):
    clock.move(to=NOW + timedelta(days=15))
    page = visitor().get(link)
    assert page.status_code == 410
    assert "Send me a fresh link" in page.text
    before = tray().count()
    for _click in range(3):
        visitor().post(f"{link}fresh-link/")
    assert tray().count() == before + 1
    fresh = letter_to("bram@example.org")
    assert fresh.context["inviter"] == "Amina Benali"
    assert "Open the newest letter" in visitor().get(link).text
    assert visitor().get(reverse("public:mandate", args=[token_of(fresh)])).status_code == 200


def test_a_link_that_works_needs_no_fresh_one(link):
    before = tray().count()
    assert visitor().post(f"{link}fresh-link/").url == link
    assert tray().count() == before


def test_a_withdrawn_invitation_sends_no_fresh_link(link, invitation, amina):
    activities.withdraw_invitation(invitation=invitation, by=actor(amina), at=NOW)
    clock.move(to=NOW + timedelta(days=15))
    before = tray().count()
    visitor().post(f"{link}fresh-link/")
    page = visitor().get(link)
    assert "it was withdrawn on" in page.text
    assert tray().count() == before


def test_a_unit_that_was_closed_is_not_joined(link, invitation, bram):
    Unit.objects.filter(pk=invitation.unit_id).update(closed_on=NOW.date())
    page = visitor(bram).post(link, {"answer": "accept"})
    assert page.status_code == 422
    assert "was closed on" in page.text
    assert queries.units_of(member_id=bram.pk) == []


def test_an_invented_link_opens_nothing(entity):
    for name in ("mandate", "mandate_fresh_link"):
        address = reverse(f"public:{name}", args=["invented"])
        answer = visitor().get(address) if name == "mandate" else visitor().post(address)
        assert answer.status_code == 404
