"""Taking the client listing as a file."""

import pytest

from commonweal.kernel import queries as kernel
from commonweal.reporting import actions
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.intervat_schema import faults

pytestmark = pytest.mark.django_db


def test_it_gives_the_file_and_notes_who_took_it(amina_unit, festival, by, at):
    quarter.tell(amina_unit, festival)
    found = actions.declare_clients(year=2026, by=by, at=at)
    assert (found.name, faults(found.content)) == ("vat-clients-2026.xml", [])
    (event,) = kernel.events(of=["vat_clients:1:2026"])
    assert event.verb == "reporting.declare_clients"


def test_a_year_without_clients_is_declared_too(entity, by, at):
    found = actions.declare_clients(year=2026, by=by, at=at)
    assert 'ClientsNbr="0"' in found.content.decode()
