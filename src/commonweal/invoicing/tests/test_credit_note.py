import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.ledger import actions as books
from commonweal.ledger import queries as ledger


@pytest.fixture
def issued(draft, by, at):
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    return invoice


def test_it_has_a_series_of_its_own(issued, by, at):
    (note,) = invoicing.credit_note(invoices=[issued], reason="Wrong client", by=by, at=at)
    assert (note.number, note.corrects_id, note.reference) == ("C2026-000001", issued.pk, None)
    assert (note.total_cents, note.note) == (issued.total_cents, "Wrong client")
    assert [line.net_cents for line in note.lines.all()] == [100_000]


def test_the_books_take_back_everything(issued, by, at):
    (note,) = invoicing.credit_note(invoices=[issued], reason="Wrong client", by=by, at=at)
    assert ledger.open_amount(account="400", item=issued.ref) == 0
    assert ledger.budget(unit=issued.unit_id) == 0
    for account in ("7000", "4510", "6199", "7040"):
        assert ledger.account_balance(account=account) == 0
    ((id, _),) = ledger.entries_by_key(keys=[note.ref]).values()
    ((original, _),) = ledger.entries_by_key(keys=[issued.ref]).values()
    assert ledger.get_entry(id=id)[0].corrects == original


def test_also_what_was_held(draft, by, at):
    held = invoicing.issue(drafts=[draft(guaranteed=False)], by=by, at=at)
    invoicing.credit_note(invoices=held, reason="Wrong client", by=by, at=at)
    assert ledger.account_balance(account="4894") == 0
    assert ledger.budget(unit=held[0].unit_id) == 0


def test_it_refuses_a_second_one(issued, by, at):
    invoicing.credit_note(invoices=[issued], reason="Wrong client", by=by, at=at)
    with pytest.raises(invoicing.AlreadyCredited, match="C2026-000001"):
        invoicing.credit_note(invoices=[issued], reason="Again", by=by, at=at)


def test_only_an_issued_invoice_can_be_credited(draft, issued, by, at):
    notes = invoicing.credit_note(invoices=[issued], reason="Wrong client", by=by, at=at)
    for wrong in (draft(), notes[0]):
        with pytest.raises(invoicing.NotAnInvoice):
            invoicing.credit_note(invoices=[wrong], reason="Why not", by=by, at=at)


def test_it_wants_a_reason(issued, by, at):
    with pytest.raises(invoicing.MissingReason):
        invoicing.credit_note(invoices=[issued], reason="", by=by, at=at)


def test_what_was_lost_is_not_credited_as_well(issued, by, at):
    books.mark_lost(marks={issued.ref: ("bankruptcy:1", issued.total_cents)}, by=by, at=at)
    with pytest.raises(invoicing.InvoiceLost):
        invoicing.credit_note(invoices=[issued], reason="Bankrupt", by=by, at=at)
