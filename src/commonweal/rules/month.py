"""
A person's calendar month, settled in one go.

A payslip is provisional: work bonus, special contribution and withholding tax look at all pay of
a calendar month, and the bonus is computed at its last payment (NSSO instructions). Pays of one
status are summed; what is left of all of them is taxed together, with the figures of the last
work day of the month. Holiday pay and premiums keep the contributions and the tax of their own
payslip; a premium counts for the special contribution, double holiday pay does not.

The steps are those of a payslip (payslip.py), for one month in plain integers (`settle`) and for
thousands in arrays of int64 (`months.py`): the order of the pays never matters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from commonweal.rules import special_contribution, withholding, work_bonus
from commonweal.rules.arithmetic import Cents, least, most, rounded, share
from commonweal.rules.cases import Case
from commonweal.rules.pay_rules import EXCEPTIONAL, PayRules, pay_rules
from commonweal.rules.payslip import (
    Amounts,
    Employer,
    Question,
    Social,
    Tax,
    compute,
    employer_of,
    no_retirees,
    question,
    rules_of,
    social_of,
    tax_of,
)
from commonweal.rules.social_security import within_quota

Words = tuple[str, str]  # status and flat rate: pays with the same are one part of the month
DECLARED = {"year_end_premium": 1, "exit_holiday": 2}  # of exit pay one half, the single pay


@dataclass(frozen=True, slots=True)
class Sums:
    """Pays of one status: gross cents, those `inside` a student's quota, minutes outside it."""

    gross: Cents
    inside: Cents
    minutes: Cents


@dataclass(frozen=True, slots=True)
class Part:
    """
    What all pays of one status come to. `special_base` is the pay the special contribution looks
    at, `keyed` what the key formula taxes, `flat` what a fixed rate taxes, at `flat_tax`.
    """

    sums: Sums
    social: Social
    employer: Employer
    special_base: Cents
    keyed: Cents
    flat: Cents
    flat_tax: Cents
    fiscal_a: Cents
    fiscal_b: Cents


@dataclass(frozen=True, slots=True)
class Totals:
    """What the parts of a person come to together, and the pays that stand apart."""

    untaxed: Cents
    keyed: Cents
    flat: Cents
    flat_tax: Cents
    fiscal_a: Cents
    fiscal_b: Cents
    special_base: Cents
    apart_net: Cents


@dataclass(frozen=True, slots=True)
class Whole:
    """The month of a person, in cents; `withholding` has the extra amount, once, in it."""

    fiscal_bonus: Cents
    tax: Tax
    special_base: Cents
    special: Cents
    withholding: Cents
    net: Cents


