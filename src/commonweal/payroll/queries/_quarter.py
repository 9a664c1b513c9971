"""A quarter of work: what social security is owed for each worker, on the pay of the quarter."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from commonweal.kernel.period import next_month
from commonweal.payroll.models import Payslip, QuarterClose, Regularisation
from commonweal.payroll.queries._months import said
from commonweal.payroll.queries._reads import standing
from commonweal.payroll.queries._spells import Spell, spells
from commonweal.rules import quarter as law
from commonweal.rules.arithmetic import rounded, share
from commonweal.rules.parameters import figure
from commonweal.rules.pay_rules import PayRules, pay_rules
from commonweal.rules.quarter import Reductions, Work

Kind = Literal["contribution", "student", "deduction", "unrelated", "yearly"]
CODES: Mapping[str, str] = {
    "white_collar": "white_collar", "staff": "white_collar", "student": "white_collar",
    "blue_collar": "manual", "artist": "artist", "artist_1bis": "artist",
}  # fmt: skip
RATES = (
    "nsso.worker.rate", "nsso.employer.global_profit", "employer.due.white_collar",
    "nsso.manual_and_artist.base_factor", "nsso.manual.holiday.quarterly",
    "nsso.manual.holiday.yearly", "dmfa.others",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owed:
    """
    One thing owed, or taken off, for a worker: `worker_code` is the record it stands in, `code`
    what the declaration calls it. `yearly` is billed in March, and is no part of the declaration.
    """

    kind: Kind
    worker_code: str
    code: str
    cents: int
    basis_cents: int | None = None
    spell: int = 0

    @property
    def counted_cents(self) -> int:
        """What it adds to the debt to social security."""
        return -self.cents if self.kind == "deduction" else self.cents


@dataclass(frozen=True, slots=True)
class WorkerQuarter:
    """
    The quarter of one worker in cents: `wanted` is what the law asks on the pay of the quarter,
    `posted_cents` what payslips, regularisations and closings owe for it in the books.
    """

    member_id: int
    name: str
    spells: tuple[Spell, ...] = ()
    wanted: tuple[Owed, ...] = ()
    posted_cents: int = 0
    marks: tuple[str, ...] = ()
    closed: Mapping[str, int] = field(default_factory=dict)

    @property
    def wanted_cents(self) -> int:
        """What is owed for the worker in all."""
        return sum(each.counted_cents for each in self.wanted)

    @property
    def difference_cents(self) -> int:
        """What closing the quarter adds to the debt."""
        return self.wanted_cents - self.posted_cents

    def of(self, kind: Kind, code: str | None = None) -> int:
        """The sum of one kind, or of one code of it, in cents."""
        return sum(e.cents for e in self.wanted if e.kind == kind and code in (None, e.code))


def quarter_of(day: date) -> date:
    """Return the first day of the quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def months_in(quarter: date) -> tuple[date, date, date]:
    """Return the three months of a quarter, by their first day."""
    second = next_month(quarter_of(quarter))
    return quarter_of(quarter), second, next_month(second)


def workers_of_quarter(*, quarter: date, region: str) -> list[WorkerQuarter]:
    """
    Return the quarter (any day names it) of every worker that has pay in it: a payslip belongs
    to the quarter of its last work day. `region` is that of the establishment: BRU, FLA or WAL.

    :raises NoFigure: if contributions of the quarter are not known
    """
    first = quarter_of(quarter)
    months = months_in(first)
    slips: dict[int, list[Payslip]] = defaultdict(list)
    for slip in (
        standing()
        .filter(ends_on__gte=first, ends_on__lt=next_month(months[2]))
        .order_by("starts_on", "id")
    ):
        slips[slip.member_id].append(slip)
    settled: dict[int, list[Regularisation]] = defaultdict(list)
    for row in Regularisation.objects.filter(month__in=months).order_by("id"):
        settled[row.member_id].append(row)
    closed: dict[int, list[QuarterClose]] = defaultdict(list)
    for each in QuarterClose.objects.filter(quarter=first).order_by("id"):
        closed[each.member_id].append(each)
    work = spells(slips=[slip for some in slips.values() for slip in some])
    people = sorted(slips.keys() | settled.keys() | closed.keys())
    return [
        _worker(first, id, slips[id], settled[id], closed[id], work.get(id, ()), region)
        for id in people
    ]


