"""Whoever a form is for: one choice on jobs, quotes and invoices, and nothing typed is lost."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, make_client, make_unit

from commonweal.clients.queries import everyone
from commonweal.flows.quotes.tests.offers import draft
from commonweal.invoicing.queries import get_quote
from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members
from commonweal.sites.portal.choosing import ChoosingForms, chose

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return make_unit(amina, "activity", "Atelier Brume")


@pytest.fixture
def browser(amina):
    client = Client()
    client.force_login(amina.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = "en"
    return client


def typed(page):
    """What stands in a form, as a browser would post it."""
    found = {}
    for form in (page.context["forms"].head, *page.context["forms"].lines):
        found |= {field.html_name: field.value() or "" for field in form}
    found |= {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0"}
    found |= {"part-TOTAL_FORMS": "0", "part-INITIAL_FORMS": "0"}
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("name", ["quote_new", "invoice_new"])
def test_a_new_client_that_may_be_there_already_is_offered(browser, activity, festival, name):
    address = reverse(f"portal:{name}", args=[activity.pk])
    form = typed(browser.get(address)) | {
        "key": "k", "title": "Poster", "line-0-description": "Day", "line-0-price": "400,00",
        "client_new": "1", "client-name": "Festival de la Sene", "client-kind": "company",
        "client-country": "BE", "client-enterprise_number": festival.enterprise_number,
        "client-email": "x@festival.example", "client-street": "Kaai 1",
        "client-postcode": "1000", "client-city": "Brussel",
    }  # fmt: skip
    page = browser.post(address, form)
    assert page.status_code == 422
    assert "Is it one of these?" in page.content.decode()
    assert "Festival de la Sene" in page.content.decode()
    assert everyone().count() == 1


def test_choosing_another_client_for_a_draft_leads_back_to_that_draft(
    browser, amina, activity, festival
):
    kept = draft(activity, festival, amina)
    other = make_client(name="Museum", enterprise_number="0403170701", vat_number="BE0403170701")
    page = reverse("portal:quote_change", args=[activity.pk, kept.pk])
    found = browser.get(
        reverse("portal:quote_clients", args=[activity.pk]),
        {"client_search": "Museum"},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"},
    )
    posted = re.search(r'value="(\d+)" hx-post="([^"]*)"', found.content.decode())
    assert (int(posted[1]), posted[2]) == (other.pk, page)
    assert get_quote(id=kept.pk).client_id == festival.pk


@pytest.mark.parametrize("text", ["²", "9" * 30, "x", "-1", ""])
def test_a_number_that_was_tampered_with_is_no_client(text):
    data = QueryDict(mutable=True)
    data["choose_client"] = text
    assert chose(data)
    assert ChoosingForms(data).client_id is None
