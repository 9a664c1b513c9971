"""The advance of a unit at the desk: an adviser grants, finance reads, the member cannot look."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import TODAY, make_staff

from commonweal.access.queries import Role
from commonweal.activities import queries
from commonweal.activities.models import Advance
from commonweal.activities.tests.budgets import pay_out
from commonweal.activities.tests.fundings import grant

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
WISH = {"amount": "1.000,00", "until": "2026-06-30", "reason": "Tour starts in June"}


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


def desk(role, name="Dirk Maes"):
    client = Client()
    client.force_login(make_staff(role, name=name))
    return client


def send(client, unit, verb, form):
    return client.post(reverse(f"desk:unit_advance_{verb}", args=[unit.pk]), form, headers=ENGLISH)


def page(client, unit):
    return client.get(reverse("desk:unit_advance", args=[unit.pk]), headers=ENGLISH)


def test_an_adviser_grants_extends_and_ends(amina_unit):
    adviser = desk(Role.ADVISER)
    assert "Grant the advance" in page(adviser, amina_unit).text
    assert send(adviser, amina_unit, "grant", WISH).status_code == 302
    assert queries.states(unit=amina_unit.pk, on=TODAY).advance == 1_000_00
    shown = page(adviser, amina_unit).text
    assert "Grant the advance" not in shown
    later = {"until": "2026-09-30", "reason": "The client pays in September"}

    assert send(adviser, amina_unit, "extend", later).status_code == 302
    assert send(adviser, amina_unit, "end", {"end-reason": "Paid"}).status_code == 302
    assert not Advance.objects.filter(ended_on=None).exists()
    history = page(adviser, amina_unit).text
    assert "Tour starts in June" in history
    assert "The client pays in September" in history


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(amina_unit):
    answer = send(desk(Role.ADVISER), amina_unit, "grant", {**WISH, "amount": "9000"})
    assert answer.status_code == 422
    assert "at most 5,000.00" in answer.context["grant"].errors["amount"][0]
    assert 'value="9000"' in answer.text
    assert "Tour starts in June" in answer.text


def test_what_is_drawn_is_said_in_words_and_cannot_be_ended(amina_unit):
    grant(amina_unit)
    pay_out(amina_unit, 250_00, "note:1")
    adviser = desk(Role.ADVISER)
    shown = page(adviser, amina_unit).text
    assert "€250.00 has to come in by" in shown
    assert "Not yet: €250.00" in shown
    answer = send(adviser, amina_unit, "end", {"end-reason": "Paid"})
    assert answer.status_code == 422
    assert "Wait until 250.00 has come in" in answer.text


@pytest.mark.parametrize("role", [Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.AUDITOR])
def test_finance_reads_and_does_not_grant(amina_unit, role):
    grant(amina_unit)
    reader = desk(role)
    shown = page(reader, amina_unit)
    assert shown.status_code == 200
    assert "Extend the advance" not in shown.text
    assert send(reader, amina_unit, "end", {"end-reason": "x"}).status_code == 403


def test_a_member_has_no_way_in(amina, amina_unit):
    client = Client()
    client.force_login(amina.user)
    assert page(client, amina_unit).status_code == 403
    assert send(client, amina_unit, "grant", WISH).status_code == 403


def test_an_unknown_unit_is_not_found(entity):
    adviser = desk(Role.ADVISER)
    assert adviser.get(reverse("desk:unit_advance", args=[999]), headers=ENGLISH).status_code == 404


def test_without_an_advance_there_is_nothing_to_extend(amina_unit):
    form = {"until": "2026-09-30", "reason": "x"}
    answer = send(desk(Role.ADVISER), amina_unit, "extend", form)
    assert answer.status_code == 302


def test_past_its_day_it_waits_on_the_desk_of_the_adviser(amina_unit, monkeypatch):
    grant(amina_unit, days=10)
    pay_out(amina_unit, 250_00, "note:1")
    overdue = queries.overdue_advances(on=TODAY + timedelta(days=11))
    monkeypatch.setattr(queries, "overdue_advances", lambda *, on, units=None: overdue)
    home = desk(Role.ADVISER).get(reverse("desk:home"), headers=ENGLISH)
    assert f"The advance of “{amina_unit.name}” is not repaid" in home.text
    assert reverse("desk:unit_advance", args=[amina_unit.pk]) in home.text
