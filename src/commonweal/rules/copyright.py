"""
Concessions of copyright: movable income up to a ceiling of the income year, with lump-sum costs
by tranche and a movable withholding.

Ceiling and tranches are those of a whole income year, so everything is counted on the year so
far: what a payment owes is the amount of the year with it, less the amount of the year before it.
On each cumulated year the costs of a tranche are rounded half up, and the withholding once.
Payments in parts therefore owe together, to the cent, what one payment of their sum owes.

What may not be movable income is professional income and belongs on a payslip: first what is
above the share of all pay that a concession may take beside a performance, then what is above the
ceiling. It stands in lines of its own and is in neither the withholding nor the net.
"""

import functools
import hashlib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commonweal.rules.arithmetic import Cents, least, share
from commonweal.rules.cases import MOST_CENTS
from commonweal.rules.errors import BadCase, NoFigure
from commonweal.rules.explanation import Line, Part, euro, percent
from commonweal.rules.parameters import Figure, everything, figure
from commonweal.rules.words import gettext_noop as _

REGIME = "copyright.regime"

LABELS = {
    "gross": _("Concession of copyright"),
    "above_share": _("Above the share of all pay: professional income"),
    "above_ceiling": _("Above the ceiling of the year: professional income"),
    "already": _("Concessions already paid in this income year"),
    "movable": _("Movable income of this concession"),
    "costs_first": _("Lump-sum costs, first tranche of the year"),
    "costs_second": _("Lump-sum costs, second tranche of the year"),
    "taxable": _("Taxable movable income"),
    "year_withholding": _("Withholding of the year, this concession included"),
    "before_withholding": _("Withholding of the year before this concession"),
    "withholding": _("Movable withholding tax"),
    "net": _("Net concession"),
}

REASONS = {
    "gross": _("The price agreed for the rights, before anything is taken off."),
    "above_share": _(
        "Beside a performance, a concession may be only a part of all pay. What is above it is "
        "professional income: pay it as wages, on a payslip. It is not in this net."
    ),
    "above_ceiling": _(
        "What goes over the ceiling of the year is professional income: pay it as wages, on a "
        "payslip. It is not in this net."
    ),
    "already": _("Earlier concessions of the year use up the tranches and the ceiling first."),
    "movable": _("The part that is taxed as movable income."),
    "costs_first": _("Costs that the tax office accepts without proof: most on the first euros."),
    "costs_second": _("Costs that the tax office accepts without proof, at the lower rate."),
    "taxable": _("What remains after the costs: the withholding counts on this."),
    "year_withholding": _("The tax is counted on the whole year so far and rounded once."),
    "before_withholding": _("What the earlier concessions of the year owe is not owed twice."),
    "withholding": _(
        "An advance: declare the concession in your tax return. Municipal tax comes on top."
    ),
    "net": _("What arrives on your account for the rights."),
}


@dataclass(frozen=True, slots=True)
class Regime:
    """The figures of an income year, in cents, with the dated figure they come from."""

    ceiling_cents: int
    first_cents: int
    second_cents: int
    first_rate: Fraction
    second_rate: Fraction
    withholding_rate: Fraction
    most_share: Fraction
    source: Figure
    version: str


@dataclass(frozen=True, slots=True)
class Year:
    """Movable income of a year so far: what lies in each tranche, its costs, and the tax."""

    income: Cents
    in_first: Cents
    in_second: Cents
    costs_first: Cents
    costs_second: Cents
    taxable: Cents
    withholding: Cents


@dataclass(frozen=True, slots=True)
class Amounts:
    """
    Every amount of a concession, in cents, none negative; `before` and `after` are the year so
    far without and with it. `gross = net + withholding + above_share + above_ceiling`.
    """

    gross: Cents
    already: Cents
    above_share: Cents
    above_ceiling: Cents
    movable: Cents
    costs_first: Cents
    costs_second: Cents
    taxable: Cents
    withholding: Cents
    net: Cents
    before: Year
    after: Year

    @property
    def costs(self) -> Cents:
        """Both tranches together."""
        return self.costs_first + self.costs_second


