import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.cast import NOW

from commonweal.flows.tests.jobs_of_amina import day, job, later, place, worker
from commonweal.invoicing.queries import get_order
from commonweal.kernel import clock
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(amina, amina_unit, festival):
    place(amina, festival, job(amina_unit, festival, worker(amina)))
    return re.search(r"(/order/\S+/)", tray().get(kind="order_to_confirm").body)[1]


def order():
    return get_order(id=int(re.search(r"\d+", tray().get(kind="order_to_confirm").about)[0]))


def test_the_page_speaks_the_language_of_the_order_and_shows_no_pay(link):
    page = Client().get(link)
    assert page.status_code == 200
    assert "1.210,00" in page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "578,19" not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_a_client_confirms_without_an_account(link):
    answer = Client().post(link, {"name": "Fatima El Amrani", "agreed": "on"})
    assert answer.status_code == 302
    assert order().state == "confirmed"
    assert "Fatima El Amrani" in Client().get(link).content.decode()


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(link):
    answer = Client().post(link, {"name": "Fatima El Amrani"})
    assert answer.status_code == 422
    assert "Fatima El Amrani" in answer.content.decode()
    assert order().state == "sent"


@pytest.mark.parametrize("token", ["x", "a" * 32, "../admin"])
def test_a_guessed_link_opens_nothing(db, token):
    assert Client().get(f"/order/{token}/").status_code == 404


def test_a_link_shows_the_rows_of_its_own_unit_only(link, carla_unit):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', '', true)")
    assert Client().get(link).status_code == 200


def test_an_expired_link_sends_a_fresh_one_to_the_same_address(amina, amina_unit, festival):
    far = worker(amina, day(later(24)))
    place(amina, festival, job(amina_unit, festival, far))
    (link,) = re.findall(r"(/order/\S+/)", tray().get().body)
    clock.move(to=NOW + timedelta(days=20))
    assert Client().get(link).status_code == 410
    assert Client().post(f"{link}fresh-link/").status_code == 200
    assert [letter.to for letter in tray()] == [festival.email] * 2


def test_after_the_start_no_link_helps_and_the_page_says_what_does(link):
    clock.move(to=NOW + timedelta(days=3))
    assert Client().get(link).status_code == 410
    page = Client().post(f"{link}fresh-link/", HTTP_ACCEPT_LANGUAGE="en")
    assert tray().count() == 1
    assert page.status_code == 200
