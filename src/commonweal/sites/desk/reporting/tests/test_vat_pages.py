"""VAT at the desk: figures that open, a control that is seen, files for those who may take them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import make_client, make_staff

from commonweal.access.queries import Role
from commonweal.kernel import clock
from commonweal.kernel import queries as kernel
from commonweal.kernel.models import LegalEntity
from commonweal.ledger.actions import Entry, Line
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.intervat_schema import faults

pytestmark = pytest.mark.django_db
READERS = [Role.AUDITOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER]
PAGES = ["vat", "vat_clients", "vat_intra"]
TAKES = ["vat_take", "vat_clients_take", "vat_intra_take"]
Q2 = {"period": "2026-Q2"}


@pytest.fixture
def told(amina_unit, festival, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    quarter.tell(amina_unit, festival)
    clock.move(to=quarter.morning(date(2026, 7, 6)))
    return amina_unit


def signed_in(role, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(make_staff(role, name=f"{role.value.title()} Maes"))
    return client


@pytest.fixture
def maker(told):
    return signed_in(Role.FINANCE_MAKER)


def address(name, *arguments, **query):
    return reverse(f"desk:{name}", args=arguments, query=query)


@pytest.mark.parametrize("role", READERS)
def test_finance_and_the_auditor_read_every_page(told, role):
    reader = signed_in(role)
    for page in (*PAGES, "vat_file", "vat_clients_file", "vat_intra_file"):
        assert reader.get(address(page)).status_code == 200, page
    for page in ("vat_grid", "vat_grid_file"):
        assert reader.get(address(page, "03", **Q2)).status_code == 200, page
    taken = [reader.post(address(page), Q2).status_code for page in TAKES]
    assert taken == ([403] * 3 if role == Role.AUDITOR else [200] * 3)


def test_nobody_else_enters(told, amina):
    others = [role for role in Role if role not in {*READERS, Role.MEMBER}]
    member = Client()
    member.force_login(amina.user)
    for reader in [Client(), member, *map(signed_in, others)]:
        for page in PAGES:
            assert reader.get(address(page)).status_code in (302, 403), page
        for page in TAKES:
            assert reader.post(address(page)).status_code in (302, 403), page


def test_the_return_shows_every_figure_and_a_control_of_nought(maker):
    page = maker.get(address("vat", **Q2))
    shown = {row.code: row.grid.declared_cents for frame in page.context["frames"]
             for row in frame.rows if row.grid.cents}  # fmt: skip
    assert shown == quarter.GRIDS
    assert "To pay to the State" in page.text
    assert "€7.20" in page.text
    assert "The return and the books agree" in page.text
    assert address("vat_grid", "03", period="2026-Q2", entity=1).replace("&", "&amp;") in page.text


def test_without_a_period_the_last_month_that_is_over_is_shown(maker):
    page = maker.get(address("vat"))
    assert page.context["asked"].period.name == "2026-06"
    assert "June 2026" in page.text


@pytest.mark.parametrize("query", [{"period": "2026-13"}, {"period": "x" * 50}, {"entity": "9"}])
def test_what_is_none_is_refused_beside_its_field(maker, query):
    for name in ("vat", "vat_intra"):
        page = maker.get(address(name, **query))
        assert page.status_code == 422, name
    assert maker.get(address("vat_clients", year="last")).status_code == 422
    assert "such as 2026-05" in maker.get(address("vat", period="soon")).text


def test_a_period_long_ago_says_that_the_law_is_not_known(maker):
    page = maker.get(address("vat", period="2001-05"))
    assert page.status_code == 200
    assert "is not known" in page.text


def test_a_figure_opens_its_entries_and_the_invoice(maker):
    page = maker.get(address("vat_grid", "49", **Q2))
    (row,) = page.context["page"].rows
    assert row.cents == 500_00
    assert address("books_entry", row.id) in page.text
    assert address("invoice", "C2026-000001") in page.text


def test_the_entries_of_a_figure_come_page_by_page(maker):
    many = [quarter.buy(n, "612", n, 0 or n, on=date(2026, 5, 5)) for n in range(100, 160)]
    quarter.write(*many)
    url, seen = address("vat_grid", "82", **Q2), []
    while url:
        page = maker.get(url).context["page"]
        seen += page.rows
        url = page.next_url and address("vat_grid", "82") + page.next_url
    assert len(seen) == len({row.id for row in seen}) == 63


def test_an_unknown_grid_is_not_found(maker):
    assert maker.get(address("vat_grid", "99", **Q2)).status_code == 404
    assert maker.get(address("vat_grid", "03", period="soon")).status_code == 404
    assert maker.get(address("vat_grid", "03", after="x", **Q2)).status_code == 200


def test_a_broken_posting_is_seen_and_opens(maker):
    lines = (Line("4510", 21_00), Line("499", -21_00))
    quarter.write(Entry("misc", date(2026, 6, 1), "Bankrupt", "loss:1", "loss:1", lines))
    page = maker.get(address("vat", **Q2))
    assert "sums differ from the books" in page.text
    assert "The return and the books differ" in page.text
    left = maker.get(address("vat_grid", "unexplained", **Q2))
    assert [row.text for row in left.context["page"].rows] == ["Bankrupt"]
    assert "What is this?" in left.text


def test_the_file_of_the_return_is_noted(maker):
    answer = maker.post(address("vat_take"), Q2)
    assert answer["Content-Disposition"] == 'attachment; filename="vat-2026-Q2.xml"'
    assert faults(answer.content) == []
    assert kernel.events(of=["vat:1:2026-Q2"]).count() == 1


def test_a_credit_is_asked_back_with_a_tick(maker):
    quarter.write(quarter.buy(50, "612", 1000_00, 210_00, on=date(2026, 5, 5)))
    assert "Ask the credit back" in maker.get(address("vat", **Q2)).text
    content = maker.post(address("vat_take"), {**Q2, "restitution": "on"}).content.decode()
    assert 'Restitution="YES"' in content
    assert 'Restitution="NO"' in maker.post(address("vat_take"), Q2).content.decode()


def test_a_refusal_is_told_where_the_file_was_asked(maker):
    LegalEntity.objects.update(country="NL")
    for name in TAKES:
        answer = maker.post(address(name), Q2, follow=True)
        assert "in its own country" in answer.text, name


def test_the_client_listing_names_who_lacks_a_number(maker, told):
    museum = make_client(name="Museum", enterprise_number="0403170701", vat_number="")
    standard = quarter.Vat.STANDARD
    quarter.sell(told, museum, 600_00, standard, 2100, on=date(2026, 6, 4))
    page = maker.get(address("vat_clients", year="2026"))
    assert "Clients to complete" in page.text
    assert address("client", museum.pk) in page.text
    assert "BE0871234105" in page.text
    answer = maker.post(address("vat_clients_take"), {"year": "2026"})
    assert faults(answer.content) == []


def test_the_eu_listing_shows_codes_and_gives_its_file(maker):
    page = maker.get(address("vat_intra", **Q2))
    assert "NL004495445B01" in page.text
    assert [row.code for row in page.context["page"].rows] == ["S"]
    assert faults(maker.post(address("vat_intra_take"), Q2).content) == []
    empty = maker.post(address("vat_intra_take"), {"period": "2026-Q1"}, follow=True)
    assert "File nothing for 2026-Q1" in empty.text


def test_the_tables_are_files_too(maker):
    grids = maker.get(address("vat_file", **Q2)).content.decode("utf-8-sig").splitlines()
    assert "03;" in "\n".join(grids) and len(grids) == 31
    entries = maker.get(address("vat_grid_file", "03", **Q2)).content.decode("utf-8-sig")
    assert "1000.00" in entries
    clients = maker.get(address("vat_clients_file", year="2026")).content.decode("utf-8-sig")
    assert "BE0871234105" in clients


def test_several_entities_are_chosen_from(maker, entity):
    assert 'name="entity"' in maker.get(address("vat")).text
    entity.pk, entity.enterprise_number, entity.series = 2, "0403019261", "X"
    entity.name = "Sister cv"
    entity.save(force_insert=True)
    page = maker.get(address("vat", entity="2", **Q2))
    assert "Sister cv" in page.text
    assert page.context["found"].lines == 0


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_language_shows_its_own_figures(told, language):
    assert signed_in(Role.AUDITOR, language).get(address("vat", **Q2)).status_code == 200
