from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.cast import make_staff, make_unit

from commonweal.access.queries import Role
from commonweal.activities.models import Mandate, MandateRole
from commonweal.clients import queries as clients
from commonweal.flows.tests.jobs_of_amina import job, place, worker
from commonweal.invoicing import queries as invoicing
from commonweal.members import actions as members
from commonweal.sites.portal.three_in_one._preview import _percent

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


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


def typed(member, **other):
    """A whole form: one job of one day for a client that is not in the base yet."""
    form = {
        "key": "one form", "title": "Poster", "price": "1000", "vat": "usual", "language": "nl",
        "client_new": "1", "client-name": "Theater Zuid", "client-kind": "company",
        "client-country": "BE", "client-enterprise_number": "0403.091.220",
        "client-email": "boekhouding@zuid.example", "client-street": "Zuidkaai 1",
        "client-postcode": "9000", "client-city": "Gent",
        "worker-TOTAL_FORMS": "1", "worker-INITIAL_FORMS": "0",
        "worker-0-email": member.email, "worker-0-status": "white_collar", "worker-0-share": "1",
        "worker-0-day-TOTAL_FORMS": "1", "worker-0-day-INITIAL_FORMS": "0",
        "worker-0-day-0-on": "2026-05-06", "worker-0-day-0-starts_at": "09:00",
        "worker-0-day-0-ends_at": "17:00", "expense-TOTAL_FORMS": "0",
        "expense-INITIAL_FORMS": "0",
    }  # fmt: skip
    return {**form, **other}


def test_a_client_that_looks_like_one_of_the_base_is_offered(amina, amina_unit, festival):
    form = typed(amina, **{"client-name": "Festival de la Sene", "client-enterprise_number": ""})
    form["client-vat_number"] = "BE0403091220"
    browser = signed_in(amina)
    page = browser.post(reverse("portal:new_job"), form, headers={"accept-language": "en"})
    assert page.status_code == 422 and "Is it one of these?" in page.text
    assert f'name="choose_client" value="{festival.pk}"' in page.text
    assert (
        browser.post(reverse("portal:new_job"), {**form, "client_anyway": "1"}).status_code == 302
    )


@pytest.mark.parametrize("kind", ["company", "person"])
def test_a_second_click_finds_the_job_of_the_first_and_makes_no_second_client(
    amina, amina_unit, kind
):
    number = "0403.091.220" if kind == "company" else ""
    form = typed(amina, **{"client-kind": kind, "client-enterprise_number": number})
    browser = signed_in(amina)
    first, second = (browser.post(reverse("portal:new_job"), form) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert clients.search(text="Theater Zuid").count() == 1


def test_a_job_is_for_the_own_account_whatever_else_one_acts_for(carla_unit, amina, amina_unit):
    Mandate.objects.create(unit=carla_unit, member=amina, role=MandateRole.CO_MANAGER)
    signed_in(amina).post(reverse("portal:new_job"), typed(amina))
    assert invoicing.orders().get().unit_id == amina_unit.pk


def test_without_an_account_there_is_no_form(entity):
    visitor = Client()
    visitor.force_login(make_staff(Role.MEMBER, name="Zoe Janssens"))
    assert visitor.get(reverse("portal:new_job")).status_code == 404
    assert visitor.post(reverse("portal:new_job"), {"key": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("rate", "language", "written"),
    [("0.065", "nl", "6,5"), ("0.07", "fr", "7"), ("0.1", "en", "10"), ("0.0625", "en", "6.25")],
)
def test_a_rate_is_written_exactly_as_its_reader_writes_it(rate, language, written):
    with override(language):
        assert _percent(Fraction(rate)) == written


def test_a_job_for_an_activity_asks_for_its_days_and_for_no_workers(client, amina, amina_unit):
    activity = make_unit(amina, "activity", "Atelier Brume")
    client.force_login(amina.user)
    page = client.get(reverse("portal:new_job"), {"unit": activity.pk}, headers=ENGLISH)
    assert not page.context["forms"].has_workers
    assert "First day" in page.content.decode()
    assert "Somebody else works too" not in page.content.decode()


def test_another_budget_keeps_what_was_typed(client, amina, amina_unit):
    activity = make_unit(amina, "activity", "Atelier Brume")
    client.force_login(amina.user)
    typed = {"unit": activity.pk, "choose_unit": "1", "title": "Posters", "price": "2000"}
    page = client.post(reverse("portal:new_job"), typed, headers=ENGLISH)
    assert 'value="Posters"' in page.content.decode()
    back = client.post(reverse("portal:new_job"), typed | {"unit": amina_unit.pk}, headers=ENGLISH)
    assert "Who works when?" in back.content.decode()
    assert 'value="Posters"' in back.content.decode()


def test_an_order_of_an_activity_is_placed(client, amina, festival, at, by):
    members.mark_share_paid(members=[amina], on=at.date(), by=by, at=at)
    activity = make_unit(amina, "activity", "Atelier Brume")
    client.force_login(amina.user)
    typed = {
        "unit": activity.pk, "key": "k", "title": "Posters", "price": "2000", "vat": "usual",
        "language": "fr", "client_id": festival.pk, "starts_on": "2026-05-06",
        "expense-TOTAL_FORMS": "0", "expense-INITIAL_FORMS": "0",
    }  # fmt: skip
    without_day = client.post(reverse("portal:new_job"), typed | {"starts_on": ""}, headers=ENGLISH)
    assert "Give the day on which the work starts." in without_day.content.decode()
    sent = client.post(reverse("portal:new_job"), typed, headers=ENGLISH)
    page = client.get(sent.url, headers=ENGLISH)
    assert [f"{step.label}" for step in page.context["steps"]] == [
        "Sent", "Confirmed", "Worked", "Invoiced", "Client paid",
    ]  # fmt: skip


def test_the_estimate_says_when_an_adviser_will_look_first(amina, amina_unit):
    form = typed(amina) | {"price": "12000"}
    page = signed_in(amina).post(reverse("portal:estimate"), form, headers=ENGLISH)
    assert b"Above your limit of" in page.content
    page = signed_in(amina).post(reverse("portal:estimate"), typed(amina), headers=ENGLISH)
    assert b"Above your limit of" not in page.content
