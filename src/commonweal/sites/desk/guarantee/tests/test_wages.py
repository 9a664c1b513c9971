"""The clock of wages at the desk."""

from datetime import datetime, time

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.flows.tests.jobs_of_amina import declare, later, on
from commonweal.guarantee.tests.scene import confirmed
from commonweal.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_staff(Role.FINANCE_MAKER, name="Fatima Maes"))
    return client


@pytest.fixture
def waiting(amina, amina_unit, festival):
    """A wage with its payslip, due on 13 May, and work that is planned."""
    confirmed(amina, amina_unit, festival)
    declare()
    on(later(1))
    confirmed(amina, amina_unit, festival, days=20)


def seen(desk, **asked):
    return desk.get(reverse("desk:guarantee_clock"), asked)


def test_every_wage_stands_with_its_stage(desk, waiting):
    page = seen(desk, until=later(60).isoformat())
    assert [str(row.stage) for row in page.context["rows"]] == ["Payslip made", "Planned"]
    assert page.context["late"] == 0
    assert "Every wage that was due is on its account." in page.text


def test_the_address_narrows_the_list(desk, waiting):
    until = later(60).isoformat()
    assert len(seen(desk, until=until, stage="planned").context["rows"]) == 1
    assert len(seen(desk, until=until, q="amina").context["rows"]) == 2
    assert len(seen(desk, until=until, q="nobody").context["rows"]) == 0
    assert len(seen(desk).context["rows"]) == 1
    assert len(seen(desk, until="never", stage="never").context["rows"]) == 1


def test_a_wage_past_its_day_is_late_on_the_desk_too(desk, waiting):
    clock.move(to=datetime.combine(later(9), time(9), clock.ZONE))
    page = seen(desk, stage="late")
    assert (page.context["late"], len(page.context["rows"])) == (1, 1)
    assert "2 days" in page.text
    home = desk.get(reverse("desk:home"))
    assert home.context["late"] == 1
    assert "wage is late" in home.text


def test_the_desk_says_that_none_is_late(desk, entity):
    assert "Every wage that was due is on its account." in desk.get(reverse("desk:home")).text


def test_no_amount_of_a_person_is_shown(desk, waiting):
    assert "€" not in seen(desk, until=later(60).isoformat()).text


def test_an_adviser_sees_the_clock_and_not_the_books(desk, waiting):
    desk.force_login(make_staff(Role.ADVISER, name="Ad Viser"))
    assert seen(desk).status_code == 200
    assert desk.get(reverse("desk:guarantee")).status_code in (302, 403)


def test_the_questions_do_not_grow(desk, waiting, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        seen(desk, until=later(60).isoformat())
