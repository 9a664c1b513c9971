"""The page behind the letter about a changed e-mail address, and what the new one may not do."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, actor

from commonweal.banking import queries as bank
from commonweal.flows.payday import actions as payday
from commonweal.kernel import clock
from commonweal.letters.models import Letter
from commonweal.members import actions as members
from commonweal.members.models import Member

pytestmark = pytest.mark.django_db
OLD, NEW = "amina@example.org", "thief@example.com"
IBAN = "BE68539007547034"


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def changed(amina):
    return members.change_details(member=amina, details={"email": NEW}, by=actor(amina), at=NOW)


@pytest.fixture
def link(changed):
    token = re.search(r"/address/([\w-]+)/", Letter.objects.get().body)[1]
    return reverse("public:member_address", args=[token])


def number_links(member, at):
    """The links about a changed account number, by the address they went to."""
    payday.change_account(member=member, iban=IBAN, by=actor(member), at=at)
    return sent(at)


def sent(at):
    letters = Letter.objects.filter(kind="account_changed", posted_at=at)
    found = {each.to: re.search(r"/account-number/([\w-]+)/", each.body)[1] for each in letters}
    return {to: reverse("public:account_number", args=[token]) for to, token in found.items()}


def held(member, at=NOW):
    return bank.held(payees=[member.ref], at=at).get(member.ref)


def email(member):
    return Member.objects.get(pk=member.pk).email


def test_it_shows_the_change_without_the_whole_address(visitor, link, amina):
    text = visitor.get(link).text
    assert "t•••@example.com" in text and NEW not in text and "Put the old address back" in text
    assert email(amina) == NEW


def test_it_was_not_me(visitor, link, amina):
    page = visitor.post(link, follow=True)
    assert email(amina) == OLD
    assert page.status_code == 410 and "a•••@example.org" in page.text


def test_a_week_later_the_link_puts_nothing_back(visitor, link, amina):
    clock.move(to=NOW + timedelta(days=7))
    assert visitor.post(link).status_code == 410
    assert email(amina) == NEW


def test_who_returned_to_it_already_is_told_so(visitor, link, amina):
    members.change_details(member=amina, details={"email": OLD}, by=actor(amina), at=NOW)
    assert visitor.get(link).status_code == 200
    answer = visitor.post(link)
    assert answer.status_code == 422 and "Call the office" in answer.text


def test_a_link_that_nobody_sent_is_not_known(visitor, entity):
    assert visitor.get(reverse("public:member_address", args=["x" * 32])).status_code == 404


def test_the_letter_about_a_number_goes_to_both_and_only_the_old_address_confirms(visitor, changed):
    links = number_links(changed, NOW)
    assert set(links) == {OLD, NEW}
    assert "too new for that" in visitor.get(links[NEW]).text
    visitor.post(links[NEW], {"answer": "confirm"})
    assert held(changed).needs == "confirmation"
    visitor.post(links[OLD], {"answer": "confirm"})
    assert held(changed).needs == "time"


def test_the_new_address_can_stop_a_number(visitor, changed):
    visitor.post(number_links(changed, NOW)[NEW], {"answer": "stop"})
    assert held(changed) is None


def test_a_fresh_link_goes_to_both_and_shuts_those_before(visitor, changed):
    before = number_links(changed, NOW)
    later = NOW + timedelta(days=1)
    clock.move(to=later)
    (waits,) = bank.histories(payees=[changed.ref])[changed.ref].waiting(later)
    payday.send_account_link(account=waits, by=actor(changed), at=later)
    assert set(sent(later)) == {OLD, NEW}
    assert [visitor.get(link).status_code for link in before.values()] == [410, 410]


def test_a_week_later_the_new_address_is_the_known_one(visitor, changed):
    later = NOW + timedelta(days=7)
    clock.move(to=later)
    links = number_links(changed, later)
    assert set(links) == {NEW}
    visitor.post(links[NEW], {"answer": "confirm"})
    assert held(changed, later).needs == "time"


def test_a_desk_that_changed_the_address_does_not_get_the_only_letter(by, visitor, amina):
    found = members.change_details(member=amina, details={"email": NEW}, by=by, at=NOW)
    links = number_links(found, NOW)
    visitor.post(links[NEW], {"answer": "confirm"})
    assert held(found, NOW + timedelta(days=1)).needs == "confirmation"
