"""One unit at the desk."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, TODAY, actor, make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.tests.budgets import earn
from commonweal.activities.tests.validations import SAMPLED, controlled
from commonweal.flows.tests.jobs_of_amina import job, place, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(entity):
    client = Client()
    client.force_login(make_staff(Role.ADVISER))
    client.cookies["language"] = "en"
    return client


def show(client, unit):
    return client.get(reverse("desk:unit", args=[unit.pk])).content.decode()


def test_it_shows_states_people_orders_and_movements(desk, amina, amina_unit, festival):
    earn(amina_unit)
    place(amina, festival, job(amina_unit, festival, worker(amina), title="Poster of May"))
    page = show(desk, amina_unit)
    for words in ("935.00", "Amina Benali", "Manager", "Poster of May", "alone up to"):
        assert words in page


def test_a_note_is_for_the_staff_and_a_goal_for_everybody(desk, amina, amina_unit):
    desk.post(reverse("desk:note_new", args=[amina_unit.pk]), {"note-text": "Worried about her"})
    typed = {"goal-text": "Second client", "goal-due_on": f"{TODAY + timedelta(days=9)}"}
    desk.post(reverse("desk:goal_new", args=[amina_unit.pk]), typed)
    assert "Worried about her" in show(desk, amina_unit)
    member = Client()
    member.force_login(amina.user)
    addresses = [reverse("portal:home")]
    for name in ("portal:people", "portal:budget", "portal:fundings", "portal:between"):
        addresses.append(reverse(name, args=[amina_unit.pk]))
    pages = [member.get(address).content.decode() for address in addresses]
    assert not [page for page in pages if "Worried about her" in page]
    assert "Second client" in pages[1]


def test_an_empty_note_is_refused_beside_its_field(desk, amina_unit):
    answer = desk.post(reverse("desk:note_new", args=[amina_unit.pk]), {"note-text": " "})
    assert answer.status_code == 422
    assert b"Write down in a sentence" in answer.content


def test_a_goal_is_set_reached_and_another_dropped(desk, amina_unit):
    address = reverse("desk:goal_new", args=[amina_unit.pk])
    for text in ("Second client", "Own website"):
        desk.post(address, {"goal-text": text, "goal-due_on": f"{TODAY + timedelta(days=9)}"})
    first, second = units.goals(unit=amina_unit.pk)
    desk.post(reverse("desk:goal_reached", args=[amina_unit.pk, first.pk]))
    dropping = reverse("desk:goal_dropped", args=[amina_unit.pk, second.pk])
    desk.post(dropping, {"reason": "Not needed"})
    (left,) = units.goals(unit=amina_unit.pk)
    assert left.done_on == TODAY
    assert "Not needed" in show(desk, amina_unit)


def test_a_goal_in_the_past_keeps_what_was_typed(desk, amina_unit):
    typed = {"goal-text": "Second client", "goal-due_on": "2026-05-01"}
    answer = desk.post(reverse("desk:goal_new", args=[amina_unit.pk]), typed)
    assert answer.status_code == 422
    assert b"Second client" in answer.content
    assert b"a goal lies ahead" in answer.content


def test_a_goal_of_another_unit_does_not_exist_here(desk, amina_unit, carla_unit, by, at):
    goal = activities.set_goal(unit=carla_unit, text="Hers", due_on=TODAY, by=by, at=at)
    answer = desk.post(reverse("desk:goal_reached", args=[amina_unit.pk, goal.pk]))
    assert answer.status_code == 404


def test_an_auditor_reads_and_writes_nothing(amina_unit):
    client = Client()
    client.force_login(make_staff(Role.AUDITOR, name="Nora Peeters"))
    assert "Keep the note" not in show(client, amina_unit)
    assert client.post(reverse("desk:note_new", args=[amina_unit.pk])).status_code == 403


def test_a_member_does_not_come_in(amina, amina_unit):
    client = Client()
    client.force_login(amina.user)
    assert client.get(reverse("desk:unit", args=[amina_unit.pk])).status_code == 403


def test_what_is_proposed_stands_beside_the_person(desk, amina, amina_unit):
    for origin in SAMPLED[:3]:
        controlled(amina_unit, amina, origin)
    assert "more is proposed" in show(desk, amina_unit)
    page = desk.get(reverse("desk:trust", args=[amina.pk])).content.decode()
    assert "25,000.00" in page
    done = {"limit": "25000", "reason": "Three in order"}
    assert desk.post(reverse("desk:trust", args=[amina.pk]), done).status_code == 302
    assert units.limit_of(members=[amina.pk], on=TODAY)[amina.pk] == 25_000_00
    assert actor(amina).name in desk.get(reverse("desk:trust", args=[amina.pk])).content.decode()
    assert NOW.date() == TODAY
