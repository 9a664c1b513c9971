"""activities.add_contact: whom a unit knows at a client, and nobody else's."""

import pytest
from django.db import IntegrityError, connection, transaction

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.actions import ContactFacts
from commonweal.activities.models import Contact
from commonweal.kernel.refusals import Refusal, Refusals

LEA = ContactFacts(
    "Léa  Dupont ", "accounts", " lea@festival.example", "+32 2 123 45 67", "mornings"
)


def add(unit, client, by, at, facts=LEA):
    return activities.add_contact(unit=unit, client=client, facts=facts, by=by, at=at)


def test_it_is_noted_for_the_unit(amina_unit, festival, by, at):
    contact = add(amina_unit, festival, by, at)
    contact.refresh_from_db()
    assert (contact.name, contact.email) == ("Léa Dupont", "lea@festival.example")
    assert list(queries.contacts(unit=amina_unit.pk)) == [contact]
    assert list(queries.contacts(unit=amina_unit.pk, clients=[festival.pk])) == [contact]
    assert list(queries.contacts(unit=amina_unit.pk, clients=[])) == []


def test_another_unit_does_not_know_them(amina_unit, carla_unit, festival, by, at):
    contact = add(amina_unit, festival, by, at)
    assert not queries.contacts(unit=carla_unit.pk).exists()
    assert queries.find_contact(unit=carla_unit.pk, id=contact.pk) is None
    assert queries.find_contact(unit=amina_unit.pk, id=contact.pk) == contact


def test_another_scope_sees_no_row(amina_unit, carla_unit, festival, by, at):
    add(amina_unit, festival, by, at)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(carla_unit.pk)])
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        if cursor.fetchone()[0]:
            pytest.skip("a superuser sees past row-level security")
        assert not Contact.objects.exists()
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(amina_unit.pk)])
        assert Contact.objects.exists()


def test_it_says_everything_that_is_wrong_at_once(amina_unit, festival, by, at):
    with pytest.raises(Refusals) as told:
        add(amina_unit, festival, by, at, ContactFacts(" ", phone="ask", email="lea"))
    assert [refusal.code for refusal in told.value.refusals] == [
        "contact_unnamed", "wrong_phone", "unusable_email",
    ]  # fmt: skip


def test_a_typing_error_comes_with_its_repair(amina_unit, festival, by, at):
    with pytest.raises(Refusal) as told:
        add(amina_unit, festival, by, at, ContactFacts("Léa", email="lea@gmial.com"))
    assert told.value.values["repair"] == "lea@gmail.com"


def test_the_database_wants_a_name_and_a_phone_of_digits(amina_unit, festival, by, at):
    contact = add(amina_unit, festival, by, at)
    for wrong in ({"name": ""}, {"phone": "ask"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(**wrong)
