"""What was not guaranteed becomes available as the client pays, in proportion."""

from collections.abc import Iterator
from datetime import datetime

from commonweal.banking.queries import BANK_VERBS
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as standings
from commonweal.invoicing.actions import Invoice
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import round_half_up
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

CLIENTS, BUDGETS_OWED, HELD = "400", "4890", "4894"


@action
def release_held(*, by: Actor, at: datetime) -> list[ledger.Posted]:
    """
    Give units what the bank brought in since the last run on invoices that were not guaranteed.

    Of an invoice of which a third is paid, a third of the held budget is released (MONEY.md §2).
    """
    if not unread(job="three_in_one.release_held", verbs=BANK_VERBS):
        return []
    return release_paid(by=by, at=at)


def release_paid(*, by: Actor, at: datetime) -> list[ledger.Posted]:
    """Release now what was paid of held budgets, for a verb that cannot wait for the next run."""
    refs = [row.item for row in books.open_list(account=HELD)]
    invoices = invoicing.hold_issued(refs=refs)
    held = books.open_amounts(account=HELD, items=refs)
    unpaid = books.open_amounts(account=CLIENTS, items=refs)
    lost = books.lost(items=refs)
    credited = standings.credited(invoices=[invoice.pk for invoice in invoices])
    entries = [
        _release(invoice, cents, unpaid.get(invoice.ref, 0), at)
        for invoice in invoices
        for cents in _due(
            invoice,
            credited.get(invoice.pk, standings.Credited()),
            held=-held.get(invoice.ref, 0),
            unpaid=unpaid.get(invoice.ref, 0) + lost.get(invoice.ref, 0),
        )
    ]
    return ledger.post(entries=entries, by=by, at=at)


def _due(
    invoice: Invoice, credited: standings.Credited, *, held: int, unpaid: int
) -> Iterator[int]:
    """
    The cents to release now, if any: what the paid part has earned less what was released. What
    was credited is neither owed nor earned any more, and what was lost is settled without being
    paid.
    """
    owed = invoice.total_cents - credited.total_cents
    whole = invoice.net_cents - invoice.contribution_cents
    whole -= credited.net_cents - credited.contribution_cents
    paid = max(owed - unpaid, 0)
    earned = round_half_up(whole * paid, owed) if owed > 0 else whole
    if (due := min(earned - (whole - held), held)) > 0:
        yield due


def _release(invoice: Invoice, cents: int, unpaid: int, at: datetime) -> ledger.Entry:
    return ledger.Entry(
        "misc",
        at.astimezone(ZONE).date(),
        f"{invoice.number} {invoice.buyer['name']}",
        f"release:{invoice.ref}:{unpaid}",
        invoice.ref,
        (
            ledger.Line(HELD, cents, invoice.unit_id, invoice.ref),
            ledger.Line(BUDGETS_OWED, -cents, invoice.unit_id),
        ),
    )
