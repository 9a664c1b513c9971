"""
From the net pay to what arrives: meal vouchers, costs paid back, an attachment by a creditor.

What is paid for costs above the accepted amounts counts as pay: it joins the gross pay before
anything is computed (`with_excess`).
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from commonweal.rules import allowances, garnishment
from commonweal.rules.cases import Case
from commonweal.rules.errors import BadCase
from commonweal.rules.lines import Line
from commonweal.rules.parameters import figure
from commonweal.rules.sourced import sum_of
from commonweal.rules.words import gettext_noop as _

LABELS = {"payout": _("Paid to you")}
REASONS = {"payout": _("The net pay, with what stands beside it.")}
NOTHING = allowances.Accepted(0, 0)


@dataclass(frozen=True, slots=True)
class Beside:
    """
    What stands beside a wage. Vouchers are a number, one for each day; their value and the
    worker's part are the most and the least that the law accepts, unless given. A lump sum for
    meals or days away is what the law accepts for each day, unless an amount a day is given.
    `claim_cents` is what a creditor still asks (None: nobody does); `attached_children` lower
    what may be taken, and `earlier_cents` is net pay of the same month, of which
    `earlier_taken_cents` were taken.
    """

    vouchers: int = 0
    voucher_cents: int | None = None
    voucher_worker_cents: int | None = None
    commute_cents: int = 0
    bicycle_metres: int = 0
    meal_days: int = 0
    meal_day_cents: int | None = None
    away_days: int = 0
    away_day_cents: int | None = None
    claim_cents: int | None = None
    attached_children: int = 0
    earlier_cents: int = 0
    earlier_taken_cents: int = 0
    for_alimony: bool = False

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if value is not None and value < 0:
                raise BadCase(_("Give 0 or more of what stands beside the wage."), name)


@dataclass(frozen=True, slots=True)
class Payout:
    """What arrives, in cents, and the lines that lead from the net pay to it."""

    vouchers: allowances.Vouchers
    exempt: int
    attachment: garnishment.Attachment | None
    paid: int
    lines: tuple[Line, ...]


def with_excess(case: Case, beside: Beside) -> Case:
    """
    Return the case with what is paid for costs above the accepted amounts in its gross pay.

    :raises NoFigure: if the accepted amounts of that day are not known
    """
    excess = sum(found.taxable for _kind, found, _times in _lumps(beside, case.on))
    excess += _bicycle(beside, case.on).taxable
    return replace(case, gross_cents=case.gross_cents + excess) if excess else case


def payout(net_cents: int, beside: Beside, on: date) -> Payout:
    """
    Return what arrives of a net pay.

    :raises NoFigure: if an amount of that day is not known
    :raises NotAccepted: if a meal voucher would count as pay
    """
    vouchers = _vouchers(beside, on)
    lumps, bicycle = _lumps(beside, on), _bicycle(beside, on)
    exempt = sum(found.exempt for _kind, found, _times in lumps)
    exempt += bicycle.exempt + beside.commute_cents
    attachment = _attachment(net_cents, beside, on)
    taken = attachment.taken if attachment else 0
    paid = net_cents - vouchers.worker - taken + exempt
    if paid < 0:
        raise BadCase(_("Give fewer meal vouchers: the worker's part is more than the wage."),
                      "meal_vouchers")  # fmt: skip
    lines = [line for kind, each, times in lumps
             for line in allowances.lump_lines(kind, each, times, on)]  # fmt: skip
    if beside.bicycle_metres:
        lines += allowances.bicycle_lines(bicycle, beside.bicycle_metres, on)
    if beside.commute_cents:
        lines += allowances.commute_lines(beside.commute_cents, on)
    if beside.vouchers:
        lines += allowances.voucher_lines(vouchers, on)
    if attachment:
        lines += garnishment.lines(attachment, on)
    lines.append(sum_of("payout", "step", paid, on, "the net pay and the lines above", lines))
    return Payout(vouchers, exempt, attachment, paid, tuple(lines))


def _vouchers(beside: Beside, on: date) -> allowances.Vouchers:
    if not beside.vouchers:
        return allowances.Vouchers(0, 0, 0)
    law = allowances.voucher_law(on)
    value, worker = beside.voucher_cents, beside.voucher_worker_cents
    value = law.face_max_cents if value is None else value
    worker = law.worker_min_cents if worker is None else worker
    allowances.refuse_voucher(value, worker, law)
    return allowances.vouchers(beside.vouchers, value, worker)


def _lumps(beside: Beside, on: date) -> list[tuple[str, allowances.Accepted, int]]:
    asked = (
        ("meal_day", beside.meal_days, beside.meal_day_cents),
        ("away_day", beside.away_days, beside.away_day_cents),
    )
    return [_lump(kind, days, each, on) for kind, days, each in asked if days]


def _lump(kind: str, days: int, each: int | None, on: date) -> tuple[str, allowances.Accepted, int]:
    accepted: int = figure("expense.lump_2026", on).value[kind]
    paid = days * (accepted if each is None else each)
    return kind, allowances.lump(paid, days, accepted), days


def _bicycle(beside: Beside, on: date) -> allowances.Accepted:
    if not beside.bicycle_metres:
        return NOTHING
    law = figure("expense.bicycle", on).value
    rate = Fraction(law["per_km"])
    return allowances.bicycle(beside.bicycle_metres, rate, law["yearly_cap"])


def _attachment(net_cents: int, beside: Beside, on: date) -> garnishment.Attachment | None:
    if beside.claim_cents is None:
        return None
    return garnishment.attach(
        net_cents,
        beside.claim_cents,
        garnishment.protection(on),
        children=beside.attached_children,
        earlier_cents=beside.earlier_cents,
        earlier_taken_cents=beside.earlier_taken_cents,
        for_alimony=beside.for_alimony,
    )
