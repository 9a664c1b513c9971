"""The page behind the letter about a changed account number: confirm it, or stop it."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, actor

from commonweal.banking import queries as bank
from commonweal.flows.payday import actions as payday
from commonweal.kernel import clock
from commonweal.letters.models import Letter

pytestmark = pytest.mark.django_db
OLD, NEW = "BE48001123456727", "BE68539007547034"


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def link(amina):
    payday.change_account(member=amina, iban=NEW, by=actor(amina), at=NOW)
    token = re.search(r"/account-number/([\w-]+)/", Letter.objects.latest("pk").body)[1]
    return reverse("public:account_number", args=[token])


def held(amina, at=NOW):
    return bank.held(payees=[amina.ref], at=at).get(amina.ref)


def test_it_shows_the_last_digits_and_when_the_number_serves(visitor, link):
    text = visitor.get(link).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "BE•• •••• 7034" in text and "5 May 2026, 09:00" in text
    assert "5390 0754" not in text


def test_looking_changes_nothing(visitor, link, amina):
    visitor.get(link)
    assert held(amina).needs == "confirmation"


def test_it_was_me(visitor, link, amina):
    page = visitor.post(link, {"answer": "confirm"}, follow=True)
    assert "Confirmed" in page.text
    assert held(amina).needs == "time"
    assert held(amina, NOW + timedelta(days=1)) is None
    (row,) = bank.histories(payees=[amina.ref])[amina.ref].waiting(NOW)
    assert (row.confirmed_how, row.confirmed_by) == ("link", amina.ref)


def test_it_was_not_me(visitor, link, amina):
    page = visitor.post(link, {"answer": "stop"}, follow=True)
    assert "Stopped" in page.text
    assert held(amina) is None
    amina.refresh_from_db()
    assert amina.iban == OLD
    answer = visitor.post(link, {"answer": "confirm"})
    assert answer.status_code == 422
    assert held(amina) is None


def test_it_can_be_stopped_after_it_was_confirmed_and_served(visitor, link, amina):
    visitor.post(link, {"answer": "confirm"})
    clock.move(to=NOW + timedelta(days=2))
    assert "give a number again" in visitor.get(link).text
    visitor.post(link, {"answer": "stop"})
    assert held(amina, NOW + timedelta(days=2)).needs == "number"


def test_who_has_a_second_factor_does_not_confirm_by_mail(visitor, link, amina):
    Authenticator.objects.create(user=amina.user, type="totp", data={"secret": "x"})
    assert "second factor" in visitor.get(link).text
    visitor.post(link, {"answer": "confirm"})
    assert held(amina).needs == "confirmation"
    visitor.post(link, {"answer": "stop"})
    assert held(amina) is None


def test_an_old_link_says_where_to_ask_for_a_new_one(visitor, link, amina):
    clock.move(to=NOW + timedelta(days=15))
    page = visitor.get(link)
    assert page.status_code == 410 and "fresh link" in page.text
    visitor.post(link, {"answer": "confirm"})
    assert held(amina, NOW + timedelta(days=15)).needs == "confirmation"


def test_a_link_that_nobody_sent_is_not_known(visitor, entity):
    assert visitor.get(reverse("public:account_number", args=["x" * 32])).status_code == 404


def test_a_second_factor_set_up_after_the_change_does_not_shut_the_letter(
    visitor, link, amina, settings, monkeypatch
):
    """Else a thief who sets one up would be the only one who can confirm."""
    app = Authenticator.objects.create(user=amina.user, type="totp", data={"secret": "x"})
    Authenticator.objects.filter(pk=app.pk).update(created_at=NOW + timedelta(minutes=1))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.CLOCK_IS_MOVABLE = False
    visitor.post(link, {"answer": "confirm"})
    assert bank.histories(payees=[amina.ref])[amina.ref].rows[-1].confirmed_how == "link"
