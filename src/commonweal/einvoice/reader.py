"""
Read UBL 2.1: any invoice or credit note of EN 16931, as plain values.

Pure, and not a judge: what breaks a rule is read as far as it goes, so that it can be shown
beside the findings of the validator. Only what leaves nothing to show is refused.
"""

from collections.abc import Iterator

from lxml import etree

from commonweal.einvoice._lines import allowances, lines
from commonweal.einvoice._nodes import Node, Unreadable
from commonweal.einvoice._parties import (
    delivery,
    payee,
    payment,
    period,
    seller_or_buyer,
    tax_representative,
)
from commonweal.einvoice.document import (
    Document,
    Kind,
    Precedent,
    References,
    Support,
    Totals,
    VatRow,
)
from commonweal.einvoice.validator import SCHEMAS, NotXml, parse

__all__ = ["MOST_BYTES", "Unreadable", "read"]

MOST_BYTES = 50 * 1024 * 1024
KINDS: dict[str, Kind] = {"Invoice": "invoice", "CreditNote": "credit_note"}
LINES = {"Invoice": "cac:InvoiceLine", "CreditNote": "cac:CreditNoteLine"}
OBJECT_TYPE, PROJECT_TYPE = "130", "50"
"""UNTDID 1001: of an additional document, an invoiced object and, on a credit note, a project."""


def read(content: bytes) -> Document:
    """
    Return what an electronic invoice or credit note says.

    :raises Unreadable: with what is wrong and what to do, if it is none, or lacks its number,
        day, currency or totals, or has an amount that is none of its currency
    """
    root = _root(content)
    name = etree.QName(root).localname
    top = Node(root)
    currency = top.needed("cbc:DocumentCurrencyCode", "currency (BT-5)")
    top = Node(root, currency)
    return Document(
        kind=KINDS[name],
        number=top.needed("cbc:ID", "number (BT-1)"),
        issued_on=top.needed_day("cbc:IssueDate", "date (BT-2)"),
        type_code=top.text(f"cbc:{name}TypeCode"),
        currency=currency,
        customization=top.text("cbc:CustomizationID"),
        profile=top.text("cbc:ProfileID"),
        due_on=top.day("cbc:DueDate") or top.day("cac:PaymentMeans/cbc:PaymentDueDate"),
        tax_currency=top.text("cbc:TaxCurrencyCode"),
        tax_point_on=top.day("cbc:TaxPointDate"),
        tax_point_code=top.text("cac:InvoicePeriod/cbc:DescriptionCode"),
        notes=tuple(filter(None, (note.own for note in top.all("cbc:Note")))),
        references=_references(top),
        precedents=tuple(_precedents(top)),
        seller=seller_or_buyer(top.one("cac:AccountingSupplierParty/cac:Party")),
        buyer=seller_or_buyer(top.one("cac:AccountingCustomerParty/cac:Party")),
        payee=payee(top.one("cac:PayeeParty")),
        tax_representative=tax_representative(top.one("cac:TaxRepresentativeParty")),
        delivery=delivery(top.one("cac:Delivery")),
        period=period(top.one("cac:InvoicePeriod")),
        payment=payment(top),
        terms="\n".join(filter(None, (n.own for n in top.all("cac:PaymentTerms/cbc:Note")))),
        allowances=allowances(top),
        totals=_totals(top),
        vat=tuple(_vat_rows(top)),
        supports=tuple(_supports(top)),
        lines=lines(top, LINES[name]),
    )


def _root(content: bytes) -> "etree._Element":
    if not content.strip():
        raise Unreadable("Choose another file: this one is empty.")
    if content.startswith(b"%PDF"):
        raise Unreadable(
            "Ask the supplier for the XML of this invoice, over Peppol or by mail: a PDF cannot "
            "be read."
        )
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"Ask the supplier for smaller attachments: a document of "
            f"{len(content) // 1_000_000} MB is not read (at most {MOST_BYTES // 1_000_000} MB)."
        )
    try:
        root = parse(content).getroot()
    except NotXml as error:
        raise Unreadable(f"Choose the XML file that the supplier made. {error}") from error
    if str(root.tag) not in SCHEMAS:
        raise Unreadable(
            "Ask the supplier for a UBL 2.1 invoice or credit note, as Peppol carries it: this is "
            f"a document “{etree.QName(root).localname}”."
        )
    return root


