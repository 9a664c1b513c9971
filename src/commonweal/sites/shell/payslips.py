"""How a payslip is drawn, for every face that shows one."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.payroll.queries import Row
from commonweal.sites.shell.kit import MoneyLine
from commonweal.sites.shell.templatetags.house import day

WHOLES = ("gross", "given_taxable")  # what a wage starts from
# Lines that are no part of the wage itself: a new part of the rules gets its title here.
SECTIONS = {
    "step": gettext_lazy("How the tax was found"),
    "employer": gettext_lazy("What the cooperative pays on top"),
    "house": gettext_lazy("What the unit bears"),
}


def wage_lines(rows: Sequence[Row], net_cents: int) -> list[MoneyLine]:
    """From gross to net: what was taken off or added, each with its reason and its rule."""
    lines = [_money_line(row) for row in rows if row.part == "pay"]
    return [*lines, MoneyLine(_("Net pay"), net_cents, kind="total")]


def sections(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """How the tax was found, what the employer pays, what the unit bears: titles with lines."""
    parts = (
        (str(title), [row for row in rows if row.part == part and row.code != "net"])
        for part, title in SECTIONS.items()
    )
    return [(title, lines) for title, lines in parts if lines]


def _money_line(row: Row) -> MoneyLine:
    if row.code in WHOLES:
        return MoneyLine(row.label, row.cents, row.reason, kind="start")
    return MoneyLine(
        row.label,
        row.cents,
        row.reason,
        kind="plus" if row.cents > 0 else "minus",
        source=" · ".join(filter(None, [row.shown_rate, _since(row)])),
        unconfirmed=bool(row.unconfirmed),
    )


def _since(row: Row) -> str:
    return _("%(rule)s since %(day)s") % {"rule": row.rule, "day": day(row.valid_from)}
