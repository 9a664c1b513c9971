"""What clients contest, at the desk: seen by many, answered by few."""

import pytest
from django.test import Client as Browser
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.flows.client_pages import actions
from commonweal.invoicing import queries
from commonweal.invoicing.actions import Complaint
from commonweal.invoicing.tests import work
from commonweal.kernel.actor import Actor
from commonweal.ledger import queries as ledger
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(amina_unit, festival, by, at):
    return work.issue(amina_unit, festival, by=by, at=at)


@pytest.fixture
def dispute(invoice, festival, at):
    complaint = Complaint(invoice, "amount", "We agreed on 900.00")
    return actions.contest(complaint=complaint, by=Actor(festival.ref, "Leila"), at=at)


def desk(*roles):
    browser = Browser()
    browser.force_login(make_staff(*roles))
    return browser


def test_the_desk_settles_and_both_are_told(dispute, invoice, amina, festival):
    browser, address = desk(Role.CUSTOMER_SERVICE), reverse("desk:dispute", args=[dispute.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"answer": ""}).status_code == 422
    assert browser.post(address, {"answer": "Credited 100.00"}).url == reverse("desk:disputes")
    told = {letter.to for letter in tray().filter(kind="contest_settled")}
    assert told == {amina.email, festival.email}
    assert ledger.disputed(items=[invoice.ref]) == {}
    assert b"Credited 100.00" in browser.get(reverse("desk:invoice", args=[invoice.number])).content


def test_the_list_shows_what_is_open_or_everything(dispute):
    browser = desk(Role.ADVISER)
    address = reverse("desk:disputes")
    assert b"We agreed on 900.00" in browser.get(address).content
    actions.settle(dispute=dispute, answer="Done", by=Actor("x", "x"), at=dispute.raised_at)
    assert b"We agreed on 900.00" not in browser.get(address).content
    assert b"We agreed on 900.00" in browser.get(address, {"show": "all"}).content


def test_a_reader_answers_nothing(dispute):
    browser = desk(Role.AUDITOR)
    browser.post(reverse("desk:dispute", args=[dispute.pk]), {"answer": "Done"})
    assert queries.open_disputes().exists()
    assert browser.get(reverse("desk:disputes")).status_code == 200


def test_a_member_has_no_business_here(dispute, amina, client):
    client.force_login(amina.user)
    assert client.get(reverse("desk:disputes")).status_code == 403
