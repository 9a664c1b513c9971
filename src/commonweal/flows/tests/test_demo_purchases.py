"""The demonstration has a purchase that waits for Amina, and one at the desk."""

from commonweal.letters.models import Letter
from commonweal.purchases import queries


def test_two_invoices_came_over_peppol(told):
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
