"""From a purchase to its ledger entry: MONEY.md section 2, in the words of this room's README."""

from collections.abc import Iterator
from datetime import date

from commonweal.ledger.actions import Entry, Line
from commonweal.purchases.models import Purchase
from commonweal.purchases.treatments import Outcome

JOURNAL = "purchases"
SUPPLIERS, PREPAID, DEDUCTIBLE_VAT = "440", "406", "4110"
VAT_DUE_UNION, VAT_DUE_REVERSE = "4511", "4513"
COSTS = (
    "604", "6040", "610", "6101", "6102", "611", "612", "613", "6132", "614", "615", "616",
    "617", "6231", "643",
)  # fmt: skip
"""Accounts a purchase may be a cost on: of an activity, or of the house."""
INVESTMENTS = ("211", "230", "240", "2400", "241", "2600", "2601")
"""Accounts of what is used for years: of the house only, for they are in no budget."""


def entry(purchase: Purchase, outcome: Outcome, *, on: date, item: str = "") -> Entry:
    """
    Return what the supplier is owed, the cost, and the VAT both ways; a credit note reversed.

    `item` is the open item of the invoice that a credit note takes from, so that less is paid.
    """
    sign, item = purchase.sign, item or purchase.ref
    lines = [line._replace(cents=sign * line.cents) for line in _lines(purchase, outcome, item)]
    text = f"{purchase.supplier_name} {purchase.number}"
    whose = purchase.unit or purchase
    return Entry(JOURNAL, on, text, purchase.ref, purchase.ref, lines, entity=whose.entity_id or 1)


def _lines(purchase: Purchase, outcome: Outcome, item: str) -> Iterator[Line]:
    """
    The supplier's reference is not given to the books: a reference there names one claim of ours,
    and suppliers write the same one every month.
    """
    sides = (
        Line(purchase.account, outcome.cost_cents, purchase.unit_id),
        Line(DEDUCTIBLE_VAT, outcome.deducted_cents),
        Line(VAT_DUE_UNION, -outcome.due_union_cents),
        Line(VAT_DUE_REVERSE, -outcome.due_reverse_cents),
        Line(PREPAID, -outcome.prepaid_cents),
        Line(SUPPLIERS, -outcome.payable_cents, purchase.unit_id, item),
    )
    return (line for line in sides if line.cents)
