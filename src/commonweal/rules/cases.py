"""The question a payslip answers: who, what, when. Checked once, here."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from commonweal.rules.errors import BadCase
from commonweal.rules.words import gettext_noop as _

Status = Literal["white_collar", "blue_collar", "artist"]
Family = Literal["single", "partner_with_income", "partner_without_income", "single_parent"]
Kind = Literal["ordinary", "double_holiday", "year_end_premium"]

STATUSES: tuple[str, ...] = get_args(Status)
FAMILIES: tuple[str, ...] = get_args(Family)
KINDS: tuple[str, ...] = get_args(Kind)
MOST_CENTS = 1_000_000_000  # ten million euro: every product of a rule then fits 64 bits
MOST_MINUTES = 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class Case:
    """
    One pay: gross cents earned on the rules of the day `on`.

    `minutes` is the length of the contract; without it the pay is that of a full month.
    `withholding_rate` and `extra_withholding_cents` are the worker's own choice to pay more tax
    now: a least rate of the taxable amount, and an amount on top.

    :raises BadCase: if a value is out of its range
    """

    gross_cents: int
    on: date
    status: str = "white_collar"
    family: str = "single"
    children: int = 0
    minutes: int | None = None
    withholding_rate: Fraction = Fraction(0)
    extra_withholding_cents: int = 0

    def __post_init__(self) -> None:
        _refuse_unknown("status", self.status, STATUSES)
        _refuse_unknown("family", self.family, FAMILIES)
        if not 0 < self.gross_cents <= MOST_CENTS:
            raise BadCase(_("Give a gross pay above zero and of at most EUR 10,000,000."))
        if self.children < 0:
            raise BadCase(_("Give the number of dependent children as 0 or more."))
        if self.minutes is not None and not 0 < self.minutes <= MOST_MINUTES:
            raise BadCase(
                _("Give the hours of the contract as more than zero, and of a year at most.")
            )
        if not 0 <= self.withholding_rate <= 1:
            raise BadCase(_("Choose a withholding rate from 0 to 100 %%."))
        if self.extra_withholding_cents < 0:
            raise BadCase(
                _("Give the extra withholding as 0 or more: less than the law says is not allowed.")
            )


def _refuse_unknown(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise BadCase(
            _("Choose as %(what)s one of %(known)s: “%(given)s” is not known."),
            what=what,
            known=", ".join(known),
            given=given,
        )
