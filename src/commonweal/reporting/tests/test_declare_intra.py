"""Taking the intra-EU listing as a file."""

import pytest

from commonweal.kernel import queries as kernel
from commonweal.reporting import actions, queries
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.intervat_schema import faults

pytestmark = pytest.mark.django_db
Q2 = queries.read_period("2026-Q2")


def test_it_gives_the_file_and_notes_who_took_it(amina_unit, festival, by, at):
    quarter.tell(amina_unit, festival)
    found = actions.declare_intra(period=Q2, by=by, at=at)
    assert (found.name, faults(found.content)) == ("vat-intra-2026-Q2.xml", [])
    (event,) = kernel.events(of=["vat_intra:1:2026-Q2"])
    assert event.verb == "reporting.declare_intra"


def test_it_refuses_an_empty_listing(entity, by, at):
    with pytest.raises(actions.NothingToList, match="File nothing for 2026-Q2"):
        actions.declare_intra(period=Q2, by=by, at=at)
    assert not kernel.events(of=["vat_intra:1:2026-Q2"])
