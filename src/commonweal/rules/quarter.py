"""
What is computed for a worker and a quarter: how much less the employer owes to social security.

The structural reduction looks at the pay S that full-time work in the whole quarter would have
given, and grants the fraction mu of it that was worked, times a multiplier for part-time work:

    S  = W × 13 U / H       W pay at 100 %, U full-time week, H paid time: both in one unit
    mu = H / 13 U
    R  = F + alpha (S0 - S)+ + gamma (S2 - S)+ + delta (W - S1)+
    Ps = R × mu × beta

The factor 13 U / H and mu are rounded to hundredths, S, each component of R, and Ps to cents, all
half up (NSSO instructions 2026/3, pages 375 to 383; a Group S payslip of 2,257.00 and 22 days gives
398.98 so). Full-time work declared in days counts days: D a week and J paid.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from commonweal.rules.arithmetic import Cents, choose, least, most, rounded, share
from commonweal.rules.errors import NoFigure
from commonweal.rules.lines import Line, euro, percent
from commonweal.rules.parameters import everything, figure
from commonweal.rules.sourced import line_of, sum_of
from commonweal.rules.words import gettext_noop as _

FOREVER = 1 << 62
WEEKS, HUNDRED = 13, 100
Category = Literal["cat1", "cat2"]

LABELS = {
    "quarter_wage": _("Pay of a full-time quarter at this rate"),
    "structural_full": _("Structural reduction of full-time work"),
    "structural_reduction": _("Structural reduction"),
    "structural_unknown": _("Structural reduction: not known, so not counted"),
    "artist_reduction": _("Reduction for artists"),
}
REASONS = {
    "quarter_wage": _("The reduction looks at the pay of a whole quarter of full-time work."),
    "structural_full": _("The lower the pay, the higher the reduction."),
    "structural_reduction": _(
        "The employer owes less on low pay. Part-time work gets its part, with a multiplier."
    ),
    "structural_unknown": _(
        "The law grants a reduction, but its figures of this quarter are not known yet. What is "
        "owed is counted without it and corrected when they are."
    ),
    "artist_reduction": _(
        "The employer owes less for artists, in the regions that grant it and from a pay of three "
        "times the monthly minimum wage a quarter."
    ),
}


@dataclass(frozen=True, slots=True)
class Formula:
    """The reduction of a full-time quarter: see the head of this module."""

    alpha: Fraction
    s0_cents: int
    gamma: Fraction
    s2_cents: int
    lump_cents: int = 0
    delta: Fraction = Fraction(0)
    s1_cents: int = FOREVER


@dataclass(frozen=True, slots=True)
class Beta:
    """
    The multiplier for part-time work, by mu of all work for this employer in the quarter: nothing
    under `least`, `low` up to the first edge, rising to the second, from there the whole of R.
    """

    least: Fraction
    first: Fraction
    second: Fraction
    low: Fraction
    slope: Fraction


@dataclass(frozen=True, slots=True)
class Artists:
    """The target-group reduction for artists: `least_cents` is the pay S it starts at."""

    lump_cents: int
    cap_cents: int
    least_cents: int
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """
    The work of one person in one quarter. `paid` and `week` are in one unit: minutes, or days for
    full-time work declared in days. `is_half_time` says that the contract is at least half-time.
    """

    wages_cents: Cents
    paid: Cents
    week: int
    is_half_time: bool = False

    @property
    def mu(self) -> Cents:
        """The part of a full-time quarter that was worked, in hundredths."""
        return rounded(HUNDRED * self.paid, WEEKS * self.week)

    @property
    def quarter_wage(self) -> Cents:
        """S: the pay of a full-time quarter."""
        factor = rounded(HUNDRED * WEEKS * self.week, most(self.paid, 1))
        return rounded(self.wages_cents * factor, HUNDRED)


@dataclass(frozen=True, slots=True)
class Reductions:
    """What the employer owes less for a worker and a quarter, and which figures are missing."""

    quarter_wage: Cents
    full: Cents
    structural: Cents
    artist: Cents
    missing: tuple[str, ...] = ()

    @property
    def in_all(self) -> Cents:
        """Both reductions together."""
        return self.structural + self.artist


NO_REDUCTION = Formula(Fraction(0), 0, Fraction(0), 0)


def wages(pay_by_code: Mapping[str, Cents], on: date) -> Cents:
    """Return W: the pay of a quarter under the remuneration codes that count."""
    codes = figure("structural_reduction.W_remuneration_codes", on).value
    return sum(cents for code, cents in pay_by_code.items() if code in codes)


def base(wages_cents: Cents, on: date) -> Cents:
    """Return the pay of a quarter on which the basic employer contribution is due."""
    ceilings = everything()["nsso.employer.quarter_ceiling"].figures
    if on < ceilings[0].valid_from:
        return wages_cents
    return least(wages_cents, figure("nsso.employer.quarter_ceiling", on).value)


def full_reduction(wage: Cents, paid_wages: Cents, law: Formula) -> Cents:
    """Return R: the reduction of a full-time quarter at that pay."""
    return (
        law.lump_cents
        + share(most(law.s0_cents - wage, 0), law.alpha)
        + share(most(law.s2_cents - wage, 0), law.gamma)
        + share(most(paid_wages - law.s1_cents, 0), law.delta)
    )


def structural(work: Work, law: Formula, beta: Beta, mu_in_all: Cents | None = None) -> Cents:
    """
    Return Ps, before the ceiling of what is owed.

    `mu_in_all` counts all work of the person for this employer, in hundredths, if there is more.
    """
    part = full_reduction(work.quarter_wage, work.wages_cents, law) * work.mu
    of_all = work.mu if mu_in_all is None else mu_in_all
    low = rounded(part * beta.low.numerator, HUNDRED * beta.low.denominator)
    granted = choose(_under(of_all, beta.second), _rising(part, of_all, beta), _whole(part, of_all))
    granted = choose(_under(of_all, beta.first), low, granted)
    return granted if work.is_half_time else choose(_under(of_all, beta.least), 0, granted)


def _under(mu: Cents, edge: Fraction) -> Any:
    """Whether mu, in hundredths, is under an edge."""
    return mu * edge.denominator < HUNDRED * edge.numerator


def _whole(part: Cents, of_all: Cents) -> Cents:
    """Return part × 1 / of_all: all of R, when nobody else employs the person."""
    return rounded(part, most(of_all, 1))


def _rising(part: Cents, of_all: Cents, beta: Beta) -> Cents:
    """Return part × (low + slope (of_all - first edge)), rounded once."""
    start, slope = beta.low - beta.slope * beta.first, beta.slope
    factor = (
        HUNDRED * start.numerator * slope.denominator + slope.numerator * start.denominator * of_all
    )
    return rounded(part * factor, start.denominator * slope.denominator * HUNDRED * HUNDRED)


def for_artist(work: Work, law: Artists) -> Cents:
    """Return the lump sum times mu, capped, from the least pay on; before what is owed."""
    lump = least(rounded(law.lump_cents * work.mu, HUNDRED), law.cap_cents)
    return choose(work.quarter_wage >= law.least_cents, lump, 0)


def reductions(
    work: Work,
    owed_cents: Cents,
    on: date,
    *,
    category: Category = "cat1",
    artist_region: str | None = None,
    mu_in_all: Cents | None = None,
    missing: Literal["raise", "skip"] = "raise",
) -> Reductions:
    """
    Return what the employer owes less for a quarter; `on` is its first day.

    They never exceed `owed_cents`, the contributions they may be taken off (without those for the
    holiday fund): the structural reduction goes first. `artist_region` is the region of the
    establishment (BRU, FLA, WAL) for an artist. With missing="skip", a quarter without figures has
    no structural reduction and carries their mark.

    :raises NoFigure: if figures of the quarter are not known, unless they may be skipped
    """
    unknown: tuple[str, ...] = ()
    try:
        law = formula(category, on)
    except NoFigure:
        if missing == "raise":
            raise
        law, unknown = NO_REDUCTION, (f"structural_reduction.{category}",)
    granted = least(structural(work, law, beta(on), mu_in_all), owed_cents)
    artist: Cents = 0
    if artist_region is not None:
        group = artists(on)
        if artist_region in group.regions:
            artist = least(for_artist(work, group), owed_cents - granted)
    full = full_reduction(work.quarter_wage, work.wages_cents, law)
    return Reductions(work.quarter_wage, full, granted, artist, unknown)


def formula(category: Category, on: date) -> Formula:
    """
    Return the structural reduction of a day.

    :raises NoFigure: if its thresholds are not known
    """
    table: Mapping[str, Any] = figure(f"structural_reduction.{category}", on).value
    common = (table["alpha"], table["S0"], table["gamma"], table["S2"])
    if category == "cat1":
        return Formula(*common)
    return Formula(*common, table["F"], table["delta"], table["S1"])


def beta(on: date) -> Beta:
    """Return the multiplier for part-time work of a day."""
    table = figure("structural_reduction.beta", on).value
    first, second = table["edges"]
    return Beta(table["least"], first, second, table["low"], table["slope"])


def artists(on: date) -> Artists:
    """Return the reduction for artists, from three minimum wages of the quarter's first day on."""
    return Artists(
        lump_cents=figure("artist.target_group.lump", on).value,
        cap_cents=figure("artist.target_group.cap", on).value,
        least_cents=3 * figure("minimum_wage.monthly", on).value,
        regions=figure("artist.target_group.regions", on).value,
    )


