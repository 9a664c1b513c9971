"""How a payslip is drawn, for every face that shows one."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonweal.payroll.queries import Payslip, Row
from commonweal.sites.shell.kit import MoneyLine
from commonweal.sites.shell.templatetags.house import day, euro

WHOLES = ("gross", "given_taxable")  # what a wage starts from
# Lines that are no part of the wage itself: a new part of the rules gets its title here.
SECTIONS = {
    "step": gettext_lazy("How the tax was found"),
    "employer": gettext_lazy("What the cooperative pays on top"),
    "house": gettext_lazy("What the unit bears"),
}
TERMS = {
    "disabled_children": gettext_lazy("Children with a disability"),
    "is_disabled": gettext_lazy("Own disability"),
    "partner_is_disabled": gettext_lazy("Disability of the partner"),
    "dependants": gettext_lazy("Other dependants"),
    "dependent_retirees": gettext_lazy("Dependants over 65"),
    "extra_withholding_cents": gettext_lazy("Extra withholding"),
    "flat_rate": gettext_lazy("Fixed rate of tax"),
    "year_cents": gettext_lazy("Normal pay of a year"),
    "student_minutes_left": gettext_lazy("Hours left of the student quota"),
    "declared_in_time": gettext_lazy("Declared in time"),
}
FLAT_RATES = {
    "artist_interim": gettext_lazy("artist or interim worker on a short contract"),
    "nonresident_performer": gettext_lazy("performer who does not live in Belgium"),
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


def particulars(slip: Payslip) -> list[tuple[str, str]]:
    """What the pay knew of the person that is not everybody's: a label and a value."""
    found = [(_("Kind"), slip.get_kind_display())] if slip.kind != Payslip.Kind.ORDINARY else []
    return [*found, *((str(TERMS[name]), _term(name, slip.terms[name])) for name in slip.terms)]


def _term(name: str, value: int | str | bool) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name.endswith("_cents") and isinstance(value, int):
        return euro(value)
    if name.endswith("minutes_left") and isinstance(value, int):
        return f"{value // 60}:{value % 60:02}"
    return str(FLAT_RATES.get(f"{value}", value))


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
