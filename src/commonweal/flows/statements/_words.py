"""What a line of a budget is called by the people whose budget it is."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.ledger.queries import BudgetLine

Text = str | Promise


class Word(NamedTuple):
    """A word for the lines of accounts and origins that begin so."""

    account: str
    origin: str
    label: Text


WORDS = (
    Word("400", "", _("Invoiced, VAT included")),
    Word("4890", "", _("Moved between budgets")),
    Word("4890", "invoice:", _("Kept back until the client pays")),
    Word("4890", "transfer:", _("Budget transfer")),
    Word("4890", "internal_invoice:", _("Internal invoice")),
    Word("4890", "tranche:", _("Kept back until the funder pays")),
    Word("4890", "bankruptcy:", _("Client bankrupt, or a part of it paid after all")),
    Word("4890", "carry_over:", _("Carried over")),
    Word("6", "", _("Costs")),
    Word("60", "", _("Purchases")),
    Word("61", "", _("Expenses")),
    Word("61", "purchase:", _("Purchases")),
    Word("6102", "", _("Use of equipment")),
    Word("6102", "purchase:", _("Purchases")),
    Word("6131", "", _("Copyright paid out")),
    Word("6199", "", _("Contribution to the shared services")),
    Word("6203", "", _("Gross wage")),
    Word("6211", "", _("Employer's contributions at the house tariff")),
    Word("7", "", _("Other income")),
    Word("70", "", _("Invoiced work, without VAT")),
    Word("717", "", _("Work done, not invoiced yet")),
    Word("719", "", _("Carried over")),
    Word("740", "", _("Subsidies, grants and gifts")),
)


def word(line: BudgetLine) -> Text:
    """Return the word that fits the account of a line best, then its origin."""
    if line.account == "4890" and line.origin.startswith("invoice:") and line.cents > 0:
        return _("Released: the client has paid")
    if line.account == "4890" and line.origin.startswith("tranche:") and line.cents > 0:
        return _("No longer kept back")
    fitting = [
        each
        for each in WORDS
        if line.account.startswith(each.account) and line.origin.startswith(each.origin)
    ]
    return max(fitting, key=lambda each: (len(each.account), len(each.origin))).label


ASIDE = {
    "order": _("Order %(number)s"),
    "contract": _("Wage of contract %(number)s"),
    "assignment": _("Work %(number)s"),
    "transfer": _("Transfer %(number)s, until the receiver answers"),
    "internal_invoice": _("Internal invoice %(number)s, until it is paid"),
    "tranche": _("Tranche %(number)s of a funding"),
    "note": _("Expense note %(number)s"),
    "purchase": _("Purchase %(number)s, good to pay"),
}


def aside_word(origin: str) -> str:
    """Say for what an amount is kept aside, from what promised it (“contract:7”)."""
    kind, number, part = f"{origin}::".split(":")[:3]
    if kind not in ASIDE:
        return origin
    words = f"{ASIDE[kind]}" % {"number": number}
    return f"{words}: {_('Expenses')}" if part == "expenses" else words