@dataclass(frozen=True, slots=True)
class Concession:
    """A computed concession with its explanation and the figures it used."""

    year: int
    amounts: Amounts
    lines: tuple[Line, ...]
    regime: Regime

    @property
    def marks(self) -> tuple[str, ...]:
        """The parameters behind it that still have to be confirmed."""
        return _doubtful(self.regime)


def concession(
    *, gross_cents: int, year: int, already_cents: int = 0, pay_cents: int | None = None
) -> Concession:
    """
    Compute and explain one concession of an income year, in cents.

    `already_cents` is the movable income of the year before it: earlier concessions, without what
    was professional income. `pay_cents` is the gross pay of the performance the concession goes
    with; without one (also for later exploitation) no share of the pay limits it.

    :raises NoFigure: if the figures of that year are not known
    :raises BadCase: if an amount is out of its range
    """
    _refuse_out_of_range(gross_cents, already_cents, pay_cents)
    rules = regime(year)
    found = compute(gross_cents, already_cents, pay_cents, rules)
    return Concession(year, found, _explain(found, pay_cents, year, rules), rules)


def _refuse_out_of_range(gross: int, already: int, pay: int | None) -> None:
    if not 0 < gross <= MOST_CENTS:
        raise BadCase(_("Give a concession above zero and of at most EUR 10,000,000."))
    if not 0 <= already <= MOST_CENTS:
        raise BadCase(_("Give what was already paid this year as 0 to EUR 10,000,000."))
    if pay is not None and not 0 < pay <= MOST_CENTS:
        raise BadCase(
            _(
                "Give the pay of the performance as more than zero and at most EUR 10,000,000, or "
                "leave it out if the concession goes with no performance."
            )
        )


@functools.cache
def regime(year: int) -> Regime:
    """
    Gather the figures of an income year.

    :raises NoFigure: if they are not known
    """
    years = [each.valid_from.year for each in everything()[REGIME].figures if not each.gap]
    if year not in years:
        raise NoFigure(
            _(
                "Choose one of the income years %(years)s: the tax on copyright of %(year)s is "
                "not known."
            ),
            years=", ".join(map(str, years)),
            year=year,
        )
    source = figure(REGIME, date(year, 1, 1))
    value = source.value
    return Regime(
        ceiling_cents=value["ceiling"],
        first_cents=value["tranche_50"],
        second_cents=value["tranche_25"],
        first_rate=value["cost_rates"][0],
        second_rate=value["cost_rates"][1],
        withholding_rate=value["withholding"],
        most_share=value["max_share_of_total_pay"],
        source=source,
        version=hashlib.sha256(str(source).encode()).hexdigest()[:16],
    )


def compute(gross: Cents, already: Cents, pay: Cents | None, rules: Regime) -> Amounts:
    """Apply the figures of a year to a concession, or to arrays of them, in cents."""
    allowed = gross if pay is None else least(gross, share(gross + pay, rules.most_share))
    before = year_so_far(least(already, rules.ceiling_cents), rules)
    after = year_so_far(least(already + allowed, rules.ceiling_cents), rules)
    movable = after.income - before.income
    withheld = after.withholding - before.withholding
    return Amounts(
        gross=gross,
        already=already,
        above_share=gross - allowed,
        above_ceiling=allowed - movable,
        movable=movable,
        costs_first=after.costs_first - before.costs_first,
        costs_second=after.costs_second - before.costs_second,
        taxable=after.taxable - before.taxable,
        withholding=withheld,
        net=movable - withheld,
        before=before,
        after=after,
    )


def year_so_far(income: Cents, rules: Regime) -> Year:
    """Return costs and withholding of the movable income of a year: costs rounded by tranche."""
    in_first = least(income, rules.first_cents)
    in_second = least(income, rules.second_cents) - in_first
    costs_first = share(in_first, rules.first_rate)
    costs_second = share(in_second, rules.second_rate)
    taxable = income - costs_first - costs_second
    withheld = share(taxable, rules.withholding_rate)
    return Year(income, in_first, in_second, costs_first, costs_second, taxable, withheld)


