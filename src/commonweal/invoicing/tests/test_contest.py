import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel import queries as kernel
from commonweal.kernel.actor import Actor
from commonweal.ledger import queries as ledger

LEILA = Actor("client:1", "Leila Haddad")


@pytest.fixture
def issued(draft, by, at):
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    return invoice


@pytest.fixture
def complaint(issued):
    return invoicing.Complaint(issued, "amount", "We agreed on 900.00", position=1)


def test_the_item_is_marked_in_the_books_and_no_amount_changes(complaint, issued, at):
    dispute = invoicing.contest(complaint=complaint, by=LEILA, at=at)
    assert ledger.disputed(items=[issued.ref]) == {issued.ref: [dispute.ref]}
    assert ledger.open_amount(account="400", item=issued.ref) == issued.total_cents
    assert list(queries.open_disputes()) == [dispute]
    assert (dispute.raised_name, dispute.position) == ("Leila Haddad", 1)
    assert "invoicing.contest" in {event.verb for event in kernel.events(of=[dispute.ref])}


def test_said_twice_it_is_noted_once(complaint, at):
    first, again = (invoicing.contest(complaint=complaint, by=LEILA, at=at) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("text", "name", "position", "refusal"),
    [
        (" ", "Leila", None, invoicing.MissingComplaint),
        ("Wrong", " ", None, invoicing.MissingComplainant),
        ("Wrong", "Leila", 7, invoicing.UnknownLine),
    ],
)
def test_it_wants_words_a_name_and_a_line_that_is_there(issued, at, text, name, position, refusal):
    complaint = invoicing.Complaint(issued, "other", text, position)
    with pytest.raises(refusal):
        invoicing.contest(complaint=complaint, by=Actor("client:1", name), at=at)


def test_a_draft_is_contested_by_nobody(draft, at):
    with pytest.raises(invoicing.NotAnInvoice):
        invoicing.contest(complaint=invoicing.Complaint(draft(), "other", "No"), by=LEILA, at=at)
