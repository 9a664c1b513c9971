from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.kernel.actions import found_sister


def test_the_unit_invoices_from_there(amina_unit, by, at):
    sister = found_sister(name="School cv", enterprise_number="0403170701", series="SC")
    moved = activities.move_to_entity(unit=amina_unit, entity=sister, by=by, at=at)
    assert (moved.ref, units.get(id=amina_unit.pk).entity_id) == (amina_unit.ref, sister.pk)
