"""activities.remove_contact: nothing of the person stays."""

from commonweal.activities import actions as activities
from commonweal.activities.models import Contact
from commonweal.activities.tests.test_add_contact import add
from commonweal.kernel.models import Event


def test_nothing_of_the_person_stays(amina_unit, festival, by, at):
    contact = add(amina_unit, festival, by, at)
    assert activities.remove_contact(contact=contact, by=by, at=at) == amina_unit
    assert not Contact.objects.exists()
    assert Event.objects.get(verb="activities.remove_contact").subjects == [amina_unit.ref]
    assert not Event.objects.filter(data__icontains="Léa").exists()