def _references(top: Node) -> References:
    order = top.one("cac:OrderReference")
    papers = [
        (paper.text("cbc:DocumentTypeCode"), paper.one("cbc:ID"))
        for paper in top.all("cac:AdditionalDocumentReference")
    ]
    objects = [number.identifier for code, number in papers if code == OBJECT_TYPE]
    projects = [number.own for code, number in papers if code == PROJECT_TYPE]
    return References(
        buyer=top.text("cbc:BuyerReference"),
        project=top.text("cac:ProjectReference/cbc:ID") or next(iter(projects), ""),
        contract=top.text("cac:ContractDocumentReference/cbc:ID"),
        order=order.text("cbc:ID"),
        sales_order=order.text("cbc:SalesOrderID"),
        receipt=top.text("cac:ReceiptDocumentReference/cbc:ID"),
        despatch=top.text("cac:DespatchDocumentReference/cbc:ID"),
        tender=top.text("cac:OriginatorDocumentReference/cbc:ID"),
        object=next(iter(objects), None),
        accounting=top.text("cbc:AccountingCost"),
    )


def _precedents(top: Node) -> Iterator[Precedent]:
    for paper in top.all("cac:BillingReference/cac:InvoiceDocumentReference"):
        yield Precedent(paper.text("cbc:ID"), paper.day("cbc:IssueDate"))


def _supports(top: Node) -> Iterator[Support]:
    """What is only a reference to an object or a project is no supporting document."""
    for paper in top.all("cac:AdditionalDocumentReference"):
        if paper.text("cbc:DocumentTypeCode") in (OBJECT_TYPE, PROJECT_TYPE):
            continue
        inside = paper.one("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
        yield Support(
            reference=paper.text("cbc:ID"),
            description=paper.text("cbc:DocumentDescription"),
            url=paper.text("cac:Attachment/cac:ExternalReference/cbc:URI"),
            name=inside.mark("filename"),
            media_type=inside.mark("mimeCode"),
            content=inside.decoded,
        )


def _totals(top: Node) -> Totals:
    sums = top.one("cac:LegalMonetaryTotal")
    return Totals(
        lines_cents=_sum(sums, "LineExtensionAmount", "sum of the lines (BT-106)"),
        allowances_cents=sums.cents("cbc:AllowanceTotalAmount") or 0,
        charges_cents=sums.cents("cbc:ChargeTotalAmount") or 0,
        net_cents=_sum(sums, "TaxExclusiveAmount", "total without VAT (BT-109)"),
        vat_cents=_vat(top, top.currency) or 0,
        vat_other_cents=_other_vat(top),
        gross_cents=_sum(sums, "TaxInclusiveAmount", "total with VAT (BT-112)"),
        prepaid_cents=sums.cents("cbc:PrepaidAmount") or 0,
        rounding_cents=sums.cents("cbc:PayableRoundingAmount") or 0,
        payable_cents=_sum(sums, "PayableAmount", "amount to pay (BT-115)"),
    )


def _sum(sums: Node, name: str, what: str) -> int:
    cents = sums.cents(f"cbc:{name}")
    if cents is None:
        raise Unreadable.lacking(what)
    return cents


def _vat(top: Node, currency: str) -> int | None:
    """The VAT may be said twice: in the currency of the document and in that of the VAT."""
    for total in top.all("cac:TaxTotal"):
        if total.one("cbc:TaxAmount").mark("currencyID") == currency:
            return Node(total.element, currency).cents("cbc:TaxAmount")
    return None


def _other_vat(top: Node) -> int | None:
    other = top.text("cbc:TaxCurrencyCode")
    return _vat(top, other) if other and other != top.currency else None


def _vat_rows(top: Node) -> Iterator[VatRow]:
    for row in top.all("cac:TaxTotal/cac:TaxSubtotal"):
        if row.one("cbc:TaxAmount").mark("currencyID") != top.currency:
            continue
        net = row.cents("cbc:TaxableAmount")
        vat = row.cents("cbc:TaxAmount")
        category = row.one("cac:TaxCategory")
        yield VatRow(
            category=category.text("cbc:ID"),
            rate=category.number("cbc:Percent"),
            net_cents=0 if net is None else net,
            vat_cents=0 if vat is None else vat,
            reason=category.text("cbc:TaxExemptionReason"),
            reason_code=category.text("cbc:TaxExemptionReasonCode"),
        )
