"""Issue, XML, import: every business term that we write is read back the same."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from commonweal.einvoice import document as read_values
from commonweal.einvoice import values
from commonweal.einvoice.addresses import endpoint
from commonweal.einvoice.document import (
    Address,
    Contact,
    Delivery,
    Document,
    Identifier,
    PaymentMeans,
    Precedent,
    Price,
    Support,
    Totals,
    VatRow,
)
from commonweal.einvoice.reader import read
from commonweal.einvoice.tests.test_build import papers
from commonweal.einvoice.ubl import CUSTOMIZATION, NOT_XML, PROFILE, SEPA_TRANSFER, build
from commonweal.einvoice.values import UBL_CODES, Embedded, Paper, Subtotal, Vat, breakdown


def said(text: str) -> str:
    """What XML can carry of a text, without the space around it."""
    return NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def expected(paper: Paper) -> Document:
    """Every term that `ubl.build` writes, as the values that went in say it."""
    rows = paper.subtotals or breakdown(paper.items)
    with_vat = all(row.vat is not Vat.OUTSIDE_SCOPE for row in rows)
    net, vat = sum(row.net_cents for row in rows), sum(row.vat_cents for row in rows)
    original = paper.corrects
    return Document(
        kind="credit_note" if original else "invoice",
        number=said(paper.number),
        issued_on=paper.issued_on,
        type_code="381" if original else "380",
        currency=paper.currency,
        customization=CUSTOMIZATION,
        profile=PROFILE,
        due_on=None if original else paper.due_on,
        notes=tuple(filter(None, [said(paper.note)])),
        references=read_values.References(
            buyer=said(paper.buyer_reference),
            order=said(paper.purchase_order),
            accounting=said(paper.accounting),
        ),
        precedents=(Precedent(original.number, original.issued_on),) if original else (),
        seller=party(paper.seller, with_vat),
        buyer=party(paper.buyer, with_vat),
        delivery=delivery(paper),
        payment=(
            PaymentMeans(
                SEPA_TRANSFER,
                reference="" if original else said(paper.reference),
                account=paper.iban,
                bic=paper.bic,
            ),
        ),
        terms=said(paper.terms) or (original.number if original else ""),
        totals=Totals(net, net, vat, net + vat, net + vat),
        vat=tuple(vat_row(row, dict(paper.exemptions)) for row in rows),
        supports=tuple(
            Support(
                said(file.name),
                said(file.description),
                "",
                said(file.name),
                file.media_type,
                file.content,
            )
            for file in paper.attachments
        ),  # fmt: skip
        lines=tuple(line(place, item) for place, item in enumerate(paper.items, 1)),
    )


def party(one: values.Party, with_vat: bool) -> read_values.Party:
    scheme, number = endpoint(one) or ("EM", one.email)
    return read_values.Party(
        name=said(one.name),
        trading_name=said(one.name),
        legal_id=Identifier(one.enterprise_number, "0208") if one.enterprise_number else None,
        vat_number=one.vat_number if with_vat else "",
        endpoint=Identifier(number, scheme),
        address=Address(
            said(one.street), city=said(one.city), postcode=said(one.postcode), country=one.country
        ),
        contact=Contact(email=one.email),
    )


def delivery(paper: Paper) -> Delivery | None:
    abroad = any(item.vat is Vat.EU_GOODS for item in paper.items)
    if not paper.delivered_on and not abroad:
        return None
    return Delivery(
        on=paper.delivered_on, address=Address(country=paper.buyer.country) if abroad else None
    )


def vat_row(row: Subtotal, exemptions: dict[Vat, str]) -> VatRow:
    category, reason_code = UBL_CODES[row.vat]
    reason = said(exemptions.get(row.vat, "")) if reason_code or row.vat is Vat.EXEMPT else ""
    rate = None if row.vat is Vat.OUTSIDE_SCOPE else Decimal(row.rate_bp) / 100
    return VatRow(category, rate, row.net_cents, row.vat_cents, reason, reason_code)


def line(place: int, item: values.Item) -> read_values.Line:
    category, _ = UBL_CODES[item.vat]
    return read_values.Line(
        id=str(place),
        quantity=Decimal(item.thousandths) / 1000,
        unit_code=item.unit_code,
        net_cents=item.net_cents,
        item=read_values.Item(
            name=said(item.description),
            category=category,
            rate=None if item.vat is Vat.OUTSIDE_SCOPE else Decimal(item.rate_bp) / 100,
        ),
        price=Price(Decimal(item.price_cents) / 100),
    )


words = st.text(max_size=30).map(lambda text: "".join(filter(str.isprintable, text)))
files = st.builds(
    Embedded,
    words.map(lambda text: f"{text.strip()}.pdf"),
    st.just("application/pdf"),
    st.binary(min_size=1, max_size=200),
    words,
)


@st.composite
def whole_papers(draw):
    """The papers of the builder's test, with everything else that may stand on one."""
    paper = draw(papers())
    rounding = draw(st.sampled_from(["total", "line"]))
    return replace(
        paper,
        seller=replace(paper.seller, peppol_id=draw(st.sampled_from(["", "9925:BE0533758930"]))),
        accounting=draw(words),
        currency=draw(st.sampled_from(["EUR", "CHF", "SEK"])),
        attachments=tuple(draw(st.lists(files, max_size=2))),
        subtotals=breakdown(paper.items, rounding=rounding),
        note=draw(words),
        terms=draw(words),
        delivered_on=draw(st.sampled_from([None, paper.delivered_on])),
    )


@seed(20260504)
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole_papers())
def test_every_term_that_we_write_is_read_back_the_same(paper):
    assert read(build(paper)) == expected(paper)
