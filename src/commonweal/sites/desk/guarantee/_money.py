"""What the pages of cash and shock share: words, ways between them, and the curves."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.guarantee.queries import RECEIPTS, WAGES, CashForecast, CashMove, Kind
from commonweal.sites.shell.charts import Series, Tone, chart
from commonweal.sites.shell.kit import Tab
from commonweal.sites.shell.templatetags.house import day, euro

READERS = ("finance_maker", "finance_checker", "auditor")
A_WEEK = 7
KINDS: dict[Kind, Promise] = {
    Kind.INVOICE: gettext_lazy("Invoice"),
    Kind.ORDER: gettext_lazy("Confirmed, not invoiced yet"),
    Kind.FUNDING: gettext_lazy("Funding"),
    Kind.WAGE: gettext_lazy("Wage"),
    Kind.PLANNED_WAGE: gettext_lazy("Wage of work that is planned"),
    Kind.WITHHOLDING: gettext_lazy("Withholding tax"),
    Kind.SOCIAL_SECURITY: gettext_lazy("Social security"),
    Kind.VAT: gettext_lazy("VAT"),
    Kind.VAT_BACK: gettext_lazy("VAT that comes back"),
    Kind.SUPPLIER: gettext_lazy("Supplier"),
    Kind.UNDER_WAY: gettext_lazy("Payments under way"),
    Kind.REFUND: gettext_lazy("To give back"),
    Kind.WAITING: gettext_lazy("Waits at the bank: it may pay what is expected"),
}
STATE = (Kind.WITHHOLDING, Kind.SOCIAL_SECURITY, Kind.VAT)
GROUPS: dict[str, tuple[Promise, tuple[Kind, ...]]] = {
    "clients": (gettext_lazy("From clients"), tuple(sorted(RECEIPTS))),
    "wages": (gettext_lazy("Wages"), tuple(sorted(WAGES))),
    "state": (gettext_lazy("Tax and social security"), STATE),
    "others": (gettext_lazy("Others"), (Kind.SUPPLIER, Kind.UNDER_WAY, Kind.REFUND, Kind.WAITING)),
}


def sections(current: str) -> list[Tab]:
    """Return the ways between what is promised, what may come, and what may go wrong."""
    ways = [
        ("guarantee", _("Coverage")),
        ("guarantee_clock", _("Wages due")),
        ("guarantee_cash", _("Cash")),
        ("guarantee_shock", _("Shock")),
        ("guarantee_bankruptcies", _("Bankruptcies")),
    ]
    return [Tab(label, reverse(f"desk:{name}"), name == current) for name, label in ways]


def told(move: CashMove) -> str:
    """Return who or what a move is. Who earns what is told on the payslip only."""
    if move.text:
        return move.text
    kind, _colon, name = move.origin.partition(":")
    names = {
        "payslip": _("Payslip %(number)s"),
        "contract": _("Contract %(number)s"),
        "plan": _("Plan of pay %(number)s"),
        "batch": _("Batch %(number)s"),
        "regularisation": _("Settled month %(number)s"),
        "attachment": _("Attachment of wages %(number)s"),
    }
    return names[kind] % {"number": name} if kind in names else f"{KINDS[move.kind]}"


def curve(curves: Sequence[tuple[str, CashForecast, Tone, bool]], *, title: str) -> str:
    """Draw forecasts over the same days: name, forecast, tone, and whether it only may be."""
    return chart(
        title=title,
        labels=[day(point.on, "short") for point in curves[0][1].points],
        series=[
            Series(
                name,
                [point.cents for point in found.points],
                tone,
                "dashes" if may_be else "line",
            )
            for name, found, tone, may_be in curves
        ],
        show=lambda cents: euro(cents, "whole"),
        every=A_WEEK,
    )


def week_of(text: str, found: CashForecast) -> date | None:
    """Return the first day of the week that an address names; None for all of them."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return None
    return next((week.first for week in found.weeks if week.first <= asked <= week.last), None)
