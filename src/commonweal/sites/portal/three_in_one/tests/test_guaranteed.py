"""A member reads whether the wage is guaranteed, and why: from the form to the invoice."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import make_client, make_unit

from commonweal.clients import actions as clients
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, later, on, place, worker
from commonweal.guarantee.tests.scene import DIRK, cap, confirmed
from commonweal.invoicing.models import Invoice
from commonweal.sites.portal.three_in_one.tests.test_jobs import typed

pytestmark = pytest.mark.django_db
REASON = "promised as much as it can"


@pytest.fixture
def browser(amina):
    client = Client(headers={"accept-language": "en"})
    client.force_login(amina.user)
    return client


def chosen(browser, amina, client, **facts):
    """The form, once the client is chosen."""
    form = typed(amina, client_id=str(client.pk), choose_client=str(client.pk), **facts)
    return browser.post(reverse("portal:new_job"), form).text


def test_it_is_said_once_the_client_is_chosen(browser, amina, amina_unit, festival):
    page = chosen(browser, amina, festival)
    assert "Guaranteed as soon as Festival de la Senne confirms," in page


def test_a_client_outside_the_union_pays_in_advance(browser, amina, amina_unit):
    buyer = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    page = chosen(browser, amina, buyer)
    assert "The wage is not guaranteed yet" in page
    assert "pay in advance: outside the European Union" in page


def test_a_price_above_what_is_left_says_so_and_shows_no_figure(
    browser, amina, amina_unit, bram, festival
):
    cap(festival, 1234_00)
    confirmed(bram, make_unit(bram), festival)
    form = typed(amina, client_id=str(festival.pk), price="1000")
    answer = browser.post(reverse("portal:estimate"), form).text
    assert REASON in answer
    assert "1.234" not in answer
    assert "234,00" not in answer


def test_a_blocked_client_is_told_before_the_form_is_sent(browser, amina, amina_unit, festival, at):
    clients.block(clients=[festival], reason="does not pay", by=DIRK, at=at)
    assert "takes no work from Festival de la Senne" in chosen(browser, amina, festival)


def test_before_it_is_confirmed_the_job_says_what_to_do(browser, amina, amina_unit, festival):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    page = browser.get(reverse("portal:job", args=[order.pk])).text
    assert "The wage is not guaranteed yet" in page
    assert "Ask the client to confirm the order by the link in the mail." in page
    assert 'href="#fresh-link"' in page
    assert 'id="fresh-link"' in page


def test_once_confirmed_the_job_and_the_invoice_say_why(browser, amina, amina_unit, festival):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    because = "Guaranteed because Festival de la Senne confirmed on "
    assert because in browser.get(reverse("portal:job", args=[order.pk])).text
    declare()
    on(later(1))
    number = Invoice.objects.get().number
    assert because in browser.get(reverse("portal:invoice", args=[number])).text


def test_what_was_refused_stands_with_its_reason(browser, amina, amina_unit, festival):
    cap(festival, 0)
    order = confirmed(amina, amina_unit, festival)
    page = browser.get(reverse("portal:job", args=[order.pk])).text
    assert "The wage is not guaranteed" in page
    assert REASON in page
