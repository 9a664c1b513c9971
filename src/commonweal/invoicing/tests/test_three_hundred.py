"""
What is drafted passes every official rule; what would not is refused before a number is taken.

300 random invoices and credit notes, Belgian and foreign, and more than 100 broken invoices.
"""

import random

import pytest
from tests.cast import TODAY

from commonweal.documents.models import Document
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Attachment, Invoice, Rendering, Series
from commonweal.invoicing.tests.broken import broken
from commonweal.invoicing.tests.good import good_invoices, make_clients
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.ledger import queries as ledger

INVOICES, CREDITED, IN_PART = 220, 40, 40


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


def test_three_hundred_random_documents_break_no_rule(amina_unit, by, at):
    found = good_invoices(
        seed=20260504, count=INVOICES, unit_id=amina_unit.pk, clients=make_clients(), on=TODAY
    )
    issued = invoicing.issue(
        drafts=invoicing.draft(invoices=list(found), by=by, at=at), by=by, at=at
    )
    notes = invoicing.credit_note(invoices=issued[:CREDITED], reason="Rain & storm", by=by, at=at)
    parts = [_part(each) for each in issued[CREDITED:] if _part(each)][:IN_PART]
    notes += invoicing.credit_parts(credits=parts, reason="Half a day less", by=by, at=at)
    assert len(issued) + len(notes) == 300
    invoicing.render(invoices=[each.pk for each in issued + notes], by=by, at=at)
    parked = Rendering.objects.exclude(state="ready").values_list("invoice__number", "findings")
    assert list(parked) == []
    assert Rendering.objects.count() == 300
    assert set(Invoice.objects.values_list("buyer__country", flat=True)) >= {
        "BE", "NL", "FR", "US", "GB", "SE", "DK", "GR",
    }  # fmt: skip
    assert Attachment.objects.exists()
    assert set(ledger.proofs().values()) == {0}


def _part(invoice: Invoice) -> invoicing.NewCredit | None:
    """A part of one line that is worth something."""
    chance = random.Random(invoice.pk)
    lines = [one for one in invoice.lines.all() if one.net_cents > 1_000]
    total = sum(one.net_cents for one in invoice.lines.all() if one.net_cents < 0)
    if not lines or total:
        return None
    taken = chance.choice(lines)
    half = invoicing.CreditLine(taken.position, taken.thousandths // 2)
    return invoicing.NewCredit(invoice.pk, [half])


def test_every_broken_invoice_is_refused_before_any_number(amina_unit, festival, by, at):
    def make(**details: object) -> invoicing.NewInvoice:
        values = {
            "unit_id": amina_unit.pk,
            "client": festival,
            "title": "Poster design",
            "lines": [invoicing.NewLine("Design day", 100_000, invoicing.Vat.STANDARD, 2100)],
            "contribution_cents": 6_500,
            "guaranteed": True,
        }
        return invoicing.NewInvoice(**{**values, **details})

    invoicing.issue(drafts=invoicing.draft(invoices=[make()], by=by, at=at), by=by, at=at)
    before = sorted(Series.objects.values_list("name", "last_number"))
    cases = list(broken(make, festival))
    assert len({name for name, _new, _refusal in cases}) == len(cases) >= 100
    for name, new, refusal in cases:
        found = {type(each): each for each in _refused(new, by, at)}
        assert refusal in found, (name, found)
        assert str(found[refusal]).strip(), name
    assert sorted(Series.objects.values_list("name", "last_number")) == before
    assert Invoice.objects.count() == 1
    assert not Attachment.objects.exists()
    assert not Document.objects.filter(kind="invoice_attachment").exists()


def _refused(new: invoicing.NewInvoice, by, at) -> tuple[Refusal, ...]:
    try:
        invoicing.draft(invoices=[new], by=by, at=at)
    except Refusal as refusal:
        return each_of(refusal)
    return ()


def test_one_broken_invoice_stops_its_batch(amina_unit, festival, by, at):
    good = list(
        good_invoices(seed=1, count=3, unit_id=amina_unit.pk, clients=make_clients(), on=TODAY)
    )
    wrong = invoicing.NewInvoice(amina_unit.pk, festival, "", (), 0, guaranteed=True)
    with pytest.raises(invoicing.MissingLines):
        invoicing.draft(invoices=[*good, wrong], by=by, at=at)
    assert not Invoice.objects.exists()
