"""Invoices at the desk: found, shown, credited by the finance maker, mended when parked."""

from unittest import mock

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.einvoice.validator import refused
from commonweal.invoicing import actions
from commonweal.invoicing.tests import work
from commonweal.ledger import queries as ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def issued(amina_unit, festival, by, at):
    return work.issue(amina_unit, festival, by=by, at=at)


@pytest.fixture
def desk(client):
    def desk(*roles):
        client.force_login(make_staff(*roles))
        return client

    return desk


def test_the_list_finds_by_number_and_name(issued, desk):
    browser = desk(Role.ADVISER)
    for text, found in (("", 1), (issued.number, 1), ("senne", 1), ("nobody", 0)):
        page = browser.get(reverse("desk:invoices"), {"q": text})
        assert len(page.context["page"].rows) == found


def test_a_member_has_no_business_here(issued, amina, client):
    client.force_login(amina.user)
    assert client.get(reverse("desk:invoices")).status_code == 403


def test_the_finance_maker_credits_an_invoice(issued, desk):
    browser = desk(Role.FINANCE_MAKER)
    address = reverse("desk:invoice_credit_note", args=[issued.number])
    assert browser.get(address).status_code == 200
    answer = browser.post(address, {"extent": "whole", "reason": "Wrong client"})
    assert answer.url == reverse("desk:invoice", args=["C2026-000001"])
    assert browser.get(answer.url).status_code == 200
    assert ledger.open_amount(account="400", item=issued.ref) == 0


def test_the_finance_maker_credits_a_part_of_a_line(issued, desk):
    browser = desk(Role.FINANCE_MAKER)
    address = reverse("desk:invoice_credit_note", args=[issued.number])
    wrong = {"extent": "part", "reason": "Shorter day", "price_1": "1000,01"}
    answer = browser.post(address, wrong)
    assert answer.status_code == 422
    assert b"1000,01" in answer.content
    answer = browser.post(address, {**wrong, "price_1": "250,00"})
    assert answer.url == reverse("desk:invoice", args=["C2026-000001"])
    assert ledger.open_amount(account="400", item=issued.ref) == 1210_00 - 302_50
    assert b"C2026-000001" in browser.get(reverse("desk:invoice", args=[issued.number])).content


def test_the_story_of_a_credit_note_begins_when_it_was_issued(issued, desk, by, at):
    part = actions.NewCredit(issued.pk, [actions.CreditLine(1, price_cents=100_00)])
    (note,) = actions.credit_parts(credits=[part], reason="Rain", by=by, at=at)
    page = desk(Role.FINANCE_MAKER).get(reverse("desk:invoice", args=[note.number]))
    assert (page.context["story"][0].who, page.context["story"][0].at) == (by.name, at)


def test_a_credit_note_needs_a_reason_and_happens_once(issued, desk):
    browser = desk(Role.FINANCE_MAKER)
    address = reverse("desk:invoice_credit_note", args=[issued.number])
    assert browser.post(address, {"extent": "whole", "reason": " "}).status_code == 422
    browser.post(address, {"extent": "whole", "reason": "Wrong client"})
    again = browser.post(address, {"extent": "whole", "reason": "Wrong client"})
    assert again.status_code == 422
    assert "C2026-000001" in again.text


def test_only_the_finance_maker_credits(issued, desk):
    address = reverse("desk:invoice_credit_note", args=[issued.number])
    assert desk(Role.FINANCE_CHECKER, Role.ADVISER).post(address).status_code == 403


def test_what_is_parked_is_shown_with_its_rule_and_tried_again(issued, desk, by, at):
    with mock.patch(
        "commonweal.invoicing.actions._render.validate",
        return_value=refused("BR-CO-15", "A wrong total"),
    ):
        actions.render(invoices=[issued.pk], by=by, at=at)
    browser = desk(Role.CUSTOMER_SERVICE)
    parked = browser.get(reverse("desk:invoices"), {"way": "parked"})
    assert [row.pk for row in parked.context["page"].rows] == [issued.pk]
    assert "BR-CO-15" in browser.get(reverse("desk:invoice", args=[issued.number])).text
    browser.post(reverse("desk:invoice_papers", args=[issued.number]))
    pdf = browser.get(reverse("desk:invoice_pdf", args=[issued.number]))
    assert pdf.content.startswith(b"%PDF")


def test_an_unknown_number_is_not_found(desk, entity):
    assert desk(Role.AUDITOR).get(reverse("desk:invoice", args=["2026-999999"])).status_code == 404
