import pytest
from django.urls import reverse
from tests.cast import AMINA, make_staff

from commonweal.access.queries import Role
from commonweal.activities import queries as units
from commonweal.kernel import queries as house

pytestmark = pytest.mark.django_db
SCHOOL = {
    "name": "School cv", "enterprise_number": "0403.170.701", "series": "SC", "street": "Kaai 1",
    "postcode": "9000", "city": "Gent", "country": "BE", "email": "hello@school.example",
    "phone": "", "iban": AMINA["iban"], "bic": "GKCCBEBB", "currency": "EUR",
    "vat_regime": "training", "pay_terms": "day_of_next_month",
}  # fmt: skip


@pytest.fixture
def desk(entity, client):
    client.cookies["language"] = "en"
    client.force_login(make_staff(Role.ADMINISTRATOR))
    return client


def test_an_administrator_founds_one_and_assigns_a_unit(desk, amina_unit):
    assert desk.post(reverse("desk:entity_new"), SCHOOL).url == reverse("desk:entities")
    school = house.entities().last()
    answer = desk.post(reverse("desk:entity_assign"), {"unit": amina_unit.pk, "entity": school.pk})
    assert answer.status_code == 302
    assert units.get(id=amina_unit.pk).entity_id == school.pk
    assert b"School cv" in desk.get(reverse("desk:entities")).content


def test_nothing_typed_is_lost(desk):
    answer = desk.post(reverse("desk:entity_new"), {**SCHOOL, "series": "sc", "name": "Ecole"})
    assert answer.status_code == 422
    assert b"Ecole" in answer.content
    assert house.entities().count() == 1


def test_an_unknown_unit_is_said(desk):
    answer = desk.post(reverse("desk:entity_assign"), {"unit": 987654, "entity": 1})
    assert answer.status_code == 422


def test_an_auditor_looks_and_touches_nothing(entity, client):
    client.force_login(make_staff(Role.AUDITOR))
    assert client.get(reverse("desk:entities")).status_code == 200
    assert client.get(reverse("desk:entity_new")).status_code == 403


def test_an_administrator_says_when_wages_are_paid(desk, entity):
    page = desk.get(reverse("desk:entities"))
    assert b"7 days after the contract" in page.content
    told = {"of": entity.pk, "terms": "day_of_next_month"}
    answer = desk.post(reverse("desk:entity_terms"), told, follow=True)
    assert b"on day 10 of the next month" in answer.content
    entity.refresh_from_db()
    assert entity.pay_terms == "day_of_next_month"


def test_terms_that_nobody_knows_are_refused(desk, entity):
    answer = desk.post(reverse("desk:entity_terms"), {"of": entity.pk, "terms": "never"})
    assert answer.status_code == 422


def test_only_an_administrator_changes_the_terms(entity, client):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    told = {"of": entity.pk, "terms": "day_of_next_month"}
    assert client.post(reverse("desk:entity_terms"), told).status_code == 403
