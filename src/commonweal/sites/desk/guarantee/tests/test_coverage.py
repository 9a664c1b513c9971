"""The desk looks at what the house stands for, and sets a cap."""

import pytest
from django.urls import reverse
from tests.cast import TODAY, make_client, make_staff

from commonweal.access.queries import Role
from commonweal.flows.tests.jobs_of_amina import declare, later, on
from commonweal.guarantee.models import Cap
from commonweal.guarantee.tests.scene import cap, confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_staff(Role.FINANCE_MAKER, name="Fatima Maes"))
    return client


@pytest.fixture
def owed(amina, amina_unit, festival):
    confirmed(amina, amina_unit, festival)
    confirmed(amina, amina_unit, festival, price=600_00, days=20)
    declare()
    on(later(1))


def test_an_empty_house_stands_for_nothing(desk, entity):
    page = desk.get(reverse("desk:guarantee"))
    assert page.status_code == 200
    assert "Nothing is promised" in page.text
    assert (page.context["late"], page.context["dso"]) == (0, None)


def test_it_shows_what_hangs_on_whom(desk, owed, festival):
    cap(festival, 2000_00)
    page = desk.get(reverse("desk:guarantee"))
    shown = page.context
    assert (shown["engaged_cents"], shown["open_cents"], shown["near"]) == (1600_00, 1210_00, 1)
    assert "comes near its cap" in page.text
    assert f'href="{reverse("desk:guarantee_client", args=[festival.pk])}"' in page.text
    assert [line.cents for line in shown["top"]] == [1600_00]


def test_only_clients_near_their_cap_when_asked(desk, owed, festival):
    cap(make_client(name="Theatre", enterprise_number="0403170701", vat_number=""), 10_00)
    every = desk.get(reverse("desk:guarantee")).context["covered"]
    near = desk.get(reverse("desk:guarantee"), {"show": "near"}).context["covered"]
    assert (len(every), len(near)) == (2, 0)


def test_the_questions_do_not_grow_with_clients(
    desk, owed, bram, amina, amina_unit, django_assert_max_num_queries
):
    type(amina).objects.update(share_paid_on=TODAY)
    for number, step in (("0403170701", 30), ("0202239951", 40)):
        other = make_client(
            name=f"Client {step}", enterprise_number=number, vat_number=f"BE{number}"
        )
        confirmed(amina, amina_unit, other, days=step)
    with django_assert_max_num_queries(30):
        desk.get(reverse("desk:guarantee"))


def test_a_cap_is_set_with_a_reason(desk, owed, festival):
    url = reverse("desk:guarantee_client", args=[festival.pk])
    assert "Set a cap" in desk.get(url).text
    typed = {"cents": "80 000", "from_on": f"{later(1)}", "reason": "pays within a week"}
    answer = desk.post(url, typed)
    assert answer.url == url
    row = Cap.objects.get()
    assert (row.cents, row.by_name) == (80_000_00, "Fatima Maes")
    page = desk.get(url)
    assert (page.context["cap_cents"], page.context["free_cents"]) == (80_000_00, 78_400_00)
    assert "pays within a week" in page.text


def test_a_refused_cap_loses_nothing(desk, festival):
    url = reverse("desk:guarantee_client", args=[festival.pk])
    page = desk.post(url, {"cents": "1", "from_on": "2020-01-01", "reason": "an old one"})
    assert page.status_code == 422
    assert "Choose today or a later day" in page.text
    assert "an old one" in page.text
    assert not Cap.objects.exists()


def test_an_auditor_reads_and_sets_nothing(desk, festival):
    desk.force_login(make_staff(Role.AUDITOR, name="An Dit"))
    url = reverse("desk:guarantee_client", args=[festival.pk])
    assert "Set a cap" not in desk.get(url).text
    typed = {"cents": "1", "from_on": TODAY.isoformat(), "reason": "x"}
    assert desk.post(url, typed).status_code == 404
    assert not Cap.objects.exists()


def test_a_client_that_is_not_there_is_not_found(desk):
    assert desk.get(reverse("desk:guarantee_client", args=[999])).status_code == 404
