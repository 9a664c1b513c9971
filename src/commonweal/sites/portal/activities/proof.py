"""The entry behind a figure, as far as the people of a unit may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.payroll import queries as payroll
from commonweal.sites.shell.books import account_label

if TYPE_CHECKING:
    from commonweal.ledger.models import Entry, Line


@dataclass(frozen=True, slots=True)
class Side:
    """One line of an entry, in the reader's language."""

    account: str
    label: str
    debit_cents: int | None
    credit_cents: int | None


def is_of(unit: int, lines: "Sequence[Line]") -> bool:
    """Whether an entry changed the budget of a unit: only then it is on its statement."""
    return any(line.unit == unit and line.account.in_budget for line in lines)


def sides(entry: "Entry", lines: "Sequence[Line]", *, unit: int, member_id: int) -> list[Side]:
    """
    Return the lines of an entry: other budgets only as a sum, and of the wage of a colleague
    what the unit pays, not what is withheld and left.
    """
    own = [line for line in lines if line.unit == unit]
    house = [line for line in lines if line.unit is None]
    others = [line for line in lines if line.unit not in (None, unit)]
    if _is_pay_of_a_colleague(entry, member_id):
        shown = [*map(_side, own), *_together(_("Net wage, tax and social security"), house)]
    else:
        shown = [_side(line) for line in lines if line.unit in (None, unit)]
    return [*shown, *_together(_("Other budgets"), others)]


def source(entry: "Entry", *, unit: int, member_id: int) -> str:
    """Return the address of the paper an entry comes from; nothing when it is not the member's."""
    kind, _colon, name = entry.origin.partition(":")
    if kind == "invoice":
        return reverse("portal:invoice", args=[name])
    if kind == "transfer":
        return reverse("portal:transfer", args=[unit, int(name)])
    if kind == "internal_invoice":
        return reverse("portal:internal_invoice", args=[unit, name])
    if kind == "purchase":
        return reverse("portal:activity_purchase", args=[unit, int(name)])
    if kind == "payslip" and not _is_pay_of_a_colleague(entry, member_id):
        return reverse("portal:payslip", args=[name])
    return ""


def _is_pay_of_a_colleague(entry: "Entry", member_id: int) -> bool:
    kind, _colon, name = entry.origin.partition(":")
    if kind != "payslip" or not name.isdecimal():
        return False
    try:
        payroll.get_own(member_id=member_id, id=int(name))
    except ObjectDoesNotExist:
        return True
    return False


def _side(line: "Line") -> Side:
    return _written(line.account_id, account_label(line.account), line.cents)


def _together(label: str, lines: "Sequence[Line]") -> list[Side]:
    cents = sum(line.cents for line in lines)
    return [_written("", label, cents)] if cents else []


def _written(account: str, label: str, cents: int) -> Side:
    return Side(account, label, cents if cents > 0 else None, -cents if cents < 0 else None)
