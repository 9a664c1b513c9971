"""
What is left of it? Three questions before anything is agreed: so much budget, so much net, so
much gross a day. Each answer is a payslip of the engine for every contract, and their sums.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np

from commonweal.rules import budget
from commonweal.rules.cases import MOST_CENTS, Case
from commonweal.rules.errors import BadCase
from commonweal.rules.explanation import Payslip, payslip
from commonweal.rules.lines import Line, euro
from commonweal.rules.parameters import figure
from commonweal.rules.pay_rules import PayRules
from commonweal.rules.payslip import Question, compute, question, rules_of
from commonweal.rules.words import gettext_noop as _

ASKED_OF = ("ordinary", "fortnight")
MOST_CONTRACTS = 366
WINDOW = 256  # grosses looked at together
SLACK = 100  # cents by which roundings might lift a net; a tenth of that was never seen


@dataclass(frozen=True, slots=True)
class Answer:
    """
    A payslip for each contract, in cents, and the `rest_cents` of a budget that cannot be divided.
    """

    slips: tuple[Payslip, ...]
    rest_cents: int = 0

    @property
    def gross_cents(self) -> int:
        return sum(slip.amounts.gross for slip in self.slips)

    @property
    def charge_cents(self) -> int:
        """The employer charge at tariff."""
        return sum(slip.amounts.employer.tariff for slip in self.slips)

    @property
    def budget_cents(self) -> int:
        """What it costs the unit: gross pay and employer charge."""
        return self.gross_cents + self.charge_cents

    @property
    def social_security_cents(self) -> int:
        """What social security keeps, after the work bonus."""
        return sum(slip.amounts.social_security for slip in self.slips)

    @property
    def withholding_cents(self) -> int:
        return sum(slip.amounts.withholding for slip in self.slips)

    @property
    def special_cents(self) -> int:
        return sum(slip.amounts.special_contribution for slip in self.slips)

    @property
    def net_cents(self) -> int:
        return sum(slip.amounts.net for slip in self.slips)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all contracts, those of one kind added up."""
        sums: dict[str, Line] = {}
        for line in (line for slip in self.slips for line in slip.lines):
            before = sums.get(line.code)
            sums[line.code] = _added(before, line) if before else line
        return tuple(sums.values())

    @property
    def marks(self) -> tuple[str, ...]:
        """The parameters behind it that still have to be confirmed."""
        return tuple(dict.fromkeys(mark for slip in self.slips for mark in slip.marks))


def from_budget(case: Case, budget_cents: int, *, contracts: int = 1) -> Answer:
    """
    Answer “I have so much budget”: the greatest gross that it carries.

    `case` is one of the contracts, with its own hours; its gross does not count. Several
    contracts share what is asked equally.

    :raises NoFigure: if the law's figures of that day are not known
    :raises BadCase: if the budget carries no pay, or the house has no tariff for such a pay
    """
    cases = _cases(case, contracts)
    parts = _parts(budget_cents, contracts)
    grosses = [_carried(each, part) for each, part in zip(cases, parts, strict=True)]
    if min(grosses) < 1:
        raise BadCase(
            _("Give a larger budget: EUR %(budget)s for each contract carries no pay."),
            "budget",
            budget=_written(min(parts)),
        )
    answer = _answer(cases, grosses)
    return replace(answer, rest_cents=budget_cents - answer.budget_cents)


def from_net(case: Case, net_cents: int, *, contracts: int = 1) -> Answer:
    """
    Answer “I want so much net”: the smallest gross of which at least that is left.

    :raises NoFigure: if the law's figures of that day are not known
    :raises BadCase: if no gross leaves so much
    """
    cases = _cases(case, contracts)
    parts = _parts(net_cents, contracts)
    if min(parts) < 1:
        raise BadCase(_("Give a net pay of at least one cent for each contract."), "net")
    known: dict[tuple[Case, int], int] = {}
    for asked in zip(cases, parts, strict=True):
        if asked not in known:
            known[asked] = _least_gross(*asked)
    return _answer(cases, [known[asked] for asked in zip(cases, parts, strict=True)])


def from_daily_gross(case: Case, gross_cents: int, *, days: int, contracts: int = 1) -> Answer:
    """
    Answer “so much gross a day”, for so many days.

    :raises NoFigure: if the law's figures of that day are not known
    :raises BadCase: if that is no pay
    """
    if days < 1:
        raise BadCase(_("Give at least one day."), "days")
    return _answer(_cases(case, contracts), _parts(gross_cents * days, contracts))


def price_for(budget_cents: int, on: date) -> int:
    """
    Return the smallest price without VAT that leaves this work budget.

    :raises NoFigure: if the house had no contribution on turnover on that day
    """
    rate: Fraction = figure("turnover.contribution", on).value
    price = int(budget_cents / (1 - rate))
    while budget.work_budget(price, 0, on) < budget_cents:
        price += 1
    while price > 0 and budget.work_budget(price - 1, 0, on) >= budget_cents:
        price -= 1
    return price


