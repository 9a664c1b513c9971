"""Wages of a given net pay, and creditors that attach them."""

from dataclasses import replace
from datetime import date

from commonweal.ledger import queries as books
from commonweal.payroll import actions
from commonweal.payroll.actions import NewAttachment
from commonweal.payroll.tests import pay

SERVED_ON = date(2026, 5, 4)
ENERGY, HOSPITAL = "BE71096123456769", "BE43068999999501"


def claim(member, **changes):
    """A claim of 5,000 euro of an energy company against a member."""
    usual = {
        "creditor": "Energie nv",
        "iban": ENERGY,
        "claim_cents": 500_000,
        "served_on": SERVED_ON,
        "reference": "2026/118",
    }
    return NewAttachment(member.pk, **usual | changes)


def hospital(member, **changes):
    """A claim of 2,000 euro of a hospital, served a week earlier."""
    usual = {
        "creditor": "Hôpital", "iban": HOSPITAL, "claim_cents": 200_000, "reference": "H7",
        "served_on": date(2026, 4, 27),
    }  # fmt: skip
    return claim(member, **usual | changes)


def attach(*claims, by, at):
    """Serve these claims on the house."""
    return actions.attach(attachments=claims, by=by, at=at)


def work(unit, *members, by, net_cents=300_000, days=1):
    """Work of May 2026 as the verbs take it, that pays each exactly so much net."""
    contracts = pay.plan(unit, *members, by=by, gross_cents=800_000, days=days)
    return [with_net(each, net_cents, by=by) for each in pay.inputs(contracts)]


def with_net(contract, net_cents, *, by):
    """The same contract with so much net pay: what is more is withheld on top."""
    whole = replace(contract, extra_withholding_cents=0)
    (slip,) = actions.run.dry_run(contracts=[whole], by=by, at=pay.NOW)
    return replace(whole, extra_withholding_cents=slip.net_cents - net_cents)


def again(unit, member, nets, *, by):
    """Several contracts of May 2026 of one member, with these net pays."""
    (first,) = pay.plan(unit, member, by=by, gross_cents=800_000)
    more = [first, *pay.copies(first, len(nets) - 1)]
    return [
        with_net(each, net_cents, by=by)
        for each, net_cents in zip(pay.inputs(more), nets, strict=True)
    ]


def owed(slip):
    """What the books owe the worker of a pay, in cents."""
    return -books.open_amount(account="455", item=slip.item)


def owed_to(attachment):
    """What the books owe a creditor, in cents."""
    return -books.open_amount(account="4551", item=attachment.item)
