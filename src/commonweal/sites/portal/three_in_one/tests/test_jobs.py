import pytest
from django.test import Client
from django.urls import reverse

from commonweal.flows.tests.jobs_of_amina import job, place, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def test_a_member_reads_the_own_job(order, amina):
    page = signed_in(amina).get(reverse("portal:job", args=[order.pk]))
    assert page.status_code == 200
    assert b"Festival de la Senne" in page.content


@pytest.mark.parametrize("name", ["job", "job_link", "job_cancellation"])
def test_a_stranger_does_not_find_it(order, carla, carla_unit, name):
    address = reverse(f"portal:{name}", args=[order.pk])
    method = "get" if name == "job" else "post"
    assert getattr(signed_in(carla), method)(address).status_code == 404


def test_the_search_box_finds_clients_by_name_and_number(amina, amina_unit, festival):
    client = signed_in(amina)
    for text in ("festiv", "0871.234"):
        page = client.get(reverse("portal:job_clients"), {"client_search": text})
        assert b"Festival de la Senne" in page.content
    page = client.get(reverse("portal:job_clients"), {"client_search": "fe"})
    assert b"Festival" not in page.content


def test_the_estimate_says_what_is_missing_before_it_can_compute(amina, amina_unit):
    page = signed_in(amina).post(reverse("portal:estimate"), {"title": "x"})
    assert page.status_code == 200
    assert "€" not in page.content.decode()
