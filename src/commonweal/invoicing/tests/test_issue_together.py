"""Two clerks at once, each in a connection of its own."""

import threading

import pytest
from django.db import connection
from tests import cast

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Invoice
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger

CLERKS, EACH = 4, 6


@pytest.fixture
def drafts(own_database) -> list[invoicing.Invoice]:
    cast.make_entity()
    unit, client = cast.make_unit(cast.make_member()), cast.make_client()
    new = invoicing.NewInvoice(
        unit_id=unit.pk,
        client=client,
        title="Poster",
        lines=[invoicing.NewLine("Day", 100_000, invoicing.Vat.STANDARD, 2100)],
        contribution_cents=6_500,
        guaranteed=True,
    )
    return invoicing.draft(invoices=[new] * CLERKS * EACH, by=SYSTEM, at=cast.NOW)


def together(*deeds) -> list[str]:
    """Do all at the same instant; return the names of the refusals."""
    start, refusals = threading.Barrier(len(deeds)), []

    def run(deed):
        start.wait()
        try:
            deed()
        except invoicing.AlreadyIssued as refusal:
            refusals.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def issue(batch):
    return lambda: invoicing.issue(drafts=batch, by=SYSTEM, at=cast.NOW)


def test_their_numbers_have_no_gap(drafts):
    batches = [drafts[place::CLERKS] for place in range(CLERKS)]
    assert together(*map(issue, batches)) == []
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == [f"2026-{nth:06}" for nth in range(1, CLERKS * EACH + 1)]
    for batch in batches:
        assert [invoice.number for invoice in batch] == sorted(one.number for one in batch)
    assert set(ledger.proofs().values()) == {0}


def test_of_two_who_issue_the_same_draft_one_does(drafts):
    refusals = together(*[issue(drafts[:EACH])] * CLERKS)
    assert refusals == ["already_issued"] * (CLERKS - 1)
    assert Invoice.objects.filter(number__isnull=False).count() == EACH
