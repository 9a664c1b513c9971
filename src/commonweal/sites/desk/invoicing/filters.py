"""What narrows the list of invoices, as its address says it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonweal.activities import queries as activities
from commonweal.clients import queries as clients
from commonweal.flows.dispatch import queries as dispatch
from commonweal.invoicing.queries import VAT_LABELS, Sieve
from commonweal.kernel import queries as kernel
from commonweal.kernel.period import next_month
from commonweal.sites.shell.fields import EuroField
from commonweal.sites.shell.filters import FilterForm
from commonweal.sites.shell.kit import Text

ALL = ("", _("All"))
STATES = [
    ALL, ("open", _("To be paid")), ("overdue", _("Overdue")), ("paid", _("Paid")),
    ("overpaid", _("Paid too much")), ("lost", _("Lost")), ("credited", _("Credited")),
    ("credit_note", _("Credit note")),
]  # fmt: skip
PERIODS = [
    ALL, ("month", _("This month")), ("last_month", _("Last month")),
    ("quarter", _("This quarter")), ("last_quarter", _("Last quarter")), ("year", _("This year")),
    ("last_year", _("Last year")),
]  # fmt: skip
RATES = (2100, 1200, 600)
VATS = [
    ALL,
    *((f"standard:{rate}", format_lazy("{} {} %", _("VAT"), rate // 100)) for rate in RATES),
    *((kind.value, label) for kind, label in VAT_LABELS.items() if kind.value != "standard"),
]
WAYS = [
    ALL, ("waiting", _("Papers are being set")), ("parked", _("Papers parked")),
    ("ready", _("Papers ready")), ("to-send", _("To be sent")),
    ("refused", _("Refused by Peppol")), ("post", _("To be posted")),
]  # fmt: skip
DISPATCHED = {
    "to-send": dispatch.to_send,
    "refused": dispatch.refused_by_peppol,
    "post": dispatch.paper,
}
ORDERS = [("", _("Newest first")), ("due", _("Due first")), ("amount", _("Largest first"))]
MOST_FOUND, LONGEST_ID = 2000, 8
DAY = {"type": "date"}


class InvoiceFilters(FilterForm):
    """Every filter of the list; what is typed as a client or unit may be a number or a name."""

    q = forms.CharField(label=_("Search"), max_length=100)
    state = forms.ChoiceField(label=_("State"), choices=STATES)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS)
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    client = forms.CharField(label=_("Client"), max_length=100)
    unit = forms.CharField(label=_("Unit or member"), max_length=100)
    least = EuroField(label=_("Amount from"))
    most = EuroField(label=_("Amount up to"))
    vat = forms.ChoiceField(label=_("VAT"), choices=VATS)
    way = forms.ChoiceField(label=_("On its way"), choices=WAYS)
    entity = forms.ChoiceField(label=_("Legal entity"), choices=lambda: _entities())
    disputed = forms.BooleanField(label=_("Disputed"))
    sort = forms.ChoiceField(label=pgettext_lazy("of a list", "Order"), choices=ORDERS)

    def shown(self, name: str, value: Any) -> Text:
        """Name the client or unit whose number is in the address."""
        if name == "client" and _is_id(value):
            found = clients.many(ids=[int(value)]).get(int(value))
            return found.name if found else value
        if name == "unit" and _is_id(value):
            unit = activities.many(ids=[int(value)]).get(int(value))
            return unit.name if unit else value
        return super().shown(name, value)

    def sieve(self, *, on: date) -> Sieve:
        """Return what the invoicing room is asked."""
        chosen = self.chosen()
        first, last = _days(chosen.get("period", ""), on)
        way = chosen.get("way", "")
        return Sieve(
            on=on,
            text=chosen.get("q", ""),
            state=chosen.get("state", ""),
            first=max(filter(None, (first, chosen.get("first"))), default=None),
            last=min(filter(None, (last, chosen.get("last"))), default=None),
            clients=_clients(chosen["client"]) if "client" in chosen else None,
            units=_units(chosen["unit"], on) if "unit" in chosen else None,
            least_cents=chosen.get("least"),
            most_cents=chosen.get("most"),
            vat=chosen.get("vat", ""),
            entity=int(chosen["entity"]) if "entity" in chosen else None,
            disputed="disputed" in chosen,
            papers="" if way in DISPATCHED else way,
            among=DISPATCHED[way]() if way in DISPATCHED else None,
        )


def _entities() -> list[tuple[str, Text]]:
    return [ALL, *((f"{each.pk}", each.name) for each in kernel.entities())]


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_ID


def _clients(text: str) -> list[int]:
    if _is_id(text):
        return clients.families(ids=[int(text)])
    return clients.named(text=text)


def _units(text: str, on: date) -> list[int]:
    if _is_id(text):
        return [int(text)]
    found = activities.watched(on=on, text=text).order_by()
    return list(found.values_list("pk", flat=True)[:MOST_FOUND])


def _days(period: str, on: date) -> tuple[date | None, date | None]:
    """First and last day of a period named from today: a saved filter moves on with the clock."""
    if not period:
        return None, None
    months = {"month": 1, "quarter": 3, "year": 12}[period.removeprefix("last_")]
    start = on.replace(day=1, month=(on.month - 1) // months * months + 1)
    if period.startswith("last_"):
        end = start - timedelta(days=1)
        return end.replace(day=1, month=(end.month - 1) // months * months + 1), end
    end = start
    for _month in range(months):
        end = next_month(end)
    return start, end - timedelta(days=1)
