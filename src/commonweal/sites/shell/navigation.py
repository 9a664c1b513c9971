"""
The main navigation: what each role finds in the top bar, in this order.

A face adds its line here. `url` is a name without arguments; the line stays the current one on
every address under it, unless it is `exact`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.sites.shell.kit import Text

STAFF = frozenset({
    "adviser", "payroll", "finance_maker", "finance_checker", "customer_service", "legal",
    "prevention", "training", "space_host", "board", "assembly_bureau", "auditor", "administrator",
})  # fmt: skip

SERVING = STAFF - {"prevention", "training", "space_host", "board", "assembly_bureau"}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the navigation, for people with one of these roles."""

    label: Text
    url: str
    roles: frozenset[str]
    exact: bool = False
    also: str = ""
    """Where more of its pages lie, when they do not lie under its own address."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as this page shows it."""

    label: Text
    url: str
    current: bool


ITEMS: list[Item] = [
    Item(_("My work"), "portal:home", frozenset({"member"}), exact=True),
    Item(_("Jobs"), "portal:jobs", frozenset({"member"})),
    Item(_("Contracts"), "portal:contracts", frozenset({"member"})),
    Item(_("Invoices"), "portal:invoices", frozenset({"member"})),
    Item(_("Payslips"), "portal:payslips", frozenset({"member"})),
    Item(_("Budget"), "portal:budgets", frozenset({"member"})),
    Item(_("My details"), "portal:details", frozenset({"member"})),
    Item(_("Desk"), "desk:home", STAFF, exact=True),
    Item(
        _("Jobs"),
        "desk:jobs",
        frozenset(
            {
                "adviser",
                "payroll",
                "customer_service",
                "finance_maker",
                "finance_checker",
                "auditor",
            }
        ),
    ),
    Item(
        _("Requests"),
        "desk:openings",
        frozenset({"adviser", "legal", "customer_service", "auditor"}),
    ),
    Item(_("Members"), "desk:members", SERVING | {"prevention"}),
    Item(_("Clients"), "desk:clients", SERVING),
    Item(_("Invoices"), "desk:invoices", SERVING),
    Item(_("Bank"), "desk:bank", frozenset({"finance_maker", "finance_checker", "auditor"})),
    Item(
        _("Wages"),
        "desk:payroll",
        frozenset({"payroll", "finance_maker", "finance_checker", "auditor"}),
    ),
    Item(
        _("Books"),
        "desk:books",
        frozenset({"finance_maker", "finance_checker", "auditor", "payroll"}),
    ),
    Item(
        _("Purchases"),
        "desk:purchases",
        frozenset({"finance_maker", "finance_checker", "customer_service", "adviser", "auditor"}),
    ),
    Item(
        _("Matching"), "desk:matching", frozenset({"finance_maker", "finance_checker", "auditor"})
    ),
    Item(
        _("Payments"),
        "desk:payments",
        frozenset({"finance_maker", "finance_checker", "auditor"}),
        also="desk:payments_front",
    ),
    Item(
        _("Guarantee"),
        "desk:guarantee",
        frozenset({"finance_maker", "finance_checker", "auditor"}),
    ),
    Item(_("Declarations"), "desk:declarations", frozenset({"payroll", "adviser", "auditor"})),
    Item(
        _("Portfolio"),
        "desk:portfolio",
        frozenset({"adviser", "customer_service", "finance_maker", "finance_checker", "auditor"}),
    ),
    Item(_("VAT"), "desk:vat", frozenset({"finance_maker", "finance_checker", "auditor"})),
    Item(
        _("Year end"),
        "desk:year_end",
        frozenset({"finance_maker", "finance_checker", "auditor", "adviser"}),
    ),
    Item(_("Accounts"), "desk:people", frozenset({"administrator", "auditor"})),
    Item(_("Legal entities"), "desk:entities", frozenset({"administrator", "auditor"})),
]


MOST = 9
"""As many lines find room beside each other on a small desk; the others wait behind “More”."""


def split(lines: list[Shown]) -> tuple[list[Shown], list[Shown]]:
    """Return the lines of the bar and those behind “More”; the current one is always in the bar."""
    if len(lines) <= MOST:
        return lines, []
    bar, rest = lines[:MOST], lines[MOST:]
    here = next((line for line in rest if line.current), None)
    if here:
        bar, rest = [*bar[:-1], here], [bar[-1], *(line for line in rest if line is not here)]
    return bar, rest


def shown(*, roles: Collection[str], path: str) -> list[Shown]:
    """Return the lines for these roles; the one that leads closest to `path` is current."""
    roles = frozenset(roles)
    return marked(roles=roles, here=here(roles=roles, path=path))


def marked(*, roles: frozenset[str], here: str) -> list[Shown]:
    """Return the lines for these roles, of which the one at `here` is current."""
    return [Shown(item.label, url, url == here) for item, url in _lines(roles)]


def here(*, roles: frozenset[str], path: str) -> str:
    """Return the address of the line that leads closest to `path`; "" if none does."""
    under = [
        url
        for item, url in _lines(roles)
        if path == url
        or (not item.exact and path.startswith(url))
        or (item.also and path.startswith(reverse(item.also)))
    ]
    return max(under, key=len, default="")


@lru_cache(128)
def _lines(roles: frozenset[str]) -> list[tuple[Item, str]]:
    return [(item, reverse(item.url)) for item in ITEMS if not item.roles.isdisjoint(roles)]
