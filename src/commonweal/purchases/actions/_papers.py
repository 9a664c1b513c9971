"""From what a file says to the columns and rows of a purchase."""

from datetime import date
from decimal import Decimal
from typing import Any

from commonweal.clients import queries as clients
from commonweal.einvoice.document import Document, Line, Party
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.names import fold
from commonweal.purchases.models import Purchase, PurchaseLine, PurchaseVat
from commonweal.purchases.treatments import Supplier, treatment

Addressee = Purchase.Addressee
OWN_CODES = {"EL": "GR", "XI": "GB"}
"""VAT numbers of Greece and Northern Ireland begin with other letters than their country's."""
UNION_CODE = "XI"
MOST_DIGITS = Decimal(10) ** 23


def paper_of(paper: Document) -> dict[str, Any]:
    """Return the columns of a purchase that the file gives."""
    seller, totals = paper.seller, paper.totals
    means = next((one for one in paper.payment if one.account), None)
    means = means or next(iter(paper.payment), None)
    return {
        "kind": paper.kind,
        "number": paper.number,
        "type_code": paper.type_code,
        "issued_on": paper.issued_on,
        "due_on": paper.due_on,
        "currency": paper.currency[:3],
        "supplier_key": supplier_key(seller),
        "supplier_name": seller.name,
        "supplier_vat": compact(seller.vat_number),
        "supplier_number": str(seller.legal_id or ""),
        "supplier_country": country(seller),
        "supplier_email": seller.contact.email,
        **_addressee(paper.buyer),
        "buyer_name": paper.buyer.name,
        "buyer_reference": paper.references.buyer,
        "order_reference": paper.references.order,
        "corrects": [one.number for one in paper.precedents],
        "iban": compact(means.account) if means else "",
        "bic": compact(means.bic) if means else "",
        "payment_reference": means.reference if means else "",
        "net_cents": totals.net_cents,
        "vat_cents": totals.vat_cents,
        "gross_cents": totals.gross_cents,
        "prepaid_cents": totals.prepaid_cents,
        "rounding_cents": totals.rounding_cents,
        "payable_cents": totals.payable_cents,
    }


def rows_of(
    paper: Document, purchase: Purchase, *, on: date
) -> tuple[list[PurchaseLine], list[PurchaseVat]]:
    """Return the lines and the VAT rows of a purchase."""
    supplier = _supplier(paper.seller, on)
    vat = [
        PurchaseVat(
            purchase=purchase,
            position=place,
            category=row.category,
            rate=None if row.rate is None else _storable(row.rate),
            net_cents=row.net_cents,
            vat_cents=row.vat_cents,
            reason=row.reason,
            reason_code=row.reason_code,
            treatment=treatment(row.category, supplier),
        )
        for place, row in enumerate(paper.vat, 1)
    ]
    return [_line(purchase, place, line) for place, line in enumerate(paper.lines, 1)], vat


def compact(number: str) -> str:
    """Return a number as it is compared: without spaces and marks, in capitals."""
    return "".join(filter(str.isalnum, number)).upper()


def supplier_key(seller: Party) -> str:
    """Return what names a supplier, whatever it is called: VAT number, own number or name."""
    if number := compact(seller.vat_number):
        return number
    if seller.legal_id:
        return compact(seller.legal_id.value)
    return fold(seller.name) or "?"


def country(seller: Party) -> str:
    """Return the country of a supplier: that of its VAT number, else of its address."""
    prefix = compact(seller.vat_number)[:2]
    found = prefix if prefix.isalpha() and prefix else seller.address.country.upper()
    return OWN_CODES.get(found, found)[:2]


def _supplier(seller: Party, on: date) -> Supplier:
    number = compact(seller.vat_number)
    home = country(seller)
    in_union = clients.in_eu(country=home, on=on) or number.startswith(UNION_CODE)
    return Supplier(home, in_union, bool(number))


def _addressee(buyer: Party) -> dict[str, Any]:
    """Whether a number of the buyer is that of this house or a sister of it, and of which."""
    numbers = (buyer.legal_id, buyer.endpoint, *buyer.identifiers)
    said = [buyer.vat_number, *(number.value for number in numbers if number)]
    digits = {"".join(filter(str.isdecimal, number)).zfill(10) for number in said}
    ours = dict(LegalEntity.objects.values_list("enterprise_number", "id"))
    if found := digits & ours.keys():
        return {"addressee": Addressee.US, "entity_id": min(ours[number] for number in found)}
    official = buyer.vat_number or buyer.legal_id
    return {"addressee": Addressee.OTHER if official else Addressee.UNSAID}


def _line(purchase: Purchase, place: int, line: Line) -> PurchaseLine:
    return PurchaseLine(
        purchase=purchase,
        position=place,
        name=line.item.name,
        description=line.item.description,
        quantity=_storable(line.quantity),
        unit_code=line.unit_code,
        price=_storable(line.price.amount),
        base_quantity=_storable(line.price.base_quantity),
        net_cents=line.net_cents,
        category=line.item.category,
        rate=None if line.item.rate is None else _storable(line.item.rate),
    )


def _storable(number: Decimal) -> Decimal:
    """What is larger than the column is kept in the file alone: nobody sells so much."""
    return min(max(number, -MOST_DIGITS), MOST_DIGITS)