def _doubtful(rules: Regime) -> tuple[str, ...]:
    return (REGIME,) if rules.source.confidence == "unconfirmed" else ()


class _Pen:
    """Writes the lines of one concession; all that the law decides rests on the same figure."""

    def __init__(self, year: int, rules: Regime) -> None:
        self.since = date(year, 1, 1)
        self.source = rules.source
        self.doubtful = _doubtful(rules)

    def law(
        self, code: str, part: Part, amount: int, *, rate: str, base: int | None = None
    ) -> Line:
        """A line that the figures of the year decide."""
        return Line(
            code, part, REGIME, rate, base, amount, self.source.valid_from,
            self.source.reference, self.doubtful, self.source.note,
        )  # fmt: skip

    def told(self, code: str, part: Part, amount: int, of: str) -> Line:
        """A line that somebody gave: no figure of the law stands behind it."""
        return Line(code, part, "sum", "", None, amount, self.since, of, (), "")

    def total(self, code: str, amount: int, of: str) -> Line:
        """A sum of lines, as sure as they are."""
        return Line(code, "step", "sum", "", None, amount, self.since, of, self.doubtful, "")


def _explain(found: Amounts, pay: int | None, year: int, rules: Regime) -> tuple[Line, ...]:
    pen = _Pen(year, rules)
    rate = percent(rules.withholding_rate)
    lines = [
        pen.told("gross", "pay", found.gross, of="the contract"),
        *_professional_lines(pen, found, pay, rules),
        pen.law("withholding", "pay", -found.withholding, rate=rate, base=found.taxable),
        pen.told("already", "step", found.already, of="the year so far") if found.already else None,
        pen.total("movable", found.movable, of="concession - professional income"),
        *_cost_lines(pen, found, rules),
        pen.total("taxable", found.taxable, of="movable income - costs"),
        *_year_lines(pen, found, rate),
        pen.total("net", found.net, of="the lines above"),
    ]
    return tuple(line for line in lines if line is not None)


def _professional_lines(
    pen: _Pen, found: Amounts, pay: int | None, rules: Regime
) -> list[Line | None]:
    return [
        pen.law(
            "above_share", "pay", -found.above_share,
            rate=f"> {percent(rules.most_share)}", base=found.gross + (pay or 0),
        ) if found.above_share else None,
        pen.law(
            "above_ceiling", "pay", -found.above_ceiling, rate=f"> {euro(rules.ceiling_cents)}",
            base=found.already + found.gross - found.above_share,
        ) if found.above_ceiling else None,
    ]  # fmt: skip


def _cost_lines(pen: _Pen, found: Amounts, rules: Regime) -> list[Line | None]:
    """A tranche that earlier concessions used up has no line."""
    in_first = found.after.in_first - found.before.in_first
    in_second = found.after.in_second - found.before.in_second
    edges = f"{euro(rules.first_cents)} - {euro(rules.second_cents)}"
    return [
        pen.law(
            "costs_first", "step", -found.costs_first, base=in_first,
            rate=f"{percent(rules.first_rate)} ≤ {euro(rules.first_cents)}",
        ) if in_first else None,
        pen.law(
            "costs_second", "step", -found.costs_second, base=in_second,
            rate=f"{percent(rules.second_rate)}, {edges}",
        ) if in_second else None,
    ]  # fmt: skip


def _year_lines(pen: _Pen, found: Amounts, rate: str) -> list[Line]:
    """The withholding is a difference of two years so far, which is worth showing if there is."""
    if not found.already:
        return []
    after, before = found.after, found.before
    return [
        pen.law("year_withholding", "step", after.withholding, rate=rate, base=after.taxable),
        pen.law("before_withholding", "step", -before.withholding, rate=rate, base=before.taxable),
    ]
