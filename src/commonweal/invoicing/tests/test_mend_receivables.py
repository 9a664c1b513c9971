"""What is kept beside issued invoices is what their lines say; a fault is mended."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Invoice, Receivable
from commonweal.kernel import queries as house
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger
from commonweal.ledger.models import Line

pytestmark = pytest.mark.django_db
RATES = [2100, 600, 0]


def mend():
    return invoicing.mend_receivables(by=SYSTEM, at=NOW)


def naive(invoice):
    """The same, line by line and in Python."""
    lines = list(
        Line.objects.filter(account="400", item=invoice.ref).select_related("entry__journal")
    )
    notes = list(Invoice.objects.filter(corrects=invoice, number__isnull=False))
    open_cents = sum(line.cents for line in lines)
    paid = [line.on for line in lines if line.cents < 0 and line.entry.journal.code == "bank"]
    net = sum(note.net_cents for note in notes)
    vat = sum(note.vat_cents for note in notes)
    left, whole = invoice.net_cents - net, invoice.total_cents - net - vat
    part, of = (left, whole) if whole else (invoice.net_cents, invoice.total_cents)
    return (net, vat, open_cents, rounded(open_cents * part, of), max(paid, default=None))


def rounded(dividend, divisor):
    """Half away from zero, as the database rounds."""
    if not divisor:
        return 0
    sign = 1 if dividend * divisor >= 0 else -1
    return sign * ((2 * abs(dividend) + abs(divisor)) // (2 * abs(divisor)))


def kept(invoice):
    row = Receivable.objects.get(invoice=invoice)
    facts = (row.client_id, row.unit_id, row.entity_id, row.number, row.guaranteed)
    assert facts == (
        invoice.client_id, invoice.unit_id, invoice.entity_id, invoice.number, invoice.guaranteed,
    )  # fmt: skip
    assert (row.net_cents, row.vat_cents) == (invoice.net_cents, invoice.vat_cents)
    assert (row.issued_on, row.due_on) == (invoice.issued_on, invoice.due_on)
    return (
        row.credited_net_cents, row.credited_vat_cents, row.open_cents, row.open_net_cents,
        row.paid_on,
    )  # fmt: skip


def bank(invoice, cents, day, nth, journal="bank"):
    lines = (
        ledger.Line("550" if journal == "bank" else "657", cents),
        ledger.Line("400", -cents, invoice.unit_id, invoice.ref),
    )
    on = NOW.date() + timedelta(days=day)
    entry = ledger.Entry(journal, on, "", f"bank:{nth}", f"bank:{nth}", lines)
    return ledger.post(entries=[entry], by=SYSTEM, at=NOW)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "bounce", "credit", "misc", "undo", "both"]),
        st.integers(0, 2),
        st.integers(1, 130_000),
        st.integers(0, 40),
    ),
    max_size=9,
)


@given(rates=st.lists(st.sampled_from(RATES), min_size=2, max_size=2), deeds=DEEDS)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_it_is_what_the_lines_say_whatever_happened(draft, rates, deeds):
    with transaction.atomic():
        _play(draft, rates, deeds)
        transaction.set_rollback(True)


def _play(draft, rates, deeds):
    lines = [
        invoicing.NewLine(f"Day {rate}", 50_000 + 1_111 * nth, invoicing.Vat.STANDARD, rate)
        if rate
        else invoicing.NewLine("Course", 50_000, invoicing.Vat.EXEMPT, 0)
        for nth, rate in enumerate(rates)
    ]
    drafts = [draft(*lines, guaranteed=flag) for flag in (True, False, True)]
    invoices = invoicing.issue(drafts=drafts, by=SYSTEM, at=NOW)
    posted = []
    for nth, (deed, which, cents, day) in enumerate(deeds):
        invoice = invoices[which]
        if deed == "pay":
            posted += bank(invoice, cents, day, nth)
        elif deed == "bounce":
            bank(invoice, -cents, day, nth)
        elif deed == "misc":
            bank(invoice, cents, day, nth, journal="misc")
        elif deed == "undo" and posted:
            ledger.reverse(
                ids=[posted.pop().id], on=NOW.date(), text="", origin="x", by=SYSTEM, at=NOW
            )
        elif deed == "both":  # it comes and goes in one posting: nothing open changes
            two = [
                ledger.Entry(
                    "bank", NOW.date() + timedelta(days=day), "", f"{nth}:{sign}", "x",
                    (ledger.Line("550", sign), ledger.Line("400", -sign, None, invoice.ref)),
                )
                for sign in (cents, -cents)
            ]  # fmt: skip
            ledger.post(entries=two, by=SYSTEM, at=NOW)
        elif deed == "credit":
            _credit(invoice, cents)
        assert [kept(each) for each in invoices] == [naive(each) for each in invoices]
    assert mend() == []


def _credit(invoice, cents):
    """Take a part of its first line back, at most what is left of it."""
    line = invoice.lines.order_by("position").first()
    notes = Invoice.objects.filter(corrects=invoice, number__isnull=False)
    some = min(cents, line.net_cents - sum(note.net_cents for note in notes))
    if some > 0:
        part = invoicing.CreditLine(line.position, price_cents=some)
        new = invoicing.NewCredit(invoice.pk, [part])
        invoicing.credit_parts(credits=[new], reason="Less", by=SYSTEM, at=NOW)


FORGERIES = [
    "update invoicing_receivable set open_cents = open_cents + 1",
    "update invoicing_receivable set paid_on = '2026-01-01'",
    "delete from invoicing_receivable",
]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_differs_from_the_books_is_mended_and_said(draft, forgery):
    (invoice,) = invoicing.issue(drafts=[draft()], by=SYSTEM, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(forgery)
    assert mend() == [invoice]
    assert kept(invoice) == naive(invoice)
    assert house.events(of=[invoice.ref]).filter(verb="invoicing.mend_receivables").count() == 1
    assert mend() == []


def test_a_credit_note_is_no_claim(draft):
    (invoice,) = invoicing.issue(drafts=[draft()], by=SYSTEM, at=NOW)
    invoicing.credit_note(invoices=[invoice], reason="Rain", by=SYSTEM, at=NOW)
    assert [row.invoice_id for row in Receivable.objects.all()] == [invoice.pk]
    assert kept(invoice)[2:4] == (0, 0)