def _worker(
    first: date,
    member_id: int,
    slips: Sequence[Payslip],
    settled: Sequence[Regularisation],
    closed: Sequence[QuarterClose],
    work: tuple[Spell, ...],
    region: str,
) -> WorkerQuarter:
    named: Sequence[Payslip | Regularisation | QuarterClose] = [*closed, *settled, *slips]
    marks: dict[str, None] = {}
    wanted = [
        *_contributions(first, work, marks),
        *_of_person(first, slips, settled, work),
        *_reductions(first, work, region, marks),
    ]
    posted = sum(
        slip.social_security_cents + slip.special_cents + slip.employer_cents for slip in slips
    )
    posted += sum(row.social_cents for row in settled) + sum(row.owed_cents for row in closed)
    return WorkerQuarter(
        member_id,
        named[-1].name,
        work,
        tuple(each for each in wanted if each.cents),
        posted,
        tuple(marks),
        {
            "structural": sum(row.structural_cents for row in closed),
            "artist": sum(row.artist_cents for row in closed),
        },
    )


def worker_code(status: str, on: date) -> str:
    """Return the code of the declaration for workers of a status."""
    found: str = figure("dmfa.codes", on).value["worker"][CODES[status]]
    return found


def _contributions(first: date, work: Sequence[Spell], marks: dict[str, None]) -> Iterator[Owed]:
    """What is due on the pay of a quarter, one rounding for each code."""
    others = figure("dmfa.others", first)
    for code, some in _by_code(work, first).items():
        rules = _rules(some)
        marks.update(dict.fromkeys(_doubtful(rules)))
        wages = sum(spell.wages_cents for spell in some)
        basis = share(wages, rules.employer_base_factor)
        capped = share(law.base(wages, first), rules.employer_base_factor)
        quarterly = _rate(rules, "nsso.manual.holiday.quarterly")
        yearly = _rate(rules, "nsso.manual.holiday.yearly")
        due = basis * (rules.worker_rate + quarterly) + capped * rules.employer_base_rate
        yield Owed("contribution", code, code, rounded(due.numerator, due.denominator), basis)
        rest = share(wages, rules.employer_rate - rules.employer_base_rate)
        yield Owed("contribution", code, others.value, rest, wages)
        if rest and others.confidence == "unconfirmed":
            marks[others.parameter] = None
        yield Owed("yearly", code, code, share(basis, yearly), basis)
    yield from _solidarity(first, work)


def _by_code(work: Iterable[Spell], first: date) -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = defaultdict(list)
    for spell in work:
        if spell.wages_cents:
            found[worker_code(spell.status, first)].append(spell)
    return found


def _rules(work: Sequence[Spell]) -> PayRules:
    """The figures of the last work day; contributions do not look at the family."""
    last = max(work, key=lambda spell: spell.ends_on)
    return pay_rules(last.ends_on, last.status, "single")


def _doubtful(rules: PayRules) -> Iterator[str]:
    for name in RATES:
        if name in rules.sources and rules.sources[name].confidence == "unconfirmed":
            yield name


def _rate(rules: PayRules, name: str) -> Fraction:
    return Fraction(rules.sources[name].value) if name in rules.sources else Fraction(0)


def _solidarity(first: date, work: Sequence[Spell]) -> Iterator[Owed]:
    students = [spell for spell in work if spell.inside_cents]
    if not students:
        return
    rules = _rules(students).student
    assert rules is not None
    inside = sum(spell.inside_cents for spell in students)
    code = figure("dmfa.codes", first).value["worker"]["student_wc"]
    owed = share(inside, rules.worker_rate + rules.employer_rate)
    yield Owed("student", code, code, owed, inside)


