"""Bills of suppliers that are booked: entered by one person, and who booked them."""

from dataclasses import replace

import pytest
from tests.cast import NOW

from commonweal.banking import actions as banking
from commonweal.einvoice.values import Vat
from commonweal.flows.payday import queries
from commonweal.kernel.actor import Actor
from commonweal.ledger import actions as ledger
from commonweal.purchases import actions as purchases
from commonweal.purchases.tests.suppliers import PRINTER, at_unit, document, filled, item

OLD, NEW, OTHER = "BE68539007547034", "BE47313215646480", "BE48001123456727"
EXEMPT = replace(PRINTER, vat_number="", enterprise_number="0500000059")
ENTERS, BOOKS = Actor("user:71", "Eva Enters"), Actor("user:72", "Bert Books")
UNTIL = NOW.date().replace(month=7)


@pytest.fixture
def bill(amina_unit, by):
    """Bills of the printer, unless said else; each with the account number it says."""
    filled(amina_unit, 5000_00, by)
    account = banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")
    banking.open_accounts(accounts=[account], by=by, at=NOW)

    def bill(number, iban, seller=PRINTER):
        purchase = at_unit(amina_unit, _paper(number, iban, seller), ENTERS)
        purchases.approve(purchases=[purchase], account="614", by=by, at=NOW)
        (booked,) = purchases.book(purchases=[purchase], account="614", by=BOOKS, at=NOW)
        return booked

    return bill


def _paper(number, iban, seller):
    """Who has no VAT number charges none."""
    one = item(100_00) if seller.vat_number else item(100_00, Vat.OUTSIDE_SCOPE, 0)
    return document(one, number=number, iban=iban, seller=seller)


def settle(purchase, by):
    """Pay a bill as before numbers were noted: the books say so, and no number was kept."""
    cents = purchase.payable_cents
    lines = [
        ledger.Line("440", cents, purchase.unit_id, item=purchase.ref),
        ledger.Line("550", -cents),
    ]
    entry = ledger.Entry("bank", NOW.date(), "Paid", f"paid:{purchase.pk}", "test", lines)
    ledger.post(entries=[entry], by=by, at=NOW)


def due(purchase, at=NOW):
    found = queries.due(until=UNTIL, at=at)
    return next(one for one in found if one.item == purchase.ref)
