"""From a tranche to the books: its accounts, its reference, what is paid and held of it."""

from collections.abc import Sequence
from datetime import date

from commonweal.activities.models import FundingTranche
from commonweal.kernel.money import round_half_up
from commonweal.ledger import queries as books
from commonweal.ledger.actions import Entry, Line
from commonweal.rules.parameters import figure

FUNDERS, GRANTS = "400", "740"
CONTRIBUTION_PAID, CONTRIBUTION_EARNED = "6199", "7040"
BUDGETS_OWED, HELD = "4890", "4894"
# Ten digits and the check digits, as on an invoice, whose first two are its year. Invoices come
# this far in 2099, at the ninety-millionth of that year.
FIRST_REFERENCE = 9_990_000_000


def contribution(cents: int, on: date) -> int:
    """Return the shared contribution on what a funder gives, in cents."""
    rate = figure("funding.contribution", on).value
    return round_half_up(cents * rate.numerator, rate.denominator)


def reference(tranche: FundingTranche) -> str:
    """Return the structured reference (OGM) under which a tranche is paid: once, its own."""
    base = FIRST_REFERENCE + tranche.pk
    return f"{base:010}{base % 97 or 97:02}"


def unpaid(tranches: Sequence[FundingTranche]) -> dict[str, int]:
    """Return what the funder still owes of each called tranche, in cents, by its ref."""
    return books.open_amounts(account=FUNDERS, items=[each.ref for each in tranches])


def held(tranches: Sequence[FundingTranche]) -> dict[str, int]:
    """Return what of each tranche waits for the money, in cents, by its ref."""
    amounts = books.open_amounts(account=HELD, items=[each.ref for each in tranches])
    return {ref: -cents for ref, cents in amounts.items()}


def turns(tranches: Sequence[FundingTranche]) -> dict[str, tuple[int, int | None]]:
    """Return how often what is held of each tranche moved, and the last entry that released."""
    return books.turns(account=HELD, items=[each.ref for each in tranches])


def earned(tranche: FundingTranche, unpaid: int) -> int:
    """Return what of the budget of a tranche is there when `unpaid` cents are still to come."""
    whole = tranche.cents - tranche.contribution_cents
    return round_half_up(whole * (tranche.cents - unpaid), tranche.cents)


def call(tranche: FundingTranche, on: date) -> Entry:
    """Return the entry of a call: the funder owes, and the budget waits for the money."""
    unit, item, fee = tranche.unit_id, tranche.ref, tranche.contribution_cents
    waits = tranche.cents - fee
    lines = [
        Line(FUNDERS, tranche.cents, unit, item, tranche.reference),
        Line(GRANTS, -tranche.cents, unit),
        *_fee(fee, unit),
        Line(BUDGETS_OWED, waits, unit),
        Line(HELD, -waits, unit, item),
    ]
    return Entry("misc", on, _text(tranche), f"call:{item}", item, lines)


def move(tranche: FundingTranche, cents: int, turns: tuple[int, int | None], on: date) -> Entry:
    """
    Return the entry that gives the unit what the funder's money has brought; below zero, the one
    that holds it again because the bank took it back, which corrects the last release.

    `turns` is what `books.turns` says of the tranche: the same amount may be paid twice.
    """
    unit, item = tranche.unit_id, tranche.ref
    nth, last = turns
    lines = [Line(HELD, cents, unit, item), Line(BUDGETS_OWED, -cents, unit)]
    corrects = None if cents > 0 else last
    return Entry("misc", on, _text(tranche), f"held:{item}:{nth}", item, lines, corrects)


def take_back(tranche: FundingTranche, unpaid: int, called_by: int | None, on: date) -> Entry:
    """
    Return the entry that takes back what is not paid of a tranche.

    What is held of it (once the paid part is released) and the contribution on it go too, so
    the budget stays as it is. `called_by` is the id of the entry of the call.
    """
    unit, item = tranche.unit_id, tranche.ref
    waits = tranche.cents - tranche.contribution_cents - earned(tranche, unpaid)
    lines = [
        Line(FUNDERS, -unpaid, unit, item),
        Line(GRANTS, unpaid, unit),
        *_fee(waits - unpaid, unit),
        Line(BUDGETS_OWED, -waits, unit),
        Line(HELD, waits, unit, item),
    ]
    lines = [line for line in lines if line.cents]
    return Entry("misc", on, _text(tranche), f"cancel:{item}", item, lines, called_by)


def _fee(cents: int, unit: int) -> list[Line]:
    if not cents:
        return []
    return [Line(CONTRIBUTION_PAID, cents, unit), Line(CONTRIBUTION_EARNED, -cents)]


def _text(tranche: FundingTranche) -> str:
    return f"{tranche.agreement.funder}: {tranche.agreement.title} ({tranche.position})"
