"""Invoices of a client that will fail, and the judgment that says so."""

from datetime import date

from tests.cast import NOW

from commonweal.clients import queries as clients
from commonweal.guarantee.actions import NewBankruptcy
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger

JUDGMENT = date(2026, 5, 4)


def invoice(unit, client, net=100_000, vat="standard", rate_bp=2100, **details):
    """Issue one invoice, with a contribution of 6.5 % of it."""
    line = invoicing.NewLine("Ride", net, invoicing.Vat(vat), rate_bp)
    return invoice_of(unit, client, [line], contribution_cents=net * 65 // 1000, **details)


def invoice_of(unit, client, lines, contribution_cents, guaranteed=True):
    """Issue one invoice with these lines."""
    new = invoicing.NewInvoice(
        unit.pk, clients.get(id=client.pk), "Ride", lines,
        contribution_cents=contribution_cents, guaranteed=guaranteed,
    )  # fmt: skip
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=NOW)
    (issued,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=NOW)
    return issued


def judgment(client, **details):
    """What the court said of a client."""
    told = {"on": JUDGMENT, "trustee_name": "Mr. Lievens", "court": "Brussel", **details}
    return NewBankruptcy(client=client, **told)


def bank_brings(cents, item, account="400", unit=None, name="move:1"):
    """Post what came in at the bank: on a claim, or on suspense without one."""
    lines = [ledger.Line("550", cents, None, "bank"), ledger.Line(account, -cents, unit, item)]
    entry = ledger.Entry("bank", NOW.date(), name, name, name, lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)


def put_in_fund(cents):
    """Give the fund something to begin with."""
    lines = [ledger.Line("6370", cents), ledger.Line("1641", -cents)]
    entry = ledger.Entry("misc", NOW.date(), "Opening", "opening", "opening", lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)
