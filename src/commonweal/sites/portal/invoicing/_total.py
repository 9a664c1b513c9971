"""What a member sees while typing: what the invoice comes to, and what becomes of it."""

from typing import Any

from django.utils.translation import gettext as _

from commonweal.activities.queries import Unit
from commonweal.clients.actions import Client
from commonweal.invoicing import queries as invoicing
from commonweal.kernel.refusals import Refusal
from commonweal.rules import budget
from commonweal.rules.errors import RuleError
from commonweal.sites.portal.invoicing.forms import InvoiceForms
from commonweal.sites.shell.kit import MoneyLine

ANYBODY = Client(country="BE", vat_number="BE0403170701", name="")


def sums(forms: InvoiceForms, unit: Unit, client: Client | None) -> dict[str, Any]:
    """Add up whatever is complete enough, as for a Belgian company until a client is chosen."""
    try:
        lines = forms.new_lines(client or ANYBODY, unit)
        if not lines:
            return {"money": None}
        found = invoicing.totals_of(lines=lines)
        contribution = budget.contribution_on_turnover(max(found.net_cents, 0), forms.on)
    except RuleError as refusal:
        return {"money": None, "refusal": refusal.said(_)}
    except Refusal as refusal:
        return {"money": None, "refusal": refusal}
    money = [MoneyLine(_("Total without VAT"), found.net_cents, kind="start")]
    money += [
        MoneyLine(invoicing.show_vat(row.vat, row.rate_bp), row.vat_cents, kind="plus")
        for row in found.vat
    ]
    money.append(MoneyLine(_("The client pays"), found.total_cents, kind="total"))
    return {
        "money": money,
        "contribution": contribution,
        "brings": found.net_cents - contribution,
        "no_client": client is None,
    }
