"""activities.change_contact: who a contact is, written down anew."""

import pytest

from commonweal.activities import actions as activities
from commonweal.activities.actions import ContactFacts
from commonweal.activities.tests.test_add_contact import add


def test_it_is_written_down_anew(amina_unit, festival, by, at):
    contact = add(amina_unit, festival, by, at)
    facts = ContactFacts("Léa Dupont", email="lea.dupont@festival.example")
    changed = activities.change_contact(contact=contact, facts=facts, by=by, at=at)
    changed.refresh_from_db()
    assert (changed.email, changed.phone) == ("lea.dupont@festival.example", "")


def test_it_refuses_a_contact_without_a_name(amina_unit, festival, by, at):
    contact = add(amina_unit, festival, by, at)
    with pytest.raises(activities.ContactUnnamed):
        activities.change_contact(contact=contact, facts=ContactFacts(""), by=by, at=at)
    contact.refresh_from_db()
    assert contact.name == "Léa Dupont"
