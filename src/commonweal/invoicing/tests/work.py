"""Issued invoices for the tests of faces."""

from datetime import datetime

from commonweal.activities.actions import Unit
from commonweal.clients.actions import Client
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import Actor


def issue(unit: Unit, client: Client, *, by: Actor, at: datetime) -> invoicing.Invoice:
    """Issue one design day at 1,000 euro, guaranteed."""
    new = invoicing.NewInvoice(
        unit_id=unit.pk,
        client=client,
        title="Poster design",
        lines=[invoicing.NewLine("Design day", 100_000, invoicing.Vat.STANDARD, 2100)],
        contribution_cents=6_500,
        guaranteed=True,
    )
    (issued,) = invoicing.issue(drafts=invoicing.draft(invoices=[new], by=by, at=at), by=by, at=at)
    return issued