def _cases(case: Case, contracts: int) -> list[Case]:
    """One case a contract; each finds less of a student's quota than the one before."""
    if case.kind not in ASKED_OF or case.from_taxable:
        raise BadCase(_("Ask this of an ordinary pay: premiums follow from other pay."), "kind")
    if not 1 <= contracts <= MOST_CONTRACTS:
        raise BadCase(_("Choose one contract or more, one for each day at most."), "contracts")
    if case.status != "student":
        return [case] * contracts
    asked = question(case, rules_of(case))
    return [
        replace(case, student_minutes_left=max(asked.student_left - before * asked.minutes, 0))
        for before in range(contracts)
    ]


def _parts(cents: int, contracts: int) -> list[int]:
    """Cut an amount into equal parts; the first ones bear the odd cents."""
    part, odd = divmod(cents, contracts)
    return [part + (place < odd) for place in range(contracts)]


def _carried(case: Case, budget_cents: int) -> int:
    """The greatest gross of one contract within a budget."""
    if case.status == "staff":
        raise BadCase(
            _("Choose another status: the house employs its own staff at cost, on no budget."),
            "status",
        )
    asked = question(case, rules_of(case))
    tariff = budget.tariff(
        case.status, case.on, minutes=asked.minutes, student_minutes_left=asked.student_left
    )
    gross: int = tariff.gross(budget_cents)
    return gross


def _least_gross(case: Case, wanted: int) -> int:
    """
    Return the smallest gross of one contract of which at least `wanted` net is left.

    A net rises by no more than its gross, but falls at steps of the law, so the first gross that
    reaches it is not found by halving. From a gross that misses it by an amount, all grosses
    nearer than that amount miss it too, and are passed over; near the answer every cent is tried.
    """
    rules = rules_of(case)
    asked = question(case, rules)
    gross = max(_passed_over(wanted, replace(asked, gross=0), rules), 1)
    while gross <= MOST_CENTS:
        window = np.arange(gross, min(gross + WINDOW, MOST_CENTS + 1), dtype=np.int64)
        reached = np.flatnonzero(compute(replace(asked, gross=window), rules).net >= wanted)
        if reached.size:
            return int(window[reached[0]])
        last = replace(asked, gross=int(window[-1]))
        gross = last.gross + max(_passed_over(wanted, last, rules), 1)
    raise BadCase(
        _(
            "Ask for less net, or have less tax withheld: even the highest gross pay leaves less "
            "than EUR %(net)s."
        ),
        "net",
        net=_written(wanted),
    )


def _passed_over(wanted: int, asked: Question, rules: PayRules) -> int:
    """
    Return how much more gross is needed at least, in cents: of one euro more the law leaves the
    worker one euro at most, and the worker's own rate of tax its part of that.
    """
    found = compute(asked, rules)
    own = (found.taxable - found.social.untaxed) * asked.chosen_ppm // 1_000_000
    before_tax = found.taxable - found.special_contribution - asked.extra
    by_law: int = wanted - SLACK - (before_tax - found.key_withholding)
    by_choice = wanted - SLACK - (before_tax - own)
    left = _left_of_a_euro(asked, rules)
    return max(by_law, int(by_choice / left) if left else MOST_CENTS)


def _left_of_a_euro(asked: Question, rules: PayRules) -> Fraction:
    """What the worker's own rate leaves of a euro more at most; a student's quota is untaxed."""
    untaxed = Fraction(0)
    if rules.student:
        untaxed = Fraction(min(asked.student_left, asked.minutes), asked.minutes)
    return untaxed + (1 - untaxed) * (1 - Fraction(asked.chosen_ppm, 1_000_000))


def _answer(cases: Sequence[Case], grosses: Iterable[int]) -> Answer:
    """Compute each contract; equal ones once."""
    known: dict[Case, Payslip] = {}
    slips = []
    for case in (replace(c, gross_cents=g) for c, g in zip(cases, grosses, strict=True)):
        if case not in known:
            known[case] = payslip(case)
        slips.append(known[case])
    return Answer(tuple(slips))


def _added(before: Line, line: Line) -> Line:
    """Two lines of one kind as one; a rate that differs is left out."""
    bases = [base for base in (before.base_cents, line.base_cents) if base is not None]
    return replace(
        before,
        amount_cents=before.amount_cents + line.amount_cents,
        base_cents=sum(bases) if bases else None,
        rate=before.rate if before.rate == line.rate else "",
        unconfirmed=tuple(dict.fromkeys((*before.unconfirmed, *line.unconfirmed))),
    )


def _written(cents: int) -> str:
    return euro(cents) if cents >= 0 else f"-{euro(-cents)}"
