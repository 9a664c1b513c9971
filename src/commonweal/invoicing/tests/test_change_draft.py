from dataclasses import replace
from datetime import date

import pytest
from tests.cast import make_client

from commonweal.invoicing import actions as invoicing
from commonweal.kernel import queries as kernel
from commonweal.kernel.refusals import Refusal

LINE = invoicing.NewLine("Two design days", 90_000, invoicing.Vat.STANDARD, 2100, 2000, "DAY")


def test_it_says_everything_anew(draft, new_invoice, by, at):
    other = make_client(
        name="Kunsthuis", enterprise_number="0403170701", vat_number="", cost_centre="KP 7"
    )
    before = draft(key="form:1")
    said = new_invoice(LINE, client=other, title="Posters", note="Thanks", language="nl")
    changed = invoicing.change_draft(draft=before, invoice=said, by=by, at=at)
    assert changed.pk == before.pk
    assert (changed.net_cents, changed.vat_cents, changed.title) == (180_000, 37_800, "Posters")
    assert (changed.buyer["name"], changed.buyer["cost_centre"]) == ("Kunsthuis", "KP 7")
    assert (changed.key, changed.drafted_by) == ("form:1", before.drafted_by)
    (line,) = changed.lines.all()
    assert (line.description, line.thousandths, line.unit_code) == ("Two design days", 2000, "DAY")
    assert kernel.events(of=[changed.ref]).last().verb == "invoicing.change_draft"


def test_what_was_said_comes_back_as_it_was(draft, by, at):
    before = draft(cost_centre="KP 7", note="Thanks", work_starts_on=date(2026, 4, 1))
    said = invoicing.as_new(before)
    after = invoicing.change_draft(draft=before, invoice=said, by=by, at=at)
    assert invoicing.as_new(after) == said
    assert after.vat_table == before.vat_table


def test_what_the_client_confirmed_keeps_its_price(order, draft, new_invoice, by, at):
    before = draft(order_id=order.pk)
    with pytest.raises(invoicing.AgreedPrice):
        invoicing.change_draft(draft=before, invoice=new_invoice(LINE), by=by, at=at)
    said = replace(invoicing.as_new(before), purchase_order="PO-7", note="As agreed")
    after = invoicing.change_draft(draft=before, invoice=said, by=by, at=at)
    assert (after.purchase_order, after.order_id) == ("PO-7", order.pk)


def test_it_refuses_what_draft_refuses_and_leaves_the_draft(draft, new_invoice, by, at):
    before = draft()
    with pytest.raises(Refusal):
        wrong = new_invoice(client=make_client(country="XX"), payment_days=90)
        invoicing.change_draft(draft=before, invoice=wrong, by=by, at=at)
    assert before.lines.count() == 1


def test_an_issued_invoice_is_not_changed(draft, new_invoice, by, at):
    (issued,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    with pytest.raises(invoicing.AlreadyIssued):
        invoicing.change_draft(draft=issued, invoice=new_invoice(LINE), by=by, at=at)
