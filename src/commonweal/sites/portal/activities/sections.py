"""The pages of one unit, as the line of tabs under its name."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.activities.queries import Mandate
from commonweal.sites.shell.kit import Tab, Text

SECTIONS: list[tuple[str, Text]] = [
    ("budget", _("Budget")),
    ("activity_clients", _("Clients")),
    ("quotes", _("Quotes")),
    ("activity_work", _("Work")),
    ("forecast", _("Forecast")),
    ("activity_purchases", _("Purchases")),
    ("between", _("Between budgets")),
    ("people", _("People")),
    ("fundings", _("Funding")),
    ("budget_papers", _("Papers")),
]


def sections(mandate: Mandate, current: str) -> list[Tab]:
    """Return the tabs of a unit; `current` is the name of the address that is shown."""
    return [
        Tab(label, reverse(f"portal:{name}", args=[mandate.unit_id]), current=name == current)
        for name, label in SECTIONS
    ]