def lines(found: Reductions, work: Work, on: date, category: Category = "cat1") -> tuple[Line, ...]:
    """Explain the reductions of a quarter; `on` is its first day."""
    name = f"structural_reduction.{category}"
    if found.missing:
        result = [_unknown(name, on)]
    else:
        law, multiplier = figure(name, on), figure("structural_reduction.beta", on)
        result = [
            line_of(
                "quarter_wage", "step", found.quarter_wage, law, base_cents=work.wages_cents,
                rate=f"13 × {work.week} / {work.paid}",
            ),
            line_of(
                "structural_full", "step", found.full, law, base_cents=found.quarter_wage,
                rate=_formula_text(formula(category, on)),
            ),
            line_of(
                "structural_reduction", "employer", -found.structural, law, multiplier,
                base_cents=found.full, rate=f"× {percent(Fraction(work.mu, HUNDRED))}",
            ),
        ]  # fmt: skip
    if found.artist:
        result.append(_artist_line(found, work, on))
    return tuple(result)


def _unknown(name: str, on: date) -> Line:
    """A line without amount that carries the mark of the missing figures, and says what lacks."""
    try:
        figure(name, on)
    except NoFigure as error:
        says = str(error)
    line = sum_of("structural_unknown", "employer", 0, on, says)
    return replace(line, rule=name, unconfirmed=(name,))


def _formula_text(law: Formula) -> str:
    falling = ((law.alpha, law.s0_cents), (law.gamma, law.s2_cents))
    text = " + ".join(f"{percent(rate)} < {euro(edge)}" for rate, edge in falling)
    if not law.delta:
        return text
    return f"{euro(law.lump_cents)} + {text} + {percent(law.delta)} > {euro(law.s1_cents)}"


def _artist_line(found: Reductions, work: Work, on: date) -> Line:
    names = ("lump", "cap", "regions")
    sources = [figure(f"artist.target_group.{name}", on) for name in names]
    law = artists(on)
    return line_of(
        "artist_reduction", "employer", -found.artist, *sources,
        figure("minimum_wage.monthly", on), base_cents=law.lump_cents,
        rate=f"× {percent(Fraction(work.mu, HUNDRED))} ≤ {euro(law.cap_cents)}",
    )  # fmt: skip
