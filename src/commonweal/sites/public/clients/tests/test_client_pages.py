"""A client's own pages: every invoice over all members, by a signed link, without an account."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, make_client, make_staff, make_unit

from commonweal.access.queries import Role
from commonweal.clients import actions as clients_verbs
from commonweal.clients import queries as clients
from commonweal.clients.models import Client
from commonweal.flows.client_pages import actions
from commonweal.flows.tests.jobs_of_amina import job, place, worker
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests import work
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def browser(settings, tmp_path):
    settings.FILES = tmp_path
    made = Browser(**ENGLISH)
    made.cookies["language"] = "en"
    return made


@pytest.fixture
def invoices(amina_unit, carla_unit, festival, by, at):
    return [work.issue(unit, festival, by=by, at=at) for unit in (amina_unit, carla_unit)]


@pytest.fixture
def link(festival, at):
    address = actions.links(clients=[festival], by=SYSTEM, at=at)[festival.pk]
    return re.search(r"/client/\S+/", address)[0]


def text(answer):
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_it_shows_the_invoices_of_all_members_and_of_nobody_else(
    browser, link, invoices, amina_unit, by, at
):
    other = make_client(name="Other", enterprise_number="0403170701", vat_number="BE0403170701")
    strange = work.issue(amina_unit, other, by=by, at=at)
    page = browser.get(link)
    assert page.status_code == 200
    assert all(invoice.number in text(page) for invoice in invoices)
    assert strange.number not in text(page)
    assert browser.get(f"{link}{strange.number}/").status_code == 404
    assert "2,420.00" in text(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_an_invoice_says_how_to_pay_what_is_open(browser, link, invoices, by, at):
    part = invoicing.NewCredit(invoices[0].pk, [invoicing.CreditLine(1, price_cents=100_00)])
    invoicing.credit_parts(credits=[part], reason="Rain", by=by, at=at)
    page = text(browser.get(f"{link}{invoices[0].number}/"))
    assert "1,089.00" in page
    assert queries.show_reference(invoices[0].reference) in page
    assert "<svg" in page


def test_the_papers_can_be_taken_along(browser, link, invoices, by, at):
    invoicing.render(invoices=[invoices[0].pk], by=by, at=at)
    for ending, kind in (("pdf", "application/pdf"), ("xml", "application/xml")):
        answer = browser.get(f"{link}{invoices[0].number}/invoice.{ending}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)


def test_what_is_wrong_reaches_desk_member_and_books(browser, link, invoices, amina):
    said = {"kind": "amount", "position": "1", "text": "We agreed on 900.00", "name": "Leila"}
    answer = browser.post(f"{link}{invoices[0].number}/wrong/", said)
    assert answer.url == f"{link}{invoices[0].number}/"
    (dispute,) = queries.open_disputes()
    assert (dispute.position, dispute.raised_name) == (1, "Leila")
    assert ledger.disputed(items=[invoices[0].ref])
    letter = tray().get(kind="invoice_contested")
    assert (letter.to, "We agreed on 900.00" in letter.body) == (amina.email, True)
    assert "We agreed on 900.00" in text(browser.get(answer.url))


def test_a_payment_is_proved_by_a_file(browser, link, invoices):
    proof = SimpleUploadedFile("proof.pdf", b"%PDF-1.7 paid")
    said = {"kind": "paid", "text": "Paid on 2 May", "name": "Leila", "proof": proof}
    browser.post(f"{link}{invoices[0].number}/wrong/", said)
    (dispute,) = queries.open_disputes()
    desk = Browser(**ENGLISH)
    desk.force_login(make_staff(Role.CUSTOMER_SERVICE))
    answer = desk.get(reverse("desk:dispute_paper", args=[dispute.pk]))
    assert answer.content == b"%PDF-1.7 paid"


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(browser, link, invoices):
    answer = browser.post(f"{link}{invoices[0].number}/wrong/", {"text": "Too much", "kind": "x"})
    assert answer.status_code == 422
    assert "Too much" in text(answer)
    assert not queries.open_disputes().exists()


def test_a_client_mends_its_own_data(browser, link, festival):
    page = browser.get(f"{link}data/")
    data = {field.name: field.value() or "" for field in page.context["form"]}
    data |= {"your_name": "Leila", "invoice_email": "books@festival.example", "city": "Brussel"}
    data.pop("purchase_order_required")
    assert browser.post(f"{link}data/", data).status_code == 302
    found = clients.get(id=festival.pk)
    assert (found.invoice_email, found.city) == ("books@festival.example", "Brussel")


def test_wrong_data_is_refused_with_its_remedy(browser, link, festival):
    page = browser.get(f"{link}data/")
    data = {field.name: field.value() or "" for field in page.context["form"]}
    data |= {"your_name": "Leila", "vat_number": "BE0403019262", "city": "Elsewhere"}
    data.pop("purchase_order_required")
    answer = browser.post(f"{link}data/", data)
    assert answer.status_code == 422
    assert "Elsewhere" in text(answer)
    assert clients.get(id=festival.pk).city == festival.city


@pytest.mark.parametrize("token", ["x", "a" * 32])
def test_a_guessed_link_opens_nothing(browser, token):
    assert browser.get(f"/client/{token}/").status_code == 404
    assert browser.get(f"/client/{token}/data/").status_code == 404


def test_an_expired_link_sends_a_fresh_one_where_the_invoices_go(browser, link, festival):
    clock.move(to=NOW + timedelta(days=91))
    assert browser.get(link).status_code == 410
    browser.post(f"{link}fresh-link/")
    letter = tray().get(kind="client_pages")
    assert letter.to == festival.email
    fresh = re.search(r"/client/\S+/", letter.body)[0]
    assert browser.get(fresh).status_code == 200


def test_the_page_asks_as_many_questions_for_two_invoices_as_for_twenty(
    browser, link, invoices, amina_unit, festival, by, at
):
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries_of_page:
            assert browser.get(link).status_code == 200
        asked.append(len(queries_of_page))
        for _ in range(18):
            work.issue(amina_unit, festival, by=by, at=at)
    assert asked[0] == asked[1]


def test_the_link_of_a_first_order_is_sent_again_also_of_an_entry_that_was_merged(
    browser, invoices, amina, festival, by, at
):
    first = make_unit(amina)
    double = make_client(name="Festival", enterprise_number="0403170701", vat_number="BE0403170701")
    place(amina, double, job(first, double, worker(amina)))
    Client.objects.filter(pk=double.pk).update(enterprise_number=None)
    double.refresh_from_db()
    clients_verbs.merge(keep=festival, others=[double], reason="One", by=by, at=at)
    address = actions.links(clients=[festival], by=SYSTEM, at=at)[festival.pk]
    link = re.search(r"/client/\S+/", address)[0]
    (order,) = browser.get(link).context["orders"]
    sent = tray().filter(kind="order_to_confirm").count()
    assert browser.post(f"{link}order/{order.pk}/").status_code == 302
    assert tray().filter(kind="order_to_confirm").count() == sent + 1
