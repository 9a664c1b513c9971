import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel.actor import Actor
from commonweal.ledger import queries as ledger


@pytest.fixture
def dispute(draft, by, at):
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    complaint = invoicing.Complaint(invoice, "amount", "We agreed on 900.00")
    return invoicing.contest(complaint=complaint, by=Actor("client:1", "Leila"), at=at)


def test_the_mark_is_lifted_and_the_answer_kept(dispute, by, at):
    settled = invoicing.settle(dispute=dispute, answer="Credited 100.00", by=by, at=at)
    assert (settled.state, settled.answer) == ("settled", "Credited 100.00")
    assert ledger.disputed(items=[settled.invoice.ref]) == {}
    assert not queries.open_disputes().exists()


def test_it_wants_an_answer(dispute, by, at):
    with pytest.raises(invoicing.MissingAnswer):
        invoicing.settle(dispute=dispute, answer="  ", by=by, at=at)


def test_it_is_settled_once(dispute, by, at):
    invoicing.settle(dispute=dispute, answer="Credited", by=by, at=at)
    with pytest.raises(invoicing.AlreadySettled):
        invoicing.settle(dispute=dispute, answer="Again", by=by, at=at)
