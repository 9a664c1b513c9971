"""
What was not guaranteed becomes available as the client pays, in proportion, and is held again when
the bank takes the payment back.
"""

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
    Let the budget of invoices that were not guaranteed follow what the bank did since the last run.

    Of an invoice of which a third is paid, a third of the held budget is released (MONEY.md §2).
    If that payment bounces, or a person takes its placing back, the third is held again, also when
    it was spent meanwhile: then the budget is below zero, and wages stay as they are.
    """
    if not unread(job="three_in_one.release_held", verbs=BANK_VERBS):
        return []
    return release_paid(by=by, at=at)


def release_paid(*, by: Actor, at: datetime) -> list[ledger.Posted]:
    """Let held budgets follow the money now, for a verb that cannot wait for the next run."""
    reopened = set(books.reopened(account=CLIENTS))
    waiting = {row.item for row in books.open_list(account=HELD)}
    invoices = invoicing.hold_issued(refs=sorted(waiting | reopened))
    refs = [invoice.ref for invoice in invoices]
    held = books.open_amounts(account=HELD, items=refs)
    unpaid = books.open_amounts(account=CLIENTS, items=refs)
    credited = standings.credited(invoices=[invoice.pk for invoice in invoices])
    turns = books.turns(account=HELD, items=refs)
    entries = []
    for invoice in invoices:
        if invoice.ref not in turns:  # guaranteed: nothing of it ever waited
            continue
        left = credited.get(invoice.pk, standings.Credited())
        due = -held.get(invoice.ref, 0) - _to_hold(invoice, left, unpaid.get(invoice.ref, 0))
        if due > 0 or (due < 0 and invoice.ref in reopened):
            entries.append(_move(invoice, due, *turns[invoice.ref], at))
    return ledger.post(entries=entries, by=by, at=at)


def _to_hold(invoice: Invoice, credited: standings.Credited, unpaid: int) -> int:
    """
    The cents that belong on hold: the part of the budget that the unpaid part is of the price.

    What was credited is neither owed nor earned any more. What was lost is not owed either and its
    budget fell away with it, so that a loss moves nothing here.
    """
    owed = invoice.total_cents - credited.total_cents
    whole = invoice.net_cents - invoice.contribution_cents
    whole -= credited.net_cents - credited.contribution_cents
    if owed <= 0 or unpaid <= 0:
        return 0
    return whole - round_half_up(whole * max(owed - unpaid, 0), owed)


def _move(invoice: Invoice, cents: int, nth: int, last: int | None, at: datetime) -> ledger.Entry:
    """
    Cents above zero are released. Below zero they are held again, by an entry that corrects the
    last release. `nth` makes each of them another fact: the same amount may be paid twice.
    """
    return ledger.Entry(
        "misc",
        at.astimezone(ZONE).date(),
        f"{invoice.number} {invoice.buyer['name']}",
        f"held:{invoice.ref}:{nth}",
        invoice.ref,
        (
            ledger.Line(HELD, cents, invoice.unit_id, invoice.ref),
            ledger.Line(BUDGETS_OWED, -cents, invoice.unit_id),
        ),
        None if cents > 0 else last,
        invoice.entity_id or 1,
    )
