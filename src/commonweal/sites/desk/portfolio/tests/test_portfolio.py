"""The list of units an adviser looks at."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, TODAY, make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.tests.budgets import earn, pay_out
from commonweal.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
LIST = "desk:portfolio"


@pytest.fixture
def dirk(entity):
    return make_staff(Role.ADVISER)


def page(user, **query):
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return client.get(reverse(LIST), query).content.decode()


def give(unit, user):
    activities.assign_adviser(units=[unit], adviser=user, by=SYSTEM, at=NOW)


def test_an_adviser_begins_with_the_own_units(dirk, amina_unit, carla_unit):
    give(amina_unit, dirk)
    mine = page(dirk)
    assert "3in1 Amina Benali" in mine
    assert "3in1 Carla Lefèvre" not in mine
    assert "3in1 Carla Lefèvre" in page(dirk, adviser="all")
    assert "3in1 Amina Benali" not in page(dirk, adviser="none")


def test_the_address_narrows_by_signal_kind_and_name(dirk, amina_unit, carla_unit):
    pay_out(carla_unit, 120_00, "note:1")
    earn(amina_unit)
    below = page(dirk, adviser="all", signal="negative")
    assert "3in1 Carla Lefèvre" in below
    assert "no advance covers it" in below
    assert "3in1 Amina Benali" not in below
    assert "3in1 Carla Lefèvre" in page(dirk, adviser="all", signal="any")
    assert "3in1 Amina Benali" in page(dirk, adviser="all", q="benali")
    assert "No units here" in page(dirk, adviser="all", kind="activity")


def test_nonsense_in_the_address_does_not_break_it(dirk, amina_unit):
    for query in ({"adviser": "x"}, {"signal": "x"}, {"kind": "x"}, {"from": "9" * 40}):
        assert "<h1>Portfolio</h1>" in page(dirk, **query)


def test_the_file_has_what_is_shown_on_every_page(dirk, amina_unit, carla_unit):
    client = Client()
    client.force_login(dirk)
    answer = client.get(reverse("desk:portfolio_file"), {"adviser": "all", "q": "carla"})
    text = answer.content.decode()
    assert "3in1 Carla Lefèvre" in text
    assert "3in1 Amina Benali" not in text


def test_ticked_units_get_their_adviser_and_the_filter_stays(dirk, amina_unit, carla_unit):
    client = Client()
    client.force_login(dirk)
    answer = client.post(
        reverse("desk:portfolio_adviser"),
        {"unit": [amina_unit.pk, carla_unit.pk], "new-adviser": dirk.pk, "query": "adviser=none"},
    )
    assert answer.url == f"{reverse(LIST)}?adviser=none"
    assert units.watched(on=TODAY, adviser=dirk.pk).count() == 2


def test_without_a_tick_nothing_changes_and_it_says_so(dirk, amina_unit):
    client = Client()
    client.force_login(dirk)
    client.cookies["language"] = "en"
    answer = client.post(reverse("desk:portfolio_adviser"), {"new-adviser": dirk.pk}, follow=True)
    assert b"Tick the units first" in answer.content


def test_an_auditor_looks_and_assigns_nothing(amina_unit):
    nora = make_staff(Role.AUDITOR, name="Nora Peeters")
    assert "3in1 Amina Benali" in page(nora)
    client = Client()
    client.force_login(nora)
    assert client.post(reverse("desk:portfolio_adviser")).status_code == 403


def test_a_long_portfolio_comes_in_pages(dirk, amina):
    new = [activities.NewUnit("activity", f"Atelier {n:03}", amina, TODAY) for n in range(60)]
    activities.open_unit(units=new, by=SYSTEM, at=NOW)
    first, last = page(dirk, adviser="all"), page(dirk, adviser="all", **{"from": "50"})
    assert "Atelier 000" in first and "Atelier 030" not in first
    assert "Atelier 059" in last and "Atelier 000" not in last
    assert "60 units" in first


def test_ten_units_and_sixty_cost_the_same(dirk, amina):
    client = Client()
    client.force_login(dirk)

    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(LIST), {"adviser": "all"})
        return len(asked)

    counts = []
    for turn in range(3):
        new = [activities.NewUnit("activity", f"A {turn} {n}", amina, TODAY) for n in range(20)]
        activities.open_unit(units=new, by=SYSTEM, at=NOW)
        counts.append(count())
    assert counts[1] == counts[2] <= 40
