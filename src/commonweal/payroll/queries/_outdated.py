"""What a change of law with effect in the past does to pay: what was, and what should have been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commonweal.payroll._computed import AMOUNTS, amounts
from commonweal.payroll.models import Payslip
from commonweal.payroll.queries._reads import standing
from commonweal.payroll.values import Correction, asked_again
from commonweal.rules import batch
from commonweal.rules.cases import Case
from commonweal.rules.errors import NoFigure, RuleError
from commonweal.rules.pay_rules import pay_rules


@dataclass(frozen=True)
class Change:
    """A payslip that the figures of today make otherwise. `now` are its new amounts in cents."""

    payslip: Payslip
    now: Mapping[str, int]

    @property
    def net_cents(self) -> int:
        """What the worker gets more, or less."""
        return self.now["net_cents"] - self.payslip.net_cents

    @property
    def cost_cents(self) -> int:
        """What the unit pays more, or less."""
        return self.now["tariff_cents"] - self.payslip.tariff_cents

    @property
    def owed_cents(self) -> int:
        """What the tax office and social security get more, or less."""
        return _owed(self.now) - _owed({name: getattr(self.payslip, name) for name in AMOUNTS})

    @property
    def correction(self) -> Correction:
        """The draft that `actions.correct` takes."""
        return Correction(self.payslip.pk, asked_again(self.payslip))


@dataclass(frozen=True, slots=True)
class Unpayable:
    """A payslip for which the figures of today have no answer, and why."""

    payslip: Payslip
    error: RuleError


@dataclass(frozen=True)
class Outdated:
    """
    The standing payslips made with other figures than those of today for their day: those whose
    amounts change, how many stay the same to the cent, and those that cannot be computed.
    """

    changes: Sequence[Change]
    unchanged: int
    unpayable: Sequence[Unpayable]

    @cached_property
    def corrections(self) -> list[Correction]:
        """The drafts that `actions.correct` takes."""
        return [each.correction for each in self.changes]


def outdated(*, start: date | None = None, end: date | None = None) -> Outdated:
    """
    Compare the standing payslips of work that ended from `start` on and before `end` (None: all)
    with the figures of today, computed in one batch.

    The person and the contract are taken as they were; only the law and the house have changed.
    """
    slips = _suspects(start, end)
    cases, unpayable = _cases(slips)
    found = batch.payslips(batch.questions([case for _slip, case in cases]))
    changes, unchanged = [], 0
    for row, ((slip, _case), cents) in enumerate(zip(cases, amounts(found), strict=True)):
        now = dict(zip(AMOUNTS, cents, strict=True))
        if row in found.refused:
            unpayable.append(Unpayable(slip, found.refused[row]))
        elif any(getattr(slip, name) != amount for name, amount in now.items()):
            changes.append(Change(slip, now))
        else:
            unchanged += 1
    return Outdated(changes, unchanged, unpayable)


def _suspects(start: date | None, end: date | None) -> list[Payslip]:
    """Return the payslips whose figures are not those of today, by person and day."""
    slips = standing()
    if start:
        slips = slips.filter(ends_on__gte=start)
    if end:
        slips = slips.filter(ends_on__lt=end)
    words = "ends_on", "worker_status", "kind", "terms__flat_rate"
    known = slips.order_by().values_list(*words, "figures").distinct()
    old = {each for each in known if _version(*each[:-1]) != each[-1]}
    if not old:
        return []
    days, versions = {each[0] for each in old}, {each[-1] for each in old}
    rows = slips.filter(ends_on__in=days, figures__in=versions).defer("lines")
    return [
        slip for slip in rows.order_by("name", "member", "ends_on", "id") if _words(slip) in old
    ]


def _words(slip: Payslip) -> tuple[date, str, str, str | None, str]:
    flat_rate = slip.terms.get("flat_rate")
    return slip.ends_on, slip.worker_status, slip.kind, flat_rate, slip.figures_id


def _version(on: date, status: str, kind: str, flat_rate: str | None) -> str | None:
    """The figures of today for such a pay; whatever the family, they are the same."""
    try:
        return pay_rules(on, status, "single", kind, flat_rate or "").version
    except NoFigure:
        return None


def _cases(slips: Sequence[Payslip]) -> tuple[list[tuple[Payslip, Case]], list[Unpayable]]:
    cases, unpayable = [], []
    for slip in slips:
        try:
            cases.append((slip, asked_again(slip).case))
        except RuleError as error:
            unpayable.append(Unpayable(slip, error))
    return cases, unpayable


def _owed(cents: Mapping[str, int]) -> int:
    """Both contributions after the work bonus, the special one, and the tax."""
    names = "contribution_cents", "special_cents", "withholding_cents", "employer_cents"
    return sum(cents[name] for name in names) - cents["work_bonus_cents"]
