"""What a line of a budget is called by the people whose budget it is."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    """A word for the accounts that begin with `account`, and the filter it falls under."""

    account: str
    kind: str
    label: str | Promise


KINDS = {
    "income": _("Invoiced"),
    "fee": _("Contribution"),
    "pay": _("Pay"),
    "cost": _("Expenses"),
    "transfer": _("Transfers"),
}

WORDS = (
    Word("70", "income", _("Invoiced work, without VAT")),
    Word("740", "income", _("Subsidies, grants and gifts")),
    Word("6199", "fee", _("Contribution to the shared services")),
    Word("6203", "pay", _("Gross wage")),
    Word("6211", "pay", _("Employer's contributions at the house tariff")),
    Word("6131", "cost", _("Copyright paid out")),
    Word("6102", "cost", _("Use of equipment")),
    Word("61", "cost", _("Expenses")),
    Word("60", "cost", _("Purchases")),
    Word("6", "cost", _("Costs")),
    Word("719", "transfer", _("Carried over from last year")),
    Word("4890", "transfer", _("Moved between budgets")),
    Word("7", "income", _("Other income")),
)


def word(account: str) -> Word:
    """Return the word with the longest beginning in common with an account."""
    fitting = [one for one in WORDS if account.startswith(one.account)]
    return max(fitting, key=lambda one: len(one.account))
