"""How a payslip is drawn, for every face that shows one."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from commonweal.payroll.queries import Row
from commonweal.sites.shell.kit import MoneyLine
from commonweal.sites.shell.templatetags.house import day


def wage_lines(rows: Sequence[Row], net_cents: int) -> list[MoneyLine]:
    """From gross to net: what was taken off or added, each with its reason and its rule."""
    lines = [_money_line(row) for row in rows if row.part == "pay"]
    return [*lines, MoneyLine(_("Net pay"), net_cents, kind="total")]


def sections(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """How the tax was found, what the employer pays, what the unit bears: titles with lines."""
    titles = {
        "step": _("How the tax was found"),
        "employer": _("What the cooperative pays on top"),
        "house": _("What the unit bears"),
    }
    return [
        (title, [row for row in rows if row.part == part and row.code != "net"])
        for part, title in titles.items()
    ]


def _money_line(row: Row) -> MoneyLine:
    if row.code == "gross":
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
