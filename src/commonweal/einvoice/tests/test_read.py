"""What is read is what the file says: seen beside it by XPath, and after writing it ourselves."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from lxml import etree

from commonweal.einvoice import document as read_values
from commonweal.einvoice.document import (
    Address,
    Allowance,
    Classification,
    Contact,
    Delivery,
    Document,
    Identifier,
    Item,
    Line,
    Party,
    Payee,
    PaymentMeans,
    Period,
    Precedent,
    Price,
    Support,
    TaxRepresentative,
    Totals,
    VatRow,
)
from commonweal.einvoice.reader import Unreadable, read
from commonweal.einvoice.validator import validate

KIT = Path(__file__).parents[4].parent / "shared" / "kits" / "einvoice" / "valid"
DATA = Path(__file__).parent / "data"
EVERY_TERM = DATA / "every_term.xml"
FILES = [*sorted(KIT.glob("*.xml")), *sorted(DATA.glob("*.xml"))]


def seen(root: "etree._Element", path: str, at: str = "/*") -> list[str]:
    """An XPath that knows only the names of elements."""
    steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
    return [str(node.xpath("string()")).strip() for node in root.xpath(f"{at}/{steps}")]


def cents(texts: Sequence[str]) -> list[int]:
    return [int(Decimal(text) * 100) for text in texts]


def total(root: "etree._Element", name: str) -> int:
    return sum(cents(seen(root, f"LegalMonetaryTotal/{name}")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_totals_are_those_of_the_file(path):
    root, found = etree.parse(path).getroot(), read(path.read_bytes()).totals
    (currency,) = seen(root, "DocumentCurrencyCode")
    vat = root.xpath(
        f"/*/*[local-name()='TaxTotal']/*[local-name()='TaxAmount'][@currencyID='{currency}']/text()"
    )
    assert found.lines_cents == total(root, "LineExtensionAmount")
    assert found.allowances_cents == total(root, "AllowanceTotalAmount")
    assert found.charges_cents == total(root, "ChargeTotalAmount")
    assert found.net_cents == total(root, "TaxExclusiveAmount")
    assert found.gross_cents == total(root, "TaxInclusiveAmount")
    assert found.prepaid_cents == total(root, "PrepaidAmount")
    assert found.rounding_cents == total(root, "PayableRoundingAmount")
    assert found.payable_cents == total(root, "PayableAmount")
    assert [found.vat_cents] == cents(vat)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_vat_of_each_rate_is_that_of_the_file(path):
    root, found = etree.parse(path).getroot(), read(path.read_bytes()).vat
    row = "TaxTotal/TaxSubtotal/"
    assert [one.net_cents for one in found] == cents(seen(root, row + "TaxableAmount"))
    assert [one.vat_cents for one in found] == cents(seen(root, row + "TaxAmount"))
    assert [one.category for one in found] == seen(root, row + "TaxCategory/ID")
    assert [str(one.rate) for one in found] == seen(root, row + "TaxCategory/Percent")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_references_are_those_of_the_file(path):
    root, found = etree.parse(path).getroot(), read(path.read_bytes())
    invoices = "BillingReference/InvoiceDocumentReference/ID"
    assert [found.number] == seen(root, "ID")
    assert [str(found.issued_on)] == [text[:10] for text in seen(root, "IssueDate")]
    assert [found.references.buyer] == (seen(root, "BuyerReference") or [""])
    assert [found.references.order] == (seen(root, "OrderReference/ID") or [""])
    assert [found.references.contract] == (seen(root, "ContractDocumentReference/ID") or [""])
    assert [found.references.accounting] == (seen(root, "AccountingCost") or [""])
    assert [one.number for one in found.precedents] == seen(root, invoices)
    assert [one.reference for one in found.payment] == [
        "".join(seen(means, "PaymentID", at="."))
        for means in root.xpath("/*/*[local-name()='PaymentMeans']")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_lines_and_what_is_taken_off_are_those_of_the_file(path):
    root, found = etree.parse(path).getroot(), read(path.read_bytes())
    kind = etree.QName(root).localname
    line = f"{kind}Line/"
    quantity = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    assert [one.net_cents for one in found.lines] == cents(seen(root, line + "LineExtensionAmount"))
    assert [str(one.quantity) for one in found.lines] == seen(root, line + quantity)
    assert [one.item.name for one in found.lines] == seen(root, line + "Item/Name")
    assert [str(one.price.amount) for one in found.lines] == seen(root, line + "Price/PriceAmount")
    assert [one.cents for one in found.allowances] == cents(seen(root, "AllowanceCharge/Amount"))
    assert [str(one.is_charge).lower() for one in found.allowances] == seen(
        root, "AllowanceCharge/ChargeIndicator"
    )


def test_the_invented_invoice_is_valid():
    assert validate(EVERY_TERM.read_bytes(), rules="cen").fatal == ()


def test_it_reads_whom_an_invoice_is_from_and_to():
    found = read(EVERY_TERM.read_bytes())
    assert found.seller == Party(
        name="Studio Norr Aktiebolag",
        trading_name="Studio Norr",
        identifiers=(Identifier("7300010000001", "0088"),),
        creditor_id="SE97ZZZ5567321707",
        legal_id=Identifier("5567321707", "0007"),
        vat_number="SE556732170701",
        tax_number="F-tax approved",
        legal_form="AB, share capital 50 000",
        endpoint=Identifier("5567321707", "0007"),
        address=Address(
            "Hamngatan 1", "Box 2", "3rd floor", "Stockholm", "111 47", "Uppland", "SE"
        ),
        contact=Contact("Elsa Lund", "+46 8 1", "elsa@norr.example"),
    )
    assert found.buyer.endpoint == Identifier("0896755397", "0208")
    assert found.buyer.identifiers == (Identifier("CUST-4"),)
    assert found.buyer.contact.email == "amina@example.org"
    assert found.payee == Payee(
        "Norr Factoring",
        Identifier("7300010000018", "0088"),
        Identifier("5560000000", "0007"),
    )
    assert found.tax_representative == TaxRepresentative(
        "Fiscaal bv", "BE0403019261", Address(city="Gent", country="BE")
    )
    assert found.delivery == Delivery(
        "Depot",
        Identifier("5400000000010", "0088"),
        date(2026, 4, 28),
        Address("Kaai 1", city="Antwerpen", postcode="2000", country="BE"),
    )


def test_it_reads_what_an_invoice_refers_to():
    found = read(EVERY_TERM.read_bytes())
    assert (found.number, found.issued_on, found.due_on) == (
        "F2026/88", date(2026, 4, 30), date(2026, 5, 30),
    )  # fmt: skip
    assert (found.currency, found.tax_currency, found.type_code) == ("SEK", "EUR", "380")
    assert (found.tax_point_on, found.notes) == (date(2026, 4, 29), ("#AAI#First note",))
    assert found.references == read_values.References(
        buyer="U-12", project="P-1", contract="C-1", order="PO-7", sales_order="SO-8",
        receipt="R-1", despatch="D-1", tender="LOT-1", object=Identifier("METER-1", "ABT"),
        accounting="4217:2323",
    )  # fmt: skip
    assert found.precedents == (Precedent("F2026/1", date(2026, 1, 31)), Precedent("F2026/2"))
    assert found.period == Period(date(2026, 4, 1), date(2026, 4, 30))
    assert found.supports == (
        Support("Timesheet", "Hours of April", "", "hours.csv", "text/csv", b"day;hours\n"),
        Support("Terms", url="https://studio.example/terms"),
    )


def test_it_reads_what_is_to_be_paid_and_how():
    found = read(EVERY_TERM.read_bytes())
    assert found.payment == (
        PaymentMeans(
            "97", "Between partners", "RF18539007547034", "SE4550000000058398257466",
            "Norr Factoring", "ESSESESS",
        ),
        PaymentMeans(
            "97", "", "RF18539007547034", mandate="M-1", debited_account="BE69068765432178"
        ),
        PaymentMeans("97", "", "RF18539007547034", card_number="1234", card_holder="A. Benali"),
    )  # fmt: skip
    assert found.terms == "Net 30 days"
    assert found.totals == Totals(
        800_00, 750_00, 175_00, 925_00, 900_00, 100_00, 50_00, 25_30, 30, vat_other_cents=15_61
    )
    assert found.vat == (
        VatRow("S", Decimal(25), 700_00, 175_00),
        VatRow("E", Decimal(0), 50_00, 0, "Exempt", "VATEX-EU-132"),
    )
    assert found.allowances == (
        Allowance(
            False, 100_00, 1000_00, Decimal(10), "S", Decimal(25), "Discount", reason_code="95"
        ),
        Allowance(True, 50_00, None, None, "E", Decimal(0), "Freight"),
    )


def test_it_reads_what_a_line_says():
    first, second = read(EVERY_TERM.read_bytes()).lines
    assert first == Line(
        id="1",
        quantity=Decimal("2.5"),
        unit_code="HUR",
        net_cents=1000_00,
        item=Item(
            name="Light design",
            description="Four-hundredths of an hour",
            seller_id="S-1",
            buyer_id="B-1",
            standard_id=Identifier("7300010000025", "0160"),
            classifications=(Classification("81141601", "STI", "26"),),
            country="SE",
            properties=(("Colour", "Amber"),),
            category="S",
            rate=Decimal(25),
        ),
        price=Price(Decimal(40000), Decimal(2000), Decimal(42000), Decimal(100), "HUR"),
        note="Line note",
        object=Identifier("OBJ-1", "ABT"),
        order_line="10",
        accounting="L-1",
        period=Period(date(2026, 4, 2), date(2026, 4, 3)),
        allowances=(
            Allowance(False, 10_00, reason="Rebate"),
            Allowance(True, 10_00, 1000_00, Decimal(1), reason_code="ABL"),
        ),
    )
    assert (second.quantity, second.net_cents) == (Decimal("-0.5"), -200_00)


def changed(old: str, new: str) -> bytes:
    text = EVERY_TERM.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this one is empty"),
        (b" \n", "this one is empty"),
        (b"%PDF-1.7 ...", "a PDF cannot be read"),
        (b"hello", "Choose the XML file"),
        (b"<Invoice>", "Choose the XML file"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>", "DOCTYPE"),
        (b"<html/>", "this is a document “html”"),
        (b"x" * 50_000_001 + b"x" * 3_000_000, "at most 52 MB"),
        (changed("F<!-- a comment is no text -->2026/88", " "), "no number (BT-1)"),
        (changed("2026-04-30+02:00", "2026-04-31"), "“2026-04-31” is no day"),
        (changed("<cbc:IssueDate>2026-04-30+02:00</cbc:IssueDate>", ""), "no date (BT-2)"),
        (changed('"SEK">900.00', '"SEK">900.005'), "“900.005” is finer than the coins of SEK"),
        (changed('"SEK">900.00', '"USD">900.00'), "“900.00 USD” is not in SEK"),
        (changed('"SEK">900.00', '"SEK">nine'), "“nine” is no number"),
        (changed('"SEK">900.00', '"SEK">\u0669'), "is no number"),
        (changed('"SEK">900.00', '"SEK">9' + "0" * 16), "more than anybody pays"),
        (changed("PayableAmount", "PayAmount"), "no amount to pay (BT-115)"),
        (changed("ZGF5O2hvdXJz", "ZGF5O2hvdXJ"), "an attachment inside is damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(content, words):
    with pytest.raises(Unreadable, match=re.escape(words)):
        read(content)


def test_a_currency_without_coins_has_whole_amounts():
    yen = EVERY_TERM.read_text(encoding="utf-8").replace("SEK", "JPY")
    with pytest.raises(Unreadable, match="finer than the coins of JPY"):
        read(yen.encode())
    whole = yen.replace("25.30", "25.00").replace(">0.30<", ">0.00<")
    assert read(whole.encode()).totals.payable_cents == 900_00


def test_trailing_zeros_are_no_finer_amount():
    assert read(changed('"SEK">900.00', '"SEK">900.0000')).totals.payable_cents == 900_00


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_in_is_read_or_refused_with_a_sentence(content):
    try:
        read(content)
    except Unreadable as refusal:
        assert str(refusal)


@seed(20260504)
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_invoice_is_read_or_refused_with_a_sentence(data):
    """Any one element of a file loses its text, becomes a word, or goes away with its children."""
    root = etree.fromstring(EVERY_TERM.read_bytes())
    element = data.draw(st.sampled_from([one for one in root.iter("{*}*") if one is not root]))
    change = data.draw(st.sampled_from(["empty", "word", "gone"]))
    if change == "gone":
        element.getparent().remove(element)
    else:
        element.text = "" if change == "empty" else "word"
    try:
        assert isinstance(read(etree.tostring(root)), Document)
    except Unreadable as refusal:
        assert str(refusal).startswith("Ask the supplier")
