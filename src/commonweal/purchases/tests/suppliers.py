"""What suppliers of the cast send: electronic invoices made by the house itself."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.cast import NOW

from commonweal.einvoice.ubl import build
from commonweal.einvoice.values import Item, Original, Paper, Party, Vat, net
from commonweal.kernel.actor import Actor
from commonweal.ledger import actions as ledger
from commonweal.purchases import actions
from commonweal.purchases.actions import NewPurchase, Received
from commonweal.purchases.models import Purchase

US = Party(
    "Commonweal cv", "Coenraetsstraat 72", "1060", "Brussel", "BE", "0896755397", "BE0896755397",
    "hello@commonweal.example",
)  # fmt: skip
PRINTER = Party(
    "Drukkerij De Pers", "Kaai 4", "9000", "Gent", "BE", "0403170701", "BE0403170701",
    "facturen@depers.example",
)  # fmt: skip
DUTCH = Party(
    "Bos BV", "Kade 2", "1011 AB", "Amsterdam", "NL", "", "NL123456789B01", "b@bos.example"
)
AMERICAN = Party(
    "Clouds Inc", "1 Main Street", "94105", "San Francisco", "US", "", "", "billing@clouds.example"
)  # fmt: skip
EXEMPTIONS = tuple((vat, f"reason {vat}") for vat in Vat if vat not in (Vat.STANDARD, Vat.ZERO))


def item(cents: int, vat: Vat = Vat.STANDARD, rate_bp: int = 2100) -> Item:
    return Item("Posters", cents, net(price_cents=cents, thousandths=1000), vat, rate_bp)


def document(*items: Item, **more: Any) -> bytes:
    """An invoice of the printer for 100 euro of posters and 21 euro of VAT, unless said else."""
    values: dict[str, Any] = {
        "number": "P2026-31", "issued_on": date(2026, 4, 30), "due_on": date(2026, 5, 30),
        "seller": PRINTER, "buyer": US, "iban": "BE68539007547034", "bic": "BPOTBEB1",
        "reference": "+++090/9337/55493+++", "buyer_reference": "", "purchase_order": "",
        "items": items or (item(100_00),), "exemptions": EXEMPTIONS,
    }  # fmt: skip
    if not {"buyer_reference", "purchase_order"} & more.keys():
        values["buyer_reference"] = "to whom it concerns"
    return build(Paper(**{**values, **more}))


def credit_note(*items: Item, **more: Any) -> bytes:
    """The same the other way round, on the invoice P2026-31."""
    return document(
        *items,
        **{"number": "C2026-2", "corrects": Original("P2026-31", date(2026, 4, 30)), **more},
    )


def broken(content: bytes) -> bytes:
    """The same with a wrong total."""
    total = b'<cbc:TaxInclusiveAmount currencyID="EUR">'
    assert total + b"121.00" in content
    return content.replace(total + b"121.00", total + b"121.01")


def mailed_to(email: str) -> bytes:
    """Addressed to a member of ours."""
    return document(buyer=replace(US, email=email))


def received(content: bytes, by: Actor, **more: Any) -> Received:
    """Take one document in."""
    new = NewPurchase("invoice.xml", content, "upload", **more)
    (one,) = actions.receive(documents=[new], by=by, at=NOW)
    return one


def at_unit(unit: Any, content: bytes, by: Actor) -> Purchase:
    """A purchase that waits for “good to pay” of a unit."""
    purchase = received(content, by).purchase
    (assigned,) = actions.assign(purchases=[purchase], unit=unit, by=by, at=NOW)
    return assigned


def filled(unit: Any, cents: int, by: Actor) -> None:
    """Give a unit a budget."""
    lines = [ledger.Line("4890", -cents, unit.pk), ledger.Line("550", cents)]
    ledger.post(
        entries=[ledger.Entry("misc", NOW.date(), "Budget", f"fill:{unit.pk}", "test", lines)],
        by=by, at=NOW,
    )  # fmt: skip
