"""The demonstration has a purchase that waits for Amina, and one at the desk."""

import pytest

from commonweal.flows import demo
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.models import Letter
from commonweal.purchases import queries

pytestmark = pytest.mark.django_db


def test_two_invoices_came_over_peppol(settings):
    settings.DEMO_PASSWORD = "samen-sterk-2026"
    demo.load(by=SYSTEM, at=clock.START)
    rental, printer = queries.purchases()
    assert (printer.supplier_name, printer.unit.name) == (
        "Drukkerij Inktvis bv",
        "3in1 Amina Benali",
    )
    assert (printer.state, printer.way, printer.gross_cents) == ("draft", "peppol", 350_90)
    assert (rental.supplier_name, rental.state, rental.unit) == (
        "Location du Canal srl", "inbox", None,
    )  # fmt: skip
    (letter,) = Letter.objects.filter(about=printer.ref)
    assert letter.to.startswith("amina")
