"""A month beside the month before: sums for the payroll desk, persons for a reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.kernel.models import Event
from commonweal.payroll import actions
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db
JUNE = "?month=2026-06"


def paid(unit, member, by, at, *, month, gross_cents=20_000):
    contracts = pay.plan(unit, member, by=by, month=month, gross_cents=gross_cents)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)[0]


@pytest.fixture
def slips(amina, bram, carla, amina_unit, by, at):
    """Amina earns the same in both months, Bram twice as much; Carla is new."""
    return [
        paid(amina_unit, amina, by, at, month=5),
        paid(amina_unit, amina, by, at, month=6),
        paid(amina_unit, bram, by, at, month=5),
        paid(amina_unit, bram, by, at, month=6, gross_cents=40_000),
        paid(amina_unit, carla, by, at, month=6),
    ]


@pytest.fixture
def desk(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_staff(Role.PAYROLL))
    return client


def test_it_shows_sums_and_nobody_by_name(desk, slips):
    page = desk.get(reverse("desk:pay_comparison") + JUNE)
    assert page.status_code == 200
    now, before = page.context["now"], page.context["before"]
    assert (now.people, now.hours, now.gross_cents) == (3, "24:00", 80_000)
    assert (before.people, before.hours, before.gross_cents) == (2, "16:00", 40_000)
    assert now.net_cents == sum(slips[place].net_cents for place in (1, 3, 4))
    assert [page.context[name] for name in ("new", "absent", "out_of_line")] == [1, 0, 1]
    assert "Amina" not in page.text.split("<main")[1]


def test_with_a_reason_it_shows_who_is_out_of_line_first(desk, slips):
    page = desk.post(reverse("desk:pay_comparison") + JUNE, {"reason": "the run of June"})
    people = page.context["people"]
    assert [person.name for person in people] == ["Bram De Smet", "Amina Benali", "Carla Lefèvre"]
    assert [person.says for person in people][1:] == ["0 %", "new this month"]
    assert people[0].says.startswith("+") and people[0].tone == "warn"


def test_everybody_shown_reads_who_looked_and_why(desk, slips):
    desk.post(reverse("desk:pay_comparison") + JUNE, {"reason": "the run of June"})
    event = Event.objects.get(verb="payroll.look")
    assert {slip.ref for slip in slips} < set(event.subjects)
    assert event.data == {"reason": "the run of June"}


def test_without_a_reason_nobody_is_shown(desk, slips):
    page = desk.post(reverse("desk:pay_comparison") + JUNE, {"reason": " "})
    assert page.status_code == 422
    assert page.context["people"] == []
    assert not Event.objects.filter(verb="payroll.look").exists()


def test_a_month_without_pay_says_so(desk):
    assert "Nobody was paid" in desk.get(reverse("desk:pay_comparison")).text


@pytest.mark.parametrize("role", [Role.FINANCE_MAKER, Role.AUDITOR, Role.ADVISER])
def test_only_payroll_enters(client, settings, slips, role):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(role))
    assert client.get(reverse("desk:pay_comparison")).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_people(
    desk, amina, bram, carla, amina_unit, by, at
):
    counts = []
    desk.get(reverse("desk:pay_comparison"))  # what a session asks once
    for member in (amina, bram, carla):
        paid(amina_unit, member, by, at, month=6)
        with CaptureQueriesContext(connection) as queried:
            desk.post(reverse("desk:pay_comparison") + JUNE, {"reason": "the run of June"})
        counts.append(len(queried))
    assert len(set(counts)) == 1
