"""What comes over Peppol becomes a purchase, once."""

import pytest
from tests.cast import NOW, make_entity, make_member, make_unit

from commonweal.flows.purchasing import actions, jobs
from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import actions as peppol
from commonweal.peppol.actions import Arrived
from commonweal.peppol.tests.mail import wrapped
from commonweal.purchases import queries
from commonweal.purchases.tests.suppliers import document

OTHER = "00000000-7a50-4a5c-9d1f-0f6f3a2c1b11"


@pytest.fixture
def unit(own_database):
    make_entity()
    return make_unit(make_member())


def arrive(*contents):
    peppol.receive(
        arrived=[Arrived(str(n), one) for n, one in enumerate(contents)], by=SYSTEM, at=NOW
    )


def test_it_goes_where_the_supplier_wrote_and_else_to_the_desk(unit):
    arrive(
        wrapped(content=document(buyer_reference=f"U-{unit.pk}")),
        wrapped(content=document(number="P2"), id=OTHER),
        b"no envelope",
    )
    jobs.take_in()
    odd, second, first = queries.purchases()
    assert (first.unit, first.way, first.state) == (unit, "peppol", "draft")
    assert (second.unit, second.state) == (None, "inbox")
    assert odd.problem.startswith("Choose the XML file")
    assert first.document.kind == "peppol_incoming"


def test_a_second_run_finds_nothing(unit):
    arrive(wrapped(content=document()))
    assert len(actions.take_in_peppol(by=SYSTEM, at=NOW)) == 1
    assert actions.take_in_peppol(by=SYSTEM, at=NOW) == []
    assert queries.purchases().count() == 1


def test_the_same_invoice_in_another_envelope_is_told_as_such(unit):
    arrive(wrapped(content=document()))
    actions.take_in_peppol(by=SYSTEM, at=NOW)
    arrive(wrapped(content=document(), id=OTHER))
    (again,) = actions.take_in_peppol(by=SYSTEM, at=NOW)
    assert again.is_duplicate