@dataclass(frozen=True, slots=True)
class Settled:
    """
    A settled month: its parts by status and flat rate, the pays that stand apart with their
    payslip, and what all of them come to.
    """

    parts: Mapping[Words, Part]
    apart: tuple[tuple[Case, Amounts], ...]
    whole: Whole

    @property
    def gross(self) -> Cents:
        """All pay of the month."""
        return sum(part.sums.gross for part in self.parts.values()) + sum(
            found.gross for _case, found in self.apart
        )

    @property
    def withholding(self) -> Cents:
        """All tax withheld in the month."""
        return self.whole.withholding + sum(found.withholding for _case, found in self.apart)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The pays of a person: those that are summed, those that stand apart, and what decides."""

    last: Case
    kind: str
    regular: tuple[Case, ...]
    apart: tuple[Case, ...]

    @property
    def words(self) -> list[Words]:
        """Return the parts of the month, always in the same order."""
        return sorted({words_of(case) for case in self.regular})

    def rules(self, words: Words) -> PayRules:
        """Return the figures of the month for one part of it."""
        status, flat_rate = words
        return pay_rules(self.last.on, status, self.last.family, self.kind, flat_rate)

    def case_rules(self) -> PayRules:
        """
        Return the figures that tax the month.

        :raises BadCase: if it asks for a reduction that has no figure that year
        """
        rules = self.rules((self.last.status, ""))
        if self.last.dependent_retirees and rules.key_formula.retiree_cents is None:
            raise no_retirees(self.last.on.year)
        return rules


def settle(pays: Sequence[Case]) -> Settled:
    """
    Settle one month: all pays of a person whose last work day lies in it, at least one.

    Family and own rate are those of the last pay; the extra amount of a month is withheld once,
    whichever pay of the month asked for it. A fortnight's pay counts with the others, and by its
    own scale when it is the only one.

    :raises NoFigure: if the law's figures of that day are not known
    :raises BadCase: if it asks for a reduction that has no figure that year
    """
    month = sort(pays)
    rules = month.case_rules()
    parts = {words: _part(month, words) for words in month.words}
    apart = tuple((case, _alone(case)) for case in month.apart)
    totals = _totals(parts.values(), apart)
    return Settled(parts, apart, whole(question(month.last, rules), totals, rules))


def _alone(case: Case) -> Amounts:
    rules = rules_of(case)
    return compute(question(case, rules), rules)


def sort(pays: Sequence[Case]) -> Sorted:
    """Return the pays of a month with what decides over all of them, whatever their order."""
    extra = max(case.extra_withholding_cents for case in pays)
    last = replace(max(pays, key=_place), extra_withholding_cents=extra)
    regular = tuple(case for case in pays if case.kind not in EXCEPTIONAL)
    alone = len(regular) == 1 and regular[0].kind == "fortnight"
    apart = sorted((case for case in pays if case.kind in EXCEPTIONAL), key=_place)
    extra = max(case.extra_withholding_cents for case in pays)
    return Sorted(
        replace(last, extra_withholding_cents=extra),
        "fortnight" if alone else "ordinary",
        regular,
        tuple(replace(case, extra_withholding_cents=0) for case in apart),
    )


def _place(case: Case) -> tuple[object, ...]:
    """Put pays in an order that depends on nothing but themselves, the last day last."""
    return (
        case.on,
        case.status,
        case.family,
        case.kind,
        case.children,
        case.withholding_rate,
        case.extra_withholding_cents,
        case.disabled_children,
        case.is_disabled,
        case.partner_is_disabled,
        case.dependants,
        case.dependent_retirees,
        case.gross_cents,
        case.minutes or 0,
        case.year_cents or 0,
    )


def words_of(case: Case) -> Words:
    """Return what pays of one part share."""
    return case.status, case.flat_rate


def _part(month: Sorted, words: Words) -> Part:
    rules = month.rules(words)
    rows = [
        counted(asked.gross, asked.minutes, asked.student_left, is_student=words[0] == "student")
        for asked in (question(each, rules) for each in month.regular if words_of(each) == words)
    ]
    return part(
        Sums(
            sum(row.gross for row in rows),
            sum(row.inside for row in rows),
            sum(row.minutes for row in rows),
        ),
        rules,
    )


def counted(gross: Cents, minutes: Cents, student_left: Cents, *, is_student: bool) -> Sums:
    """Return what a pay adds to its part: of a student, by the hours that are left before it."""
    if not is_student:
        return Sums(gross, 0 * gross, minutes)
    left = most(student_left, 0)
    return Sums(gross, within_quota(gross, minutes, left), most(minutes - left, 0))


def part(sums: Sums, rules: PayRules) -> Part:
    """Return what the summed pays of one status come to."""
    outside = sums.gross - sums.inside
    # The quota has been counted pay by pay: what is outside it is ordinary pay.
    asked = _bare(outside, most(sums.minutes, 1))
    social = social_of(asked, replace(rules, student=None) if rules.student else rules)
    if rules.student:
        solidarity = share(sums.inside, rules.student.worker_rate)
        social = replace(social, inside=sums.inside, solidarity=solidarity)
    taxed = outside - social.contribution + social.bonus_a + social.bonus_b
    is_flat = rules.flat_rate is not None
    return Part(
        sums=sums,
        social=social,
        employer=employer_of(sums.gross, sums.inside, rules),
        special_base=special_base(outside, rules),
        keyed=0 * taxed if is_flat else taxed,
        flat=taxed if is_flat else 0 * taxed,
        flat_tax=share(taxed, rules.flat_rate) if rules.flat_rate is not None else 0 * taxed,
        fiscal_a=0 * taxed if is_flat else social.bonus_a,
        fiscal_b=0 * taxed if is_flat else social.bonus_b,
    )


def _bare(gross: Cents, minutes: Cents) -> Question:
    return Question(gross, minutes, 0, 0, 0, 0, 0, 0, 0, 0)


def special_base(outside: Cents, rules: PayRules) -> Cents:
    """Return the pay that the special contribution looks at, of a whole month."""
    return share(outside * rules.pays_a_month, rules.special_factor)


def declared(case: Case, gross: Cents) -> Cents:
    """Return what of a pay that stands apart is declared as a wage of its month."""
    halves = DECLARED.get(case.kind)
    return rounded(gross, halves) if halves else 0


def _totals(parts: Iterable[Part], apart: Sequence[tuple[Case, Amounts]]) -> Totals:
    parts = tuple(parts)
    premiums = sum(
        special_base(declared(case, case.gross_cents), rules_of(case)) for case, _found in apart
    )
    return Totals(
        untaxed=sum(part.social.untaxed for part in parts),
        keyed=sum(part.keyed for part in parts),
        flat=sum(part.flat for part in parts),
        flat_tax=sum(part.flat_tax for part in parts),
        fiscal_a=sum(part.fiscal_a for part in parts),
        fiscal_b=sum(part.fiscal_b for part in parts),
        special_base=sum(part.special_base for part in parts) + premiums,
        apart_net=sum(found.net for _case, found in apart),
    )


def whole(asked: Question, month: Totals, rules: PayRules) -> Whole:
    """Return what is withheld of a month, and what is left."""
    fiscal = work_bonus.fiscal(month.fiscal_a, month.fiscal_b, rules.fiscal_a, rules.fiscal_b)
    tax, _apart_, law = tax_of(asked, month.keyed, fiscal, rules)
    special = special_contribution.of_month(month.special_base, rules.special_bands)
    special = rounded(special, rules.pays_a_month)
    base = month.keyed + month.flat
    kept = withholding.withheld(law + month.flat_tax, base, asked.chosen_ppm, base - special)
    left = base + month.untaxed + month.apart_net - special - kept
    extra = least(asked.extra, most(left, 0))
    return Whole(fiscal, tax, month.special_base, special, kept + extra, left - extra)
