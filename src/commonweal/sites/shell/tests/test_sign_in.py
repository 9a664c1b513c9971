"""The guards around the sign-in that need no browser."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.letters.models import Letter

pytestmark = pytest.mark.django_db
PASSWORD = "korenbloem-aan-zee"
EMAIL = "dirk@commonweal.example"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def unhurried():
    """Forget how often the tests before asked."""
    cache.clear()


@pytest.fixture
def dirk(entity):
    user = make_staff(Role.AUDITOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def try_in(client, password, email=EMAIL, **headers):
    return client.post("/account/login/", {"login": email, "password": password}, **headers)


def lock(client, **headers):
    for _attempt in range(5):
        answer = try_in(client, "wrong", **headers)
    return answer


def test_the_right_password_opens_and_an_unknown_account_looks_like_a_wrong_password(client, dirk):
    wrong = try_in(client, "wrong").content.decode()
    unknown = try_in(client, "wrong", "nobody@example.org").content.decode()
    assert _told(wrong) == _told(unknown)
    assert try_in(client, PASSWORD).status_code == 302


def _told(html):
    return html.partition('role="alert"')[2].partition("</div></div>")[0]


def test_five_wrong_passwords_lock_and_the_page_says_for_how_long(client, dirk):
    answer = lock(client)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert try_in(client, PASSWORD).status_code == 429


def test_the_same_person_still_enters_from_elsewhere(client, dirk):
    lock(client, REMOTE_ADDR="198.51.100.7")
    assert try_in(client, PASSWORD, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_another_person_still_enters_from_there(client, dirk):
    lock(client)
    other = make_staff(Role.LEGAL, name="Ella Audit")
    other.set_password(PASSWORD)
    other.save()
    assert try_in(client, PASSWORD, other.email).status_code == 302


def test_capitals_and_spaces_are_the_same_account(client, dirk):
    for email in (EMAIL, EMAIL.upper(), f" {EMAIL}", EMAIL.title(), f"{EMAIL} "):
        answer = try_in(client, "wrong", email)
    assert answer.status_code == 429


def test_a_forged_forwarded_address_does_not_open_the_lock(client, dirk):
    for number in range(5):
        answer = try_in(client, "wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert answer.status_code == 429


def test_the_lock_opens_after_a_quarter_of_an_hour_even_if_somebody_keeps_trying(client, dirk):
    lock(client)
    try_in(client, "wrong")
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=16)
        attempt.save()
    assert try_in(client, PASSWORD).status_code == 302


def test_a_new_session_begins_at_the_sign_in(client, dirk):
    client.get("/account/login/")
    client.session["before"] = "x"
    before = client.session.session_key
    try_in(client, PASSWORD)
    assert client.session.session_key != before


def test_a_new_password_ends_the_sessions_elsewhere(client, dirk):
    other = Client()
    for each in (client, other):
        try_in(each, PASSWORD)
    dirk.set_password("another-long-sentence")
    dirk.save()
    assert other.get("/desk/").status_code == 302


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, dirk, to):
    answer = client.post("/account/login/", {"login": EMAIL, "password": PASSWORD, "next": to})
    assert "evil" not in answer["location"] and "javascript" not in answer["location"]
    assert client.post("/shell/language/", {"language": "fr", "next": to})["location"] == "/"


def test_a_form_without_its_token_is_refused_on_a_page_of_ours(dirk):
    careful = Client(enforce_csrf_checks=True)
    answer = try_in(careful, PASSWORD)
    assert answer.status_code == 403
    assert "<main" in answer.content.decode()


def test_nobody_signs_up_alone(client, entity):
    answer = client.post("/account/signup/", {"email": "x@example.org", "password1": PASSWORD})
    assert answer.status_code in (200, 403)
    from commonweal.access.queries import user_by_email

    assert user_by_email(email="x@example.org") is None


def test_a_forgotten_password_is_answered_by_a_letter_in_the_language_of_the_person(client, dirk):
    dirk.language = "fr"
    dirk.save()
    client.post("/account/password/reset/", {"email": EMAIL})
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.language) == (EMAIL, "password_reset", "fr")
    path = letter.context["link"].partition("testserver")[2]
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0]
    new = "another-long-sentence"
    client.post(where, {"password1": new, "password2": new})
    assert try_in(Client(), new).status_code == 302
    assert Letter.objects.filter(kind="account_notice").count() == 1


def test_an_unknown_address_gets_no_letter_and_the_same_answer(client, dirk):
    known = client.post("/account/password/reset/", {"email": EMAIL})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["location"]) == (unknown.status_code, unknown["location"])
    assert Letter.objects.count() == 1


def test_the_secret_of_an_app_is_sealed_in_the_database(dirk):
    from allauth.mfa.adapter import get_adapter

    adapter = get_adapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DP" not in sealed
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"


def test_a_fault_of_ours_is_said_without_asking_the_database(client, entity, monkeypatch):
    monkeypatch.setattr("commonweal.sites.public.views._story", lambda: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "shell.css" in page and "ZeroDivision" not in page
