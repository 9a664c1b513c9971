import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.flows.tests.jobs_of_amina import confirm, job, place, worker
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def signed_in(role, name="Dirk Maes"):
    client = Client()
    client.force_login(make_staff(role, name=name))
    return client


@pytest.mark.parametrize("role", [Role.ADVISER, Role.PAYROLL, Role.AUDITOR])
def test_the_desk_reads_the_same_story_as_the_member(order, role):
    page = signed_in(role).get(reverse("desk:job", args=[order.pk]))
    assert b"Festival de la Senne" in page.content
    assert b"Amina Benali" in page.content


def test_the_list_can_be_narrowed_to_where_jobs_stand(order):
    client = signed_in(Role.ADVISER)
    assert b"Poster" in client.get(reverse("desk:jobs"), {"state": "sent"}).content
    confirm(order)
    assert b"Poster" not in client.get(reverse("desk:jobs"), {"state": "sent"}).content


def test_an_adviser_sends_a_fresh_link_and_an_auditor_does_not(order):
    address = reverse("desk:job_link", args=[order.pk])
    assert signed_in(Role.AUDITOR).post(address).status_code == 403
    assert tray().count() == 1
    assert signed_in(Role.CUSTOMER_SERVICE, "Els Aerts").post(address).status_code == 302
    assert tray().count() == 2


def test_a_list_costs_the_same_queries_however_long(
    order, amina, amina_unit, festival, django_assert_max_num_queries
):
    client = signed_in(Role.ADVISER)
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:jobs"))
