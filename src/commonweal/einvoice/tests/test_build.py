"""Documents of our own making, judged by both official rule sets."""

from base64 import b64decode
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from lxml import etree
from stdnum.be import ogm_vcs

from commonweal.einvoice.ubl import build
from commonweal.einvoice.validator import validate
from commonweal.einvoice.values import (
    Embedded,
    Item,
    Original,
    Paper,
    Party,
    Vat,
    breakdown,
    net,
)

COOP = Party(
    "Voorbeeld & Co-op", "Kanaalstraat 1", "1000", "Brussel", "BE", "0533758930", "BE0533758930",
    "facturen@voorbeeld.example",
)  # fmt: skip
BELGIAN = replace(
    COOP, name="Théâtre <du> Nord", enterprise_number="0403170701", vat_number="BE0403170701"
)
DUTCH = Party(
    "Bos BV", "Kade 2", "1011 AB", "Amsterdam", "NL", "", "NL123456789B01", "b@bos.example"
)
EXEMPTIONS = tuple((vat, f"reason {vat}") for vat in Vat if vat not in (Vat.STANDARD, Vat.ZERO))
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


def item(vat: Vat = Vat.STANDARD, rate_bp: int = 2100, *, price: int = 10_000, **more) -> Item:
    quantity = more.get("thousandths", 1000)
    return Item("Work", price, net(price_cents=price, thousandths=quantity), vat, rate_bp, **more)


def paper(*items: Item, **more) -> Paper:
    values = {
        "number": "2026-000012", "issued_on": date(2026, 5, 4), "due_on": date(2026, 6, 3),
        "seller": COOP, "buyer": BELGIAN, "iban": "BE68539007547034", "bic": "BPOTBEB1",
        "reference": "+++000/0000/01212+++", "buyer_reference": "order 12", "purchase_order": "",
        "items": items or (item(),), "exemptions": EXEMPTIONS,
    }  # fmt: skip
    return Paper(**{**values, **more})


def texts(document: bytes, name: str) -> list[str | None]:
    return [element.text for element in etree.fromstring(document).iter(f"{CBC}{name}")]


prices = st.integers(0, 5_000_000)
quantities = st.one_of(st.just(1000), st.integers(-3_000, 40_000).filter(bool))
names = st.text(min_size=1, max_size=40).filter(str.strip)
belgian_rates = st.sampled_from(
    [(Vat.STANDARD, 2100), (Vat.STANDARD, 1200), (Vat.STANDARD, 600), (Vat.ZERO, 0),
     (Vat.EXEMPT, 0), (Vat.REVERSE_CHARGE, 0)]
)  # fmt: skip


@st.composite
def items_of(draw, kinds):
    rows = draw(st.lists(st.tuples(kinds, prices, quantities), min_size=1, max_size=8))
    return tuple(
        item(vat, rate, price=price, thousandths=quantity) for (vat, rate), price, quantity in rows
    )


@st.composite
def papers(draw):
    buyer, kinds = draw(
        st.sampled_from(
            [
                (BELGIAN, belgian_rates),
                (DUTCH, st.just((Vat.EU_SERVICE, 0))),
                (DUTCH, st.just((Vat.EU_GOODS, 0))),
                (replace(BELGIAN, country="US"), st.just((Vat.EXPORT, 0))),
                (replace(BELGIAN, country="US"), st.just((Vat.OUTSIDE_SCOPE, 0))),
            ]
        )
    )
    printable = "".join(char for char in draw(names) if char.isprintable()).strip() or "x"
    day = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 400)))
    return paper(
        *draw(items_of(kinds)),
        buyer=replace(buyer, name=printable),
        issued_on=day,
        due_on=day + timedelta(days=draw(st.integers(0, 90))),
        delivered_on=day,
        purchase_order=draw(st.sampled_from(["", "PO-77", "Bestelbon <12> & co"])),
        note=draw(st.sampled_from(["", "Bedankt!"])),
        corrects=draw(st.sampled_from([None, Original("2026-000001", day)])),
    )


