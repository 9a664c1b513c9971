"""Parts of an invoice are taken back by its lines; all parts together are the invoice."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions._credited import rest, taken_back
from commonweal.invoicing.models import Invoice, InvoiceLine
from commonweal.kernel.refusals import Refusals
from commonweal.ledger import queries as ledger

STANDARD = {"vat": invoicing.Vat.STANDARD, "rate_bp": 2100}
REDUCED = {"vat": invoicing.Vat.STANDARD, "rate_bp": 600}


@pytest.fixture
def issued(draft, by, at):
    """Three days at 400.00, 21 %; a book at 50.00, 6 %; a discount of 100.00 on the days."""
    drafted = draft(
        invoicing.NewLine("Design day", 400_00, **STANDARD, thousandths=3000, unit_code="DAY"),
        invoicing.NewLine("Book", 50_00, **REDUCED),
        invoicing.NewLine("Discount", 100_00, **STANDARD, thousandths=-1000),
        contribution_cents=74_75,
    )
    (invoice,) = invoicing.issue(drafts=[drafted], by=by, at=at)
    return invoice


@pytest.fixture
def credit(issued, by, at):
    def make(*lines):
        new = invoicing.NewCredit(issued.pk, lines)
        (note,) = invoicing.credit_parts(credits=[new], reason="One day less", by=by, at=at)
        return note

    return make


def test_a_quantity_of_one_line_is_taken_back(credit, issued):
    note = credit(invoicing.CreditLine(1, thousandths=1000))
    assert (note.net_cents, note.vat_cents, note.contribution_cents) == (400_00, 84_00, 26_00)
    assert note.vat_table == [["standard", 2100, 400_00, 84_00]]
    (line,) = note.lines.all()
    assert (line.position, line.thousandths, line.unit_code) == (1, 1000, "DAY")
    assert ledger.open_amount(account="400", item=issued.ref) == issued.total_cents - 484_00


def test_a_part_of_the_price_is_taken_back(credit):
    note = credit(invoicing.CreditLine(1, price_cents=10_00))
    assert (note.net_cents, note.vat_cents) == (30_00, 6_30)


def test_the_parts_and_the_rest_are_the_invoice_to_the_cent(credit, issued, by, at):
    credit(invoicing.CreditLine(1, thousandths=333), invoicing.CreditLine(2, price_cents=16_66))
    credit(invoicing.CreditLine(1, price_cents=1_11))
    (last,) = invoicing.credit_note(invoices=[issued], reason="All of it", by=by, at=at)
    assert last.number == "C2026-000003"
    notes = Invoice.objects.filter(corrects=issued)
    for name in ("net_cents", "vat_cents", "contribution_cents"):
        assert sum(getattr(note, name) for note in notes) == getattr(issued, name)
    for account in ("400", "7000", "7001", "4510", "6199", "7040"):
        assert ledger.account_balance(account=account) == 0
    assert set(ledger.proofs().values()) == {0}


def test_the_state_follows(credit, issued, by, at):
    credit(invoicing.CreditLine(2))
    (standing,) = queries.standings(invoices=[issued], on=at.date())
    assert (standing.state, standing.credits, standing.credited_by) == (
        "open", ("C2026-000001",), None,
    )  # fmt: skip
    invoicing.credit_note(invoices=[issued], reason="All of it", by=by, at=at)
    (standing,) = queries.standings(invoices=[issued], on=at.date())
    assert (standing.state, standing.credited_by) == ("credited", "C2026-000002")
    with pytest.raises(invoicing.AlreadyCredited, match="C2026-000002"):
        invoicing.credit_note(invoices=[issued], reason="Again", by=by, at=at)


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], invoicing.NothingToCredit),
        ([invoicing.CreditLine(1, thousandths=0)], invoicing.NothingToCredit),
        ([invoicing.CreditLine(3)], invoicing.NothingToCredit),
        ([invoicing.CreditLine(9)], invoicing.UnknownLine),
        ([invoicing.CreditLine(1), invoicing.CreditLine(1)], invoicing.NamedTwice),
        ([invoicing.CreditLine(1, thousandths=3001)], invoicing.MoreThanInvoiced),
        ([invoicing.CreditLine(2, price_cents=50_01)], invoicing.MoreThanInvoiced),
        ([invoicing.CreditLine(1)], invoicing.MoreThanAtThisRate),
    ],
)
def test_what_does_not_fit_is_refused_before_a_number_is_taken(credit, lines, refusal):
    with pytest.raises(refusal):
        credit(*lines)
    assert credit(invoicing.CreditLine(2)).number == "C2026-000001"


def test_a_line_cannot_be_taken_back_twice(credit):
    credit(invoicing.CreditLine(2))
    with pytest.raises(invoicing.MoreThanInvoiced, match="at most"):
        credit(invoicing.CreditLine(2, price_cents=1))


def test_what_is_held_is_let_go_in_part(draft, by, at):
    held = draft(contribution_cents=65_00, guaranteed=False)
    (invoice,) = invoicing.issue(drafts=[held], by=by, at=at)
    half = invoicing.NewCredit(invoice.pk, [invoicing.CreditLine(1, price_cents=500_00)])
    invoicing.credit_parts(credits=[half], reason="Half", by=by, at=at)
    assert ledger.account_balance(account="4894") == -467_50
    assert ledger.budget(unit=invoice.unit_id) == 0


def test_the_database_refuses_more_than_the_invoice(credit, issued):
    note = credit(invoicing.CreditLine(1, thousandths=2000))
    copy = Invoice.objects.get(pk=note.pk)
    copy.pk, copy.number, copy.issued_on, copy.due_on = None, None, None, None
    copy.issued_by = copy.issued_at = None
    copy.save()
    with pytest.raises(IntegrityError, match="at most"), transaction.atomic():
        Invoice.objects.filter(pk=copy.pk).update(
            number="C2026-000009", issued_on=note.issued_on, due_on=note.due_on,
            issued_by="x", issued_at=note.issued_at,
        )  # fmt: skip


RATES = st.sampled_from((600, 2100))


class Paper:
    """An invoice as the arithmetic sees it, without a database."""

    def __init__(self, lines, **amounts):
        self.rows = lines
        vars(self).update(amounts)

    @property
    def lines(self):
        return self

    def all(self):
        return self.rows


def note_of(taken):
    rows = [InvoiceLine(**line) for line in taken.lines]
    return Paper(
        rows, net_cents=taken.net_cents, vat_table=taken.vat_table,
        contribution_cents=taken.contribution_cents,
    )  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(
    st.lists(
        st.tuples(st.integers(1, 99_999), st.integers(1, 9_999), st.sampled_from((600, 2100)))
    ),
    st.lists(st.lists(st.integers(0, 9_999), min_size=1, max_size=4), max_size=4),
)
def test_whatever_is_taken_back_in_parts_adds_up(rows, rounds):
    rows = rows or [(100_00, 1000, 2100)]
    lines = [
        InvoiceLine(
            position=place, description="Work", price_cents=price, thousandths=thousandths,
            unit_code="HUR", net_cents=(price * thousandths + 500) // 1000, vat="standard",
            rate_bp=rate,
        )
        for place, (price, thousandths, rate) in enumerate(rows, 1)
    ]  # fmt: skip
    sums = {rate: sum(x.net_cents for x in lines if x.rate_bp == rate) for _, _, rate in rows}
    table = [["standard", rate, net, (net * rate + 5000) // 10_000] for rate, net in sums.items()]
    whole = sum(sums.values())
    if not whole:
        return
    original = Paper(lines, net_cents=whole, vat_table=table, contribution_cents=whole * 65 // 1000)
    notes = []
    for wanted in rounds:
        parts = [
            invoicing.CreditLine(place, thousandths=min(thousandths, line.thousandths))
            for place, (thousandths, line) in enumerate(zip(wanted, lines, strict=False), 1)
        ]
        try:
            notes.append(note_of(taken_back(original, parts, notes)))
        except (invoicing.NothingToCredit, invoicing.MoreThanInvoiced, Refusals):
            continue
    if sum(note.net_cents for note in notes) < whole:
        notes.append(note_of(rest(original, notes)))
    assert sum(note.net_cents for note in notes) == whole
    assert sum(note.contribution_cents for note in notes) == original.contribution_cents
    for _vat, rate, net, vat in table:
        taken = [row for note in notes for row in note.vat_table if row[1] == rate]
        assert (sum(row[2] for row in taken), sum(row[3] for row in taken)) == (net, vat)
        assert all(row[3] >= 0 for row in taken)
