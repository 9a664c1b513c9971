"""The lines of a document, and what is taken off or added."""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.einvoice._nodes import Node
from commonweal.einvoice._parties import period
from commonweal.einvoice.document import Allowance, Classification, Item, Line, Price


def lines(top: Node, name: str) -> tuple[Line, ...]:
    """Return the lines, which are named after their document."""
    return tuple(_line(node) for node in top.all(name))


def allowances(node: Node) -> tuple[Allowance, ...]:
    """Return what is taken off or added, of a document or of a line."""
    return tuple(_allowance(each) for each in node.all("cac:AllowanceCharge"))


def _allowance(node: Node) -> Allowance:
    return Allowance(
        is_charge=node.text("cbc:ChargeIndicator").lower() in ("true", "1"),
        cents=node.cents("cbc:Amount") or 0,
        base_cents=node.cents("cbc:BaseAmount"),
        percent=node.number("cbc:MultiplierFactorNumeric"),
        category=node.text("cac:TaxCategory/cbc:ID"),
        rate=node.number("cac:TaxCategory/cbc:Percent"),
        reason=node.text("cbc:AllowanceChargeReason"),
        reason_code=node.text("cbc:AllowanceChargeReasonCode"),
    )


def _line(node: Node) -> Line:
    """A line without a quantity is one of its thing."""
    quantity = node.one("cbc:InvoicedQuantity") or node.one("cbc:CreditedQuantity")
    number = quantity.decimal
    return Line(
        id=node.text("cbc:ID"),
        quantity=Decimal(1) if number is None else number,
        unit_code=quantity.mark("unitCode"),
        net_cents=node.cents("cbc:LineExtensionAmount") or 0,
        item=_item(node.one("cac:Item")),
        price=_price(node.one("cac:Price")),
        note=node.text("cbc:Note"),
        object=node.one("cac:DocumentReference/cbc:ID").identifier,
        order_line=node.text("cac:OrderLineReference/cbc:LineID"),
        accounting=node.text("cbc:AccountingCost"),
        period=period(node.one("cac:InvoicePeriod")),
        allowances=allowances(node),
    )


def _item(node: Node) -> Item:
    category = node.one("cac:ClassifiedTaxCategory")
    return Item(
        name=node.text("cbc:Name"),
        description=node.text("cbc:Description"),
        seller_id=node.text("cac:SellersItemIdentification/cbc:ID"),
        buyer_id=node.text("cac:BuyersItemIdentification/cbc:ID"),
        standard_id=node.one("cac:StandardItemIdentification/cbc:ID").identifier,
        classifications=tuple(_classifications(node)),
        country=node.text("cac:OriginCountry/cbc:IdentificationCode"),
        properties=tuple(
            (each.text("cbc:Name"), each.text("cbc:Value"))
            for each in node.all("cac:AdditionalItemProperty")
        ),
        category=category.text("cbc:ID"),
        rate=category.number("cbc:Percent"),
    )


def _classifications(item: Node) -> Iterator[Classification]:
    for code in item.all("cac:CommodityClassification/cbc:ItemClassificationCode"):
        yield Classification(code.own, code.mark("listID"), code.mark("listVersionID"))


def _price(node: Node) -> Price:
    amount = node.number("cbc:PriceAmount")
    base = node.one("cbc:BaseQuantity")
    return Price(
        amount=Decimal(0) if amount is None else amount,
        discount=node.number("cac:AllowanceCharge/cbc:Amount"),
        gross=node.number("cac:AllowanceCharge/cbc:BaseAmount"),
        base_quantity=base.decimal or Decimal(1),
        base_unit=base.mark("unitCode"),
    )
