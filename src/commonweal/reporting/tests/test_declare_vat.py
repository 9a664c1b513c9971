"""Taking the VAT return as a file."""

import pytest

from commonweal.kernel import queries as kernel
from commonweal.kernel.models import LegalEntity
from commonweal.reporting import actions, queries
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.intervat_schema import faults

pytestmark = pytest.mark.django_db
Q2 = queries.read_period("2026-Q2")


def test_it_gives_the_file_and_notes_who_took_it(amina_unit, festival, by, at):
    quarter.tell(amina_unit, festival)
    found = actions.declare_vat(period=Q2, by=by, at=at)
    assert (found.name, faults(found.content)) == ("vat-2026-Q2.xml", [])
    (event,) = kernel.events(of=["vat:1:2026-Q2"])
    assert (event.verb, event.by) == ("reporting.declare_vat", by.id)


def test_it_refuses_who_files_elsewhere_and_notes_nothing(entity, by, at):
    LegalEntity.objects.update(country="NL")
    with pytest.raises(Exception, match="its own country"):
        actions.declare_vat(period=Q2, by=by, at=at)
    assert not kernel.events(of=["vat:1:2026-Q2"])