def _of_person(
    first: date,
    slips: Sequence[Payslip],
    settled: Sequence[Regularisation],
    work: Sequence[Spell],
) -> Iterator[Owed]:
    """What was kept of the worker is declared as it was kept: special contribution and bonus."""
    codes = figure("dmfa.contributions", first).value
    kept: Counter[tuple[str, str]] = Counter()
    for slip in slips:
        kept.update(said(slip))
    for row in settled:
        kept.update({(line["code"], line["status"]): line["difference"] for line in row.lines})
    bonuses: Counter[str] = Counter()
    for (code, status), cents in kept.items():
        if code in ("work_bonus_a", "work_bonus_b"):
            bonuses[worker_code(status, first)] += cents
    for code, cents in sorted(bonuses.items()):
        yield Owed("deduction", code, codes["deduction"]["work_bonus"], cents)
    home = min(_by_code(work, first), default="")
    special = codes["contribution"]["special"]
    yield Owed("contribution", home, special, kept["special_contribution", ""])
    holiday = sum(spell.holiday_contribution_cents for spell in work)
    basis = sum(spell.holiday_basis_cents for spell in work)
    yield Owed("unrelated", "", codes["contribution"]["double_holiday"], holiday, basis)


def _reductions(
    first: date, work: Sequence[Spell], region: str, marks: dict[str, None]
) -> Iterator[Owed]:
    """What the employer owes less for the work of a quarter (rules/quarter.py)."""
    codes = figure("dmfa.contributions", first).value["deduction"]
    in_all = sum(spell.work.mu for spell in work if spell.wages_cents)
    for place, spell in enumerate(work):
        if not spell.wages_cents:
            continue
        found = _reduction(first, spell, region, in_all)
        lines = law.lines(found, spell.work, first)
        marks.update(dict.fromkeys(name for line in lines for name in line.unconfirmed))
        code = worker_code(spell.status, first)
        yield Owed("deduction", code, codes["structural"], found.structural, spell=place)
        yield Owed("deduction", code, codes["artist"], found.artist, spell=place)


def _reduction(first: date, spell: Spell, region: str, in_all: int) -> Reductions:
    rules = _rules([spell])
    base = share(law.base(spell.wages_cents, first), rules.employer_base_factor)
    return law.reductions(
        _counted(spell, first),
        share(base, rules.employer_base_rate),
        first,
        artist_region=region if CODES[spell.status] == "artist" else None,
        mu_in_all=in_all,
        missing="skip",
    )


def _counted(spell: Spell, first: date) -> Work:
    """The pay that the reductions look at: not every remuneration code counts."""
    pay = {str(int(code)): cents for code, cents in spell.pay.items()}
    return spell.work_on(law.wages(pay, first))


def quarter_name(quarter: date) -> str:
    """Return a quarter as people write it: 2026/2."""
    return f"{quarter.year}/{(quarter.month + 2) // 3}"


def quarter_ref(quarter: date) -> str:
    """Return what the entries of a quarter's closing name as their origin."""
    return f"quarter:{quarter.year}-{(quarter.month + 2) // 3}"


def postings_of(*, quarter: date) -> int:
    """Return how many times closing a quarter changed something."""
    rows = QuarterClose.objects.filter(quarter=quarter_of(quarter))
    return rows.values("posting").distinct().count()


def closings(*, quarter: date) -> list[QuarterClose]:
    """Return what closing a quarter made, worker by worker, oldest first."""
    return list(QuarterClose.objects.filter(quarter=quarter_of(quarter)).order_by("id"))


def region_of(postcode: str) -> str:
    """Return the region of a Belgian postcode as the reductions name it: BRU, FLA or WAL."""
    number = int(postcode)
    if number < 1300:
        return "BRU"
    return "WAL" if number < 1500 or 4000 <= number < 8000 else "FLA"
