"""The own invoices on the portal: listed, explained, as files, and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.invoicing import actions
from commonweal.invoicing.tests import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def issued(amina_unit, festival, by, at):
    return work.issue(amina_unit, festival, by=by, at=at)


@pytest.fixture
def sign_in(client):
    def sign_in(member):
        client.force_login(member.user)
        return client

    return sign_in


def test_the_list_shows_what_clients_still_owe(issued, amina, sign_in):
    page = sign_in(amina).get(reverse("portal:invoices"))
    assert [row.invoice for row in page.context["rows"]] == [issued]
    assert (page.context["open_cents"], page.context["open_count"]) == (121_000, 1)


def test_who_has_none_is_told_when_one_comes(carla, sign_in):
    page = sign_in(carla).get(reverse("portal:invoices"))
    assert page.status_code == 200
    assert page.context["rows"] == []


def test_an_invoice_shows_its_lines_and_what_comes_next(issued, amina, sign_in):
    page = sign_in(amina).get(reverse("portal:invoice", args=[issued.number]))
    assert page.status_code == 200
    assert "Design day" in page.text
    assert page.context["story"][-1].state == "next"


def test_a_stranger_does_not_see_it(issued, carla, sign_in):
    for name in ("invoice", "invoice_pdf", "invoice_xml"):
        page = sign_in(carla).get(reverse(f"portal:{name}", args=[issued.number]))
        assert page.status_code == 404


def test_the_papers_are_given_once_they_are_set(issued, amina, by, at, sign_in):
    address = reverse("portal:invoice_pdf", args=[issued.number])
    assert sign_in(amina).get(address).status_code == 404
    actions.render(invoices=[issued.pk], by=by, at=at)
    pdf = sign_in(amina).get(address)
    xml = sign_in(amina).get(reverse("portal:invoice_xml", args=[issued.number]))
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert issued.number.encode() in xml.content


def test_the_list_costs_the_same_for_one_and_for_many(amina, amina_unit, festival, by, at, sign_in):
    browser, counts = sign_in(amina), []
    browser.get(reverse("portal:invoices"))
    for _ in range(2):
        work.issue(amina_unit, festival, by=by, at=at)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("portal:invoices"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
