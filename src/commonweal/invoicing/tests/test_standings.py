from datetime import timedelta

import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.ledger import actions as ledger


@pytest.fixture
def issued(draft, by, at):
    return invoicing.issue(drafts=[draft(), draft()], by=by, at=at)


def pay(invoice, cents, by, at):
    lines = [ledger.Line("550", cents, None, "bank"), ledger.Line("400", -cents, None, invoice.ref)]
    entry = ledger.Entry("bank", at.date(), "paid", f"bank:{invoice.ref}:{cents}", "bank", lines)
    ledger.post(entries=[entry], by=by, at=at)


def state(invoice, on):
    (standing,) = queries.standings(invoices=[invoice], on=on)
    return standing.state, standing.open_cents


def test_it_is_open_until_it_is_paid(issued, by, at):
    invoice, on = issued[0], at.date()
    assert state(invoice, on) == ("open", 121_000)
    assert state(invoice, on + timedelta(days=31)) == ("overdue", 121_000)
    pay(invoice, 21_000, by, at)
    assert state(invoice, on) == ("partly_paid", 100_000)
    pay(invoice, 100_000, by, at)
    assert state(invoice, on + timedelta(days=31)) == ("paid", 0)
    pay(invoice, 1_000, by, at)
    assert state(invoice, on) == ("overpaid", -1_000)


def test_what_is_written_off_is_lost_and_not_paid(issued, by, at):
    invoice = issued[0]
    pay(invoice, 121_000, by, at)
    ledger.mark_lost(marks={invoice.ref: ("bankruptcy:1", 121_000)}, by=by, at=at)
    assert state(invoice, at.date()) == ("lost", 0)


def test_it_is_settled_by_a_credit_note(issued, by, at):
    (note,) = invoicing.credit_note(invoices=issued[:1], reason="Rain", by=by, at=at)
    (standing, of_note) = queries.standings(invoices=[issued[0], note], on=at.date())
    assert (standing.state, standing.credited_by) == ("credited", note.number)
    assert of_note.state == "credit_note"


def test_a_list_costs_three_queries(issued, at, django_assert_num_queries):
    for batch in (issued[:1], issued):
        with django_assert_num_queries(3):
            queries.standings(invoices=batch, on=at.date())


def test_it_is_found_by_number_name_and_reference(issued, festival):
    first = issued[0]
    for text in (first.number, "000001", "senne", queries.show_reference(first.reference)):
        assert first in queries.search(text=text), text
    assert not queries.search(text="nobody").exists()
