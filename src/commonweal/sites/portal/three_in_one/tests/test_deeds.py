"""Who may do what with the jobs of a unit: a reader looks, the others of it work."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import make_unit

from commonweal.activities.tests.mandates import join
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, place, worker
from commonweal.invoicing import queries as invoicing
from commonweal.sites.portal.three_in_one.tests.test_jobs import typed

pytestmark = pytest.mark.django_db
WORKING = ("manager", "co_manager", "contributor")


@pytest.fixture
def order(amina, amina_unit, festival):
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def browser(member):
    client = Client(headers={"accept-language": "en"})
    client.force_login(member.user)
    return client


def address(name, *args):
    return reverse(f"portal:{name}", args=args)


def test_a_reader_reads_the_job_and_finds_nothing_to_press(order, amina, bram, amina_unit):
    join(amina_unit, amina, bram, "reader")
    page = browser(bram).get(address("job", order.pk))
    assert page.status_code == 200
    assert "Send a fresh link" not in page.text
    assert "Cancel this job" not in page.text


def test_a_reader_neither_sends_a_link_nor_cancels(order, amina, bram, amina_unit):
    join(amina_unit, amina, bram, "reader")
    for name in ("job_link", "job_cancellation"):
        answer = browser(bram).post(address(name, order.pk), {"reason": "The client asked"})
        assert answer.status_code == 403
    assert invoicing.get_order(id=order.pk).state == "sent"


@pytest.mark.parametrize("role", WORKING[1:])
def test_who_works_for_the_unit_sends_links_and_cancels(order, amina, bram, amina_unit, role):
    join(amina_unit, amina, bram, role)
    client = browser(bram)
    assert "Cancel this job" in client.get(address("job", order.pk)).text
    assert client.post(address("job_link", order.pk)).status_code == 302
    client.post(address("job_cancellation", order.pk), {"reason": "The client asked"})
    assert invoicing.get_order(id=order.pk).state == "cancelled"


def test_a_reader_places_no_job_for_the_unit(amina, bram, amina_unit, festival):
    make_unit(bram)
    join(amina_unit, amina, bram, "reader")
    client = browser(bram)
    form = typed(bram, unit=str(amina_unit.pk))
    assert client.get(address("new_job"), {"unit": amina_unit.pk}).status_code == 403
    assert client.post(address("new_job"), form).status_code == 403
    assert amina_unit.name not in client.get(address("new_job")).text
    assert not invoicing.orders().exists()


def test_a_stranger_places_no_job_for_the_unit(carla, carla_unit, amina_unit):
    form = typed(carla, unit=str(amina_unit.pk))
    assert browser(carla).post(address("new_job"), form).status_code == 404
    for invented in ("0", "9" * 15, "9" * 40, "-1"):
        answer = browser(carla).get(address("new_job"), {"unit": invented})
        assert answer.status_code in (200, 404)
    assert not invoicing.orders().exists()


@pytest.mark.parametrize("role", WORKING[1:])
def test_who_works_for_two_budgets_chooses_one(amina, bram, amina_unit, festival, role):
    own = make_unit(bram)
    join(amina_unit, amina, bram, role)
    page = browser(bram).get(address("new_job"))
    assert {unit.pk for unit in page.context["units"]} == {own.pk, amina_unit.pk}
    assert page.context["unit"] == own.pk
    placed = browser(bram).post(address("new_job"), typed(bram, unit=str(amina_unit.pk)))
    assert placed.status_code == 302
    assert invoicing.orders().get().unit_id == amina_unit.pk


def test_what_social_security_objects_to_is_read_by_the_person_alone(
    order, amina, bram, amina_unit
):
    join(amina_unit, amina, bram, "co_manager")
    confirm(order)
    declare(results={amina.national_number: "B"})
    assert "Declare the work as ordinary work." in browser(amina).get(address("job", order.pk)).text
    page = browser(bram).get(address("job", order.pk)).text
    assert "Declaration of Amina Benali refused" in page
    assert "Declare the work as ordinary work." not in page
    assert "The person concerned reads why" in page
