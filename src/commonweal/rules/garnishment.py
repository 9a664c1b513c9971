"""
Attachment of wages (loonbeslag, saisie sur salaire): what of a net pay may go to a creditor.

Articles 1409 to 1412 of the Judicial Code. The net pay of a calendar month is cut into slices;
of each a fixed part may be taken. Each dependent child lowers the sum of these parts by an amount,
never below zero (art. 1409 § 1, fourth paragraph). A claim for alimony knows no protection
(art. 1412).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from commonweal.rules.arithmetic import Cents, least, most, share
from commonweal.rules.lines import Line, euro, percent
from commonweal.rules.parameters import figure
from commonweal.rules.sourced import line_of, sum_of
from commonweal.rules.words import gettext_noop as _

FOREVER = 1 << 62

LABELS = {
    "attachment_month": _("Net pay of this month"),
    "attachment_slice": _("Part of a slice that may be taken"),
    "attachment_children": _("Protected for dependent children"),
    "attachment_alimony": _("Alimony: the whole pay may be taken"),
    "attachable": _("May be taken in this month"),
    "attachment": _("Paid to your creditor"),
    "attachment_payout": _("Net pay after the attachment"),
}
REASONS = {
    "attachment_month": _("The protection counts on all net pay of a calendar month together."),
    "attachment_slice": _("The law protects low pay whole, and a falling part of what is above."),
    "attachment_children": _("Less may be taken for each child that depends on you."),
    "attachment_alimony": _("A claim for alimony may take pay that other creditors may not touch."),
    "attachable": _("All creditors together may take no more than this from the month."),
    "attachment": _(
        "A court or an agreement obliges the cooperative to pay this part to your creditor."
    ),
    "attachment_payout": _("What arrives on your account."),
}


@dataclass(frozen=True, slots=True)
class Protection:
    """The edges of the slices of a month, the part of each that may be taken, and of a child."""

    edges_cents: tuple[int, ...]
    rates: tuple[Fraction, ...]
    child_cents: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """
    What one pay leaves. `month` is the net pay of the month so far with this pay; `slices` and
    `children` lead to `attachable`, the most that the month allows; the rest is `protected`.
    `taken` goes to the creditor now and `payout` to the worker: together they are this pay.
    """

    month: Cents
    slices: tuple[Cents, ...]
    children: Cents
    attachable: Cents
    protected: Cents
    taken: Cents
    payout: Cents
    for_alimony: bool


def protection(on: date) -> Protection:
    """
    Return the protected amounts of a day.

    :raises NoFigure: if they are not known
    """
    return _protection(figure("garnishment.protected", on).value)


def _protection(table: Mapping[str, Any]) -> Protection:
    return Protection(tuple(table["bounds"]), tuple(table["rates"]), table["child"])


def slices(month_cents: Cents, law: Protection) -> tuple[Cents, ...]:
    """Return the part of each slice of a month's net pay that may be taken, lowest first."""
    edges = (0, *law.edges_cents, FOREVER)
    return tuple(
        share(most(least(month_cents, high) - low, 0), rate)
        for (low, high), rate in zip(pairwise(edges), law.rates, strict=True)
    )


def attach(
    net_cents: Cents,
    claim_cents: Cents,
    law: Protection,
    *,
    children: Cents = 0,
    earlier_cents: Cents = 0,
    earlier_taken_cents: Cents = 0,
    for_alimony: bool = False,
) -> Attachment:
    """
    Return what may be taken from one net pay for a claim that is still open.

    `earlier_cents` is the net pay of the same calendar month before this one, of which
    `earlier_taken_cents` were taken: so several pays in a month end as one would.
    """
    month = earlier_cents + net_cents
    parts = slices(month, law)
    for_children = least(children * law.child_cents, sum(parts))
    attachable = month if for_alimony else sum(parts) - for_children
    room = most(attachable - earlier_taken_cents, 0)
    taken = least(least(room, claim_cents), net_cents)
    return Attachment(
        month=month,
        slices=parts,
        children=for_children,
        attachable=attachable,
        protected=month - attachable,
        taken=taken,
        payout=net_cents - taken,
        for_alimony=for_alimony,
    )


def lines(found: Attachment, on: date) -> tuple[Line, ...]:
    """Explain an attachment: the slices, the children, what is taken and what is paid out."""
    source = figure("garnishment.protected", on)
    month = sum_of("attachment_month", "step", found.month, on, "net pay of the month")
    steps = _alimony(found, on) if found.for_alimony else _slices(found, on)
    result = (
        line_of("attachable", "step", found.attachable, source, base_cents=found.month),
        line_of("attachment", "pay", -found.taken, source, base_cents=found.attachable),
    )
    payout = sum_of("attachment_payout", "step", found.payout, on, "the lines above", result)
    return (month, *steps, *result, payout)


def _alimony(found: Attachment, on: date) -> tuple[Line, ...]:
    return (sum_of("attachment_alimony", "step", found.month, on, "art. 1412 Judicial Code"),)


def _slices(found: Attachment, on: date) -> tuple[Line, ...]:
    source = figure("garnishment.protected", on)
    law = _protection(source.value)
    steps = [
        line_of("attachment_slice", "step", part, source, rate=f"{percent(rate)} > {euro(low)}")
        for part, rate, low in zip(found.slices, law.rates, (0, *law.edges_cents), strict=True)
        if part
    ]
    if found.children:
        child = f"{euro(law.child_cents)} / 1"
        steps.append(line_of("attachment_children", "step", -found.children, source, rate=child))
    return tuple(steps)