@seed(20260504)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(papers())
def test_both_rule_sets_accept_whatever_we_write(document):
    verdict = validate(build(document))
    assert verdict.fatal == ()


def test_vat_is_rounded_once_per_category_and_rate():
    thirds = breakdown([item(price=33), item(price=33), item(price=34), item(rate_bp=600, price=9)])
    assert [(one.rate_bp, one.net_cents, one.vat_cents) for one in thirds] == [
        (2100, 100, 21),
        (600, 9, 1),
    ]


def test_before_2026_vat_was_rounded_on_each_line():
    thirds = [item(price=33), item(price=33), item(price=34)]
    (row,) = breakdown(thirds, rounding="line")
    assert (row.net_cents, row.vat_cents) == (100, 7 + 7 + 7)
    assert validate(build(paper(*thirds, subtotals=(row,)))).accepted


def test_files_and_the_cost_centre_travel_inside_an_invoice_and_a_credit_note():
    sheet = Embedded("hours <may>.csv", "text/csv", b"day;hours\n", "Hours & days")
    for original in (None, Original("2026-000001", date(2026, 4, 1))):
        document = build(paper(attachments=(sheet,), accounting="KP 12", corrects=original))
        assert validate(document).fatal == ()
        assert texts(document, "AccountingCost") == ["KP 12"]
        (inside,) = etree.fromstring(document).iter(f"{CBC}EmbeddedDocumentBinaryObject")
        assert dict(inside.attrib) == {"mimeCode": "text/csv", "filename": "hours <may>.csv"}
        assert b64decode(inside.text) == b"day;hours\n"


def test_amounts_are_in_the_currency_of_the_paper():
    document = build(paper(currency="CHF", note='currencyID="EUR"'))
    assert validate(document).fatal == ()
    assert document.count(b"CHF") == 10
    assert b"&quot;EUR&quot;" in document


def test_a_belgian_invoice_carries_its_numbers():
    document = build(paper(purchase_order="PO-77"))
    assert texts(document, "EndpointID") == ["0533758930", "0403170701"]
    assert texts(document, "PaymentID") == ["+++000/0000/01212+++"]
    assert ogm_vcs.is_valid(texts(document, "PaymentID")[0])
    assert texts(document, "InvoiceTypeCode") == ["380"]
    assert "PO-77" in texts(document, "ID")
    assert texts(document, "PayableAmount") == ["121.00"]


def test_a_credit_note_names_its_invoice():
    document = build(paper(corrects=Original("2026-000001", date(2026, 4, 1))))
    assert texts(document, "CreditNoteTypeCode") == ["381"]
    assert "2026-000001" in texts(document, "ID")
    assert texts(document, "PaymentID") == []


def test_a_service_to_another_member_state_is_a_reverse_charge():
    document = build(paper(item(Vat.EU_SERVICE, 0), buyer=DUTCH))
    assert texts(document, "TaxExemptionReasonCode") == ["VATEX-EU-AE"]
    assert texts(document, "EndpointID")[1] == "NL123456789B01"


def test_outside_the_scope_of_vat_no_vat_number_is_named():
    document = build(paper(item(Vat.OUTSIDE_SCOPE, 0), buyer=replace(BELGIAN, country="US")))
    assert b"BE0533758930" not in document
    assert validate(document).accepted


def test_who_has_no_peppol_address_gets_a_document_by_the_european_norm():
    person = Party("Jan Peeters", "Laan 3", "9000", "Gent", "BE", email="jan@peeters.example")
    document = build(paper(buyer=person))
    assert validate(document, rules="cen").fatal == ()
    assert validate(document).fatal == ("PEPPOL-EN16931-CL008",)


@pytest.mark.parametrize("text", ["a\x0bb\x00c", "\ud800x", "]]>", "<b>&amp;", "\N{GRINNING FACE}"])
def test_no_text_breaks_the_document(text):
    assert validate(build(paper(note=text))).fatal == ()
