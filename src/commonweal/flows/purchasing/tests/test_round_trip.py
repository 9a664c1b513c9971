"""What this house issues and what it would take in are the same paper, term by term."""

from decimal import Decimal

import pytest
from tests.cast import TODAY

from commonweal.documents import queries as documents
from commonweal.einvoice.values import UBL_CODES, Vat
from commonweal.flows.purchasing import actions
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.numbers import show_reference
from commonweal.invoicing.papers import electronic, rules_for
from commonweal.invoicing.tests.good import good_invoices, make_clients
from commonweal.purchases import queries
from commonweal.purchases.actions import NewPurchase


@pytest.fixture
def issued(settings, tmp_path, amina_unit, entity, by, at):
    """Forty random invoices, Belgian and foreign, and ten credit notes on them."""
    settings.FILES = tmp_path
    clients = make_clients()
    new = good_invoices(seed=7, count=40, unit_id=amina_unit.pk, clients=clients, on=TODAY)
    drafts = invoicing.draft(invoices=list(new), by=by, at=at)
    invoices = invoicing.issue(drafts=drafts, by=by, at=at)
    notes = invoicing.credit_note(invoices=invoices[:10], reason="Rain & storm", by=by, at=at)
    return [*invoices, *notes]


def test_every_business_term_of_what_we_issue_comes_back(issued, entity, by, at):
    xmls = [electronic(each, entity) for each in issued]
    new = [NewPurchase(f"{n}.xml", xml, "import") for n, xml in enumerate(xmls)]
    received = actions.take_in(documents=new, by=by, at=at)
    assert not [one for one in received if one.is_duplicate or one.purchase.problem]
    for invoice, one in zip(issued, received, strict=True):
        # Who is not on the network gets an e-mail address as endpoint: Peppol alone refuses that.
        assert one.purchase.breaks_rules == (rules_for(invoice) == "cen")
        _same_head(invoice, one.purchase, one.paper)
        _same_money(invoice, one)
        _same_lines(invoice, one)


def _same_head(invoice, purchase, paper):
    assert (purchase.kind == "credit_note") == (invoice.corrects is not None)
    assert (purchase.number, purchase.issued_on) == (invoice.number, invoice.issued_on)
    assert purchase.currency == invoice.currency
    assert (paper.buyer.name, paper.buyer.vat_number or "") == (
        invoice.buyer["name"],
        "" if _outside(invoice) else invoice.buyer["vat_number"],
    )
    assert purchase.supplier_number == "0208:0896755397"
    assert paper.references.order == invoice.purchase_order
    assert paper.references.accounting == invoice.buyer.get("cost_centre", "")
    assert " ".join(paper.notes) == invoice.note.strip()
    assert [(each.name, each.content) for each in paper.supports] == [
        (f"{place}-{each.document.name}", documents.content(document=each.document))
        for place, each in enumerate(invoice.attachments.order_by("id"), 1)
    ]
    if invoice.corrects:
        assert purchase.corrects == [invoice.corrects.number]
    else:
        assert purchase.due_on == invoice.due_on
        assert purchase.payment_reference == show_reference(invoice.reference or "")


def _same_money(invoice, one):
    purchase = one.purchase
    assert (purchase.net_cents, purchase.vat_cents, purchase.payable_cents) == (
        invoice.net_cents, invoice.vat_cents, invoice.total_cents,
    )  # fmt: skip
    assert [(row.category, row.rate or 0, row.net_cents, row.vat_cents) for row in one.vat] == [
        (UBL_CODES[Vat(kind)][0], Decimal(rate) / 100, net, vat)
        for kind, rate, net, vat in invoice.vat_table
    ]


def _same_lines(invoice, one):
    kept = queries.lines(purchase=one.purchase)
    assert [(row.name, row.quantity, row.unit_code, row.price, row.net_cents) for row in kept] == [
        (
            line.description,
            Decimal(line.thousandths) / 1000,
            line.unit_code,
            Decimal(line.price_cents) / 100,
            line.net_cents,
        )
        for line in invoice.lines.order_by("position")
    ]


def _outside(invoice):
    return any(kind == Vat.OUTSIDE_SCOPE for kind, *_sums in invoice.vat_table)
