"""One box finds people, clients, budgets, jobs and papers, for who may open them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.tests import work

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def issued(amina_unit, festival, by, at):
    return work.issue(amina_unit, festival, by=by, at=at)


@pytest.fixture
def find(client):
    staff = {}

    def find(text, *roles, page="desk:search"):
        if roles:
            if roles not in staff:
                staff[roles] = make_staff(*roles, name=("Dirk Maes", "Fien Claes")[len(staff)])
            client.force_login(staff[roles])
        answer = client.get(reverse(page), {"q": text}, headers=ENGLISH)
        groups = answer.context["groups"]
        return {f"{group.label}": [hit.label for hit in group.hits] for group in groups}

    return find


def test_it_finds_papers_by_number_reference_and_amount(issued, find):
    found = {"Invoices and credit notes": [issued.number]}
    reference = invoicing.show_reference(issued.reference)
    for text in (issued.number, reference, "1.210,00", "1210"):
        assert find(text, Role.FINANCE_MAKER) == found, text


def test_a_number_may_be_an_amount_and_a_member(issued, amina, find):
    found = find(f"{amina.pk}", Role.FINANCE_MAKER)
    assert found["Members"] == [amina.full_name]


def test_it_finds_people_clients_and_budgets_by_name(issued, amina, find):
    assert find("senne", Role.ADVISER)["Clients"] == ["Festival de la Senne"]
    found = find("amina", Role.ADVISER)
    assert found["Members"] == [amina.full_name]
    assert found["Budgets"]


def test_nobody_finds_what_they_may_not_open(issued, amina, find):
    assert find("senne", Role.TRAINING) == {}
    assert find(issued.number, Role.BOARD) == {}


def test_an_account_number_finds_its_member_for_who_pays(amina, find):
    amina.iban = "BE48001123456727"
    amina.save()
    assert find("BE48 0011 2345 6727", Role.PAYROLL)["Members"] == [amina.full_name]
    assert "Members" not in find("BE48 0011 2345 6727", Role.ADVISER)


def test_a_national_number_finds_nobody(amina, find):
    amina.national_number = "85031512468"
    amina.save()
    assert find("85031512468", Role.PAYROLL) == {}


def test_a_member_finds_only_what_is_theirs(issued, amina, carla, client, find):
    client.force_login(amina.user)
    own = find("senne", page="portal:search")
    assert own == {"Invoices and credit notes": [issued.number]}
    client.force_login(carla.user)
    assert find("senne", page="portal:search") == {}
    assert find(issued.number, page="portal:search") == {}


def test_the_box_gets_only_the_list_and_asks_few_questions(issued, client):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    address, part = reverse("desk:search"), {**ENGLISH, "hx-request": "true"}
    client.get(address, {"q": "senne"}, headers=part)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, {"q": "senne"}, headers=part)
    assert "<html" not in answer.text
    assert 'role="option"' in answer.text
    assert len(asked) <= 20


def test_one_letter_and_nothing_found_are_told(entity, client):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    address = reverse("desk:search")
    assert "at least two" in client.get(address, {"q": "a"}, headers=ENGLISH).text
    assert "Nothing is called “zzz”" in client.get(address, {"q": "zzz"}, headers=ENGLISH).text


def test_every_page_of_a_person_has_the_box_and_a_visitor_has_none(entity, client):
    assert 'id="seek"' not in client.get("/").text
    client.force_login(make_staff(Role.FINANCE_MAKER))
    assert 'id="seek"' in client.get(reverse("desk:home"), headers=ENGLISH).text
