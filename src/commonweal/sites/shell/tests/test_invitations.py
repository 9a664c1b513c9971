"""The page behind an invitation."""

from datetime import timedelta

import pytest

from commonweal.access import actions as access
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.models import Letter

pytestmark = pytest.mark.django_db
PASSWORD = "korenbloem-aan-zee"


@pytest.fixture
def invited(entity):
    return access.invite(
        email="nora@example.org", name="Nora", language="fr", by=SYSTEM, at=clock.now()
    )


@pytest.fixture
def address(invited):
    return f"/shell/welcome/{invited.token}/"


def test_a_chosen_password_opens_the_account_and_the_link_is_used_up(client, invited, address):
    assert "Nora" in client.get(address).content.decode()
    assert client.post(address, {"password": PASSWORD})["location"] == "/account/login/"
    assert (
        client.post(
            "/account/login/", {"login": "nora@example.org", "password": PASSWORD}
        ).status_code
        == 302
    )
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("password", ["short", "password1234", "nora@example.org", ""])
def test_a_weak_password_is_refused_with_its_reason(client, invited, address, password):
    answer = client.post(address, {"password": password})
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    invited.user.refresh_from_db()
    assert not invited.user.has_usable_password()


def test_an_old_link_offers_a_new_one_to_the_same_address(client, invited, address):
    clock.move(to=clock.now() + timedelta(days=8))
    answer = client.get(address)
    assert answer.status_code == 410
    assert f"{address}again/" in answer.content.decode()
    client.post(f"{address}again/")
    letter = Letter.objects.get()
    assert (letter.to, letter.language, letter.kind) == ("nora@example.org", "fr", "sign_in")
    new = letter.context["link"].partition("testserver")[2]
    assert client.get(new).status_code == 200
    assert client.get(address).status_code == 410


def test_nobody_with_a_password_gets_another_letter(client, invited, address):
    client.post(address, {"password": PASSWORD})
    client.post(f"{address}again/")
    assert not Letter.objects.exists()


def test_an_invented_link_opens_nothing(client, entity):
    assert client.get("/shell/welcome/abc/").status_code == 404
    assert client.post("/shell/welcome/abc/again/").status_code == 404
