"""A called tranche at the desk: the books list it beside invoices, the bank finds its reference."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.activities.tests.fundings import atelier, called

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def tranche(amina, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    return called(atelier(amina))


def read(name, *args, **query):
    client = Client()
    client.force_login(make_staff(Role.FINANCE_MAKER))
    page = client.get(reverse(f"desk:{name}", args=args), query, headers=ENGLISH)
    assert page.status_code == 200
    return b"".join(page.streaming_content).decode() if page.streaming else page.text


def test_the_open_items_list_what_the_funder_owes(tranche):
    page = read("books_open", account="400")
    assert tranche.ref in page
    assert tranche.reference in page


def test_the_file_of_open_items_has_it_too(tranche):
    assert tranche.ref in read("books_open_file", account="400")


def test_the_card_shows_its_entry(tranche):
    page = read("books_card", "400", item=tranche.ref)
    assert "Vlaamse Gemeenschapscommissie: Zinneke Parade (1)" in page


def test_the_bank_page_opens(tranche):
    assert read("bank")
