"""Where my wage goes: what a change waits for, and the ways to confirm it or take it back."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from tests.cast import NOW

from commonweal.banking import queries as bank
from commonweal.kernel import clock
from commonweal.letters.models import Letter
from commonweal.members.models import Member

pytestmark = pytest.mark.django_db
OLD, NEW = "BE48001123456727", "BE68539007547034"
PAGE = "portal:bank_account"


@pytest.fixture
def amina_client(client, amina):
    client.force_login(amina.user)
    return client


def used(client, *methods):
    """What she gave a moment ago: a password, or a second factor."""
    keep(client, [{"method": method, "at": time.time(), "reauthenticated": True}
                  for method in methods])  # fmt: skip


def keep(client, records):
    """Write into the session how she signed in."""
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


@pytest.fixture
def fresh(amina_client):
    used(amina_client, "password")
    return amina_client


@pytest.fixture
def with_app(amina, fresh):
    """Amina uses an authenticator app."""
    Authenticator.objects.create(user=amina.user, type="totp", data={"secret": "x"})
    return fresh


def change(client, iban="BE68 5390 0754 7034"):
    return client.post(reverse(PAGE), {"iban": iban}, headers={"accept-language": "en"})


def page_of(client):
    text = client.get(reverse(PAGE), headers={"accept-language": "en"}).text
    return text.replace("\N{NO-BREAK SPACE}", " ")


def known(amina):
    return bank.histories(payees=[amina.ref])[amina.ref]


def test_a_change_is_noted_and_says_until_when_wages_wait(fresh, amina):
    assert change(fresh).url == reverse(PAGE)
    text = page_of(fresh)
    assert "Your wages wait" in text and "5 May 2026, 09:00" in text
    assert "BE68 5390 0754 7034" in text and "BE48 0011 2345 6727" in text
    assert "Send me a fresh link" in text
    assert known(amina).held(NOW).needs == "confirmation"


def test_my_details_say_it_too(fresh):
    change(fresh)
    text = fresh.get(reverse("portal:details"), headers={"accept-language": "en"}).text
    assert "Your wages wait" in text and "BE48 0011 2345 6727" in text


def test_without_a_second_factor_only_the_letter_confirms(fresh, amina):
    change(fresh)
    assert fresh.post(reverse("portal:bank_account_confirm")).url == reverse(PAGE)
    assert known(amina).held(NOW).needs == "confirmation"


def test_who_has_a_second_factor_is_asked_for_it(with_app, amina):
    assert change(with_app).url == reverse("portal:bank_account_confirm")
    answer = with_app.get(reverse("portal:bank_account_confirm"))
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    answer = with_app.post(reverse("portal:bank_account_confirm"))
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert known(amina).held(NOW).needs == "confirmation"


def test_with_a_second_factor_it_is_confirmed(with_app, amina):
    change(with_app)
    used(with_app, "password", "mfa")
    assert "BE68 5390 0754 7034" in with_app.get(reverse("portal:bank_account_confirm")).text
    assert with_app.post(reverse("portal:bank_account_confirm")).url == reverse(PAGE)
    assert known(amina).held(NOW).needs == "time"
    (row,) = known(amina).waiting(NOW)
    assert (row.confirmed_how, row.confirmed_by_name) == ("second_factor", "Amina Benali")
    assert "You confirmed it" in page_of(with_app)


def test_an_old_second_factor_does_not_count(with_app, amina):
    change(with_app)
    long_ago = {"method": "mfa", "at": time.time() - 3600}
    keep(with_app, [long_ago, {"method": "password", "at": time.time(), "reauthenticated": True}])
    answer = with_app.post(reverse("portal:bank_account_confirm"))
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert known(amina).held(NOW).needs == "confirmation"


def test_a_change_is_taken_back(fresh, amina):
    change(fresh)
    assert fresh.post(reverse("portal:bank_account_keep")).url == reverse(PAGE)
    assert known(amina).held(NOW) is None
    assert Member.objects.get(pk=amina.pk).iban == OLD
    assert "Your wages wait" not in page_of(fresh)


def test_a_fresh_link_is_sent(fresh):
    change(fresh)
    fresh.post(reverse("portal:bank_account_link"))
    assert Letter.objects.filter(kind="account_changed").count() == 2


def test_after_the_day_nothing_is_left_to_wait_for(with_app, amina):
    change(with_app)
    used(with_app, "password", "mfa")
    with_app.post(reverse("portal:bank_account_confirm"))
    clock.move(to=NOW.replace(day=6))
    assert "Your wages wait" not in page_of(with_app)
    assert known(amina).serving(NOW.replace(day=6)).iban == NEW


def test_nothing_waits_so_there_is_nothing_to_confirm(with_app):
    assert with_app.get(reverse("portal:bank_account_confirm")).url == reverse(PAGE)


@pytest.fixture
def live(settings):
    """A house whose clock is the one by which second factors are set up."""
    settings.CLOCK_IS_MOVABLE = False


def app_of(amina, type="totp", **age):
    return Authenticator.objects.create(
        user=amina.user, type=type, data={"secret": "x"},
        created_at=timezone.now() - timedelta(**age),
    )  # fmt: skip


def used_app(client, *apps):
    records = [{"method": "mfa", "at": time.time(), "id": app.pk} for app in apps]
    password = {"method": "password", "at": time.time(), "reauthenticated": True}
    keep(client, [password, *records])


def test_an_app_that_was_set_up_after_the_change_confirms_nothing(live, fresh, amina):
    """Who has the password sets up an app: only the letter tells who it is."""
    assert change(fresh).url == reverse(PAGE)
    used_app(fresh, app_of(amina))
    assert fresh.post(reverse("portal:bank_account_confirm")).url == reverse(PAGE)
    assert known(amina).held(timezone.now()).needs == "confirmation"
    assert "Send me a fresh link" in page_of(fresh)


def test_beside_an_old_app_a_new_key_confirms_nothing(live, fresh, amina):
    old = app_of(amina, days=9)
    assert change(fresh).url == reverse("portal:bank_account_confirm")
    used_app(fresh, app_of(amina, "webauthn"))
    answer = fresh.post(reverse("portal:bank_account_confirm"))
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert known(amina).held(timezone.now()).needs == "confirmation"
    used_app(fresh, old)
    fresh.post(reverse("portal:bank_account_confirm"))
    assert known(amina).held(timezone.now()).needs == "time"
