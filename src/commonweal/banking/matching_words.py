"""
Why a movement may be what the house proposes. Codes are stored, sentences are made when somebody
reads them, in that person's language. Values that end in `_cents` are shown as euro.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from commonweal.kernel import money

SENTENCES = {
    # What names the claim.
    "reference_in_text": _("The text holds the reference of %(number)s."),
    "reference_check": _(
        "The reference %(written)s has wrong check digits; with the right ones it is that of "
        "%(number)s."
    ),
    "reference_near": _("The reference %(written)s is one slip from that of %(number)s."),
    "number": _("The text names %(number)s."),
    "number_short": _("The text names a number that may be %(number)s."),
    "names_other": _("The text names another invoice."),
    "sum_named": _("The text names %(count)s open invoices, %(sum_cents)s together."),
    "details": _(
        "%(count)s of the %(of)s payments in this total name what is open, %(sum_cents)s together."
    ),
    "details_back": _("%(count)s of the %(of)s transfers in this total are payments of ours."),
    # What the amount says.
    "amount": _("The amount is exactly what is open."),
    "partial": _("%(open_cents)s is open: after this %(rest_cents)s stays open."),
    "over": _("%(open_cents)s is open: %(rest_cents)s goes on waiting."),
    "sum": _("%(count)s open invoices make exactly this amount."),
    "all_open": _("All %(count)s open invoices together make exactly this amount."),
    "less_credit": _("%(credit_cents)s that we owe %(client)s is taken off."),
    "oldest": _("The oldest of %(count)s open invoices."),
    "only_amount": _("Nothing but the amount says so: %(number)s alone has it."),
    "paid_before": _("%(number)s was paid already: keep the amount for the client."),
    "several": _("%(count)s ways fit: look well."),
    # Who pays.
    "iban": _("The account is one of %(name)s."),
    "name": _("The payer is called %(name)s."),
    "name_like": _("The name “%(written)s” is much like %(name)s."),
    "rule": _("You taught this: “%(written)s”."),
    "third_party": _("%(payer)s pays for %(client)s."),
    # What came back, and the rest.
    "returned": _("Our payment to %(name)s came back."),
    "bounced": _("We were paid %(number)s, and this takes it back."),
    "bounced_same": _("The same account paid this amount on %(day)s."),
    "told_why": _("The bank says why: %(written)s."),
    "charge_code": _("The bank calls it costs (%(written)s)."),
    "charge_words": _("The bank writes “%(written)s”, and nobody is on the other side."),
    "own_account": _("The other account is ours: %(written)s."),
}


def sentence(code: str, values: Mapping[str, str | int]) -> str:
    """Return the sentence of a reason in the active language."""
    shown = {
        name: f"€ {money.show(value)}"
        if name.endswith("_cents") and isinstance(value, int)
        else value
        for name, value in values.items()
    }
    return str(SENTENCES[code]) % shown
