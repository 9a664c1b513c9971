"""
The DmfA, the quarterly declaration of wages and contributions to social security.

`file` writes it, `control` reads one back and adds it up again, `faults` checks its structure
against our own list of elements (`xsd/dmfa.rng`). Element order: the schema of quarter 2022/3 and
public examples of 2022/2 and 2025/1. The official schema of each quarter is not kept here, so
every declaration carries a mark.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from lxml import etree

from commonweal.kernel.refusals import check_all
from commonweal.payroll.declarations import _dmfa_checks, _dmfa_write, _reading
from commonweal.payroll.declarations._dmfa_checks import (
    OwesLessThanNothing,
    StudentMixed,
    TooManyLines,
)
from commonweal.payroll.declarations.records import (
    Contribution,
    Deduction,
    Employer,
    NaturalPerson,
    Occupation,
    Remuneration,
    Service,
    Student,
    Unrelated,
    WorkerRecord,
)
from commonweal.payroll.declarations.refusals import NoLayout, NothingToDeclare

__all__ = [
    "Contribution", "Deduction", "Employer", "NaturalPerson", "Occupation", "OwesLessThanNothing",
    "Remuneration", "Service", "Student", "StudentMixed", "TooManyLines", "Totals", "Unrelated",
    "WorkerRecord", "control", "faults", "file", "marks",
]  # fmt: skip

STRUCTURE = Path(__file__).parent / "xsd" / "dmfa.rng"
FIRST_QUARTER = "20223"
# What is added up: by the element of its code, the element of its value.
ADDED = {
    "WorkerContribution": ("ContributionWorkerCode", "ContributionAmount"),
    "WorkerDeduction": ("DeductionCode", "DeductionAmount"),
    "OccupationDeduction": ("DeductionCode", "DeductionAmount"),
    "ContributionUnrelatedToNP": ("UnrelatedWorkerCode", "UnrelatedAmount"),
    "Remun": ("RemunCode", "RemunAmount"),
    "Service": ("ServiceCode", "ServiceNbrDays"),
}


@dataclass(frozen=True, slots=True)
class Totals:
    """
    A declaration, added up in cents: by code of contribution, of reduction, of what is unrelated
    to a person, of pay. `days` are hundredths by code of service.
    """

    quarter: str
    persons: int
    contributions: Mapping[str, int]
    deductions: Mapping[str, int]
    unrelated: Mapping[str, int]
    remunerations: Mapping[str, int]
    days: Mapping[str, int]
    student_cents: int
    stated_net_cents: int

    @property
    def net_cents(self) -> int:
        """What is owed: contributions less reductions, plus what is unrelated to a person."""
        owed = sum(self.contributions.values()) + self.student_cents
        return owed - sum(self.deductions.values()) + sum(self.unrelated.values())

    @property
    def agrees(self) -> bool:
        """Whether the declaration states what it adds up to."""
        return self.net_cents == self.stated_net_cents


def file(
    *,
    quarter: str,
    employer: Employer,
    persons: Sequence[NaturalPerson],
    unrelated: Sequence[Unrelated] = (),
    at: datetime,
    reference: str = "",
) -> bytes:
    """
    Write the declaration of a quarter, "20251" for the first of 2025, made at `at`.

    :raises NoLayout: if the quarter is before 2022/3 or no quarter at all
    :raises NothingToDeclare: if there is neither a person nor another contribution
    :raises Refusal: if a person is incomplete; all that was found, by name
    """
    if not re.fullmatch(r"20\d\d[1-4]", quarter) or quarter < FIRST_QUARTER:
        raise NoLayout(period=quarter, known=f"{FIRST_QUARTER}…")
    if not persons and not unrelated:
        raise NothingToDeclare(period=quarter)
    days = _days(quarter)
    check_all(_dmfa_checks.found(days, employer, persons, unrelated))
    net = sum(record.owed_cents for each in persons for record in each.records)
    net += sum(each.cents for each in unrelated)
    pieces = [_dmfa_write.head(quarter, employer, at, reference, net)]
    pieces += [_dmfa_write.person(days, number, each) for number, each in enumerate(persons, 1)]
    pieces += [_dmfa_write.unrelated(each) for each in unrelated]
    return "".join([*pieces, _dmfa_write.tail()]).encode()


def marks(quarter: str) -> tuple[str, ...]:
    """What a person must know before sending a declaration of this quarter."""
    text = _("Check this file on the portal first: the schema of quarter %(quarter)s was not seen.")
    return (str(text) % {"quarter": f"{quarter[:4]}/{quarter[4:]}"},)


def faults(xml: bytes) -> tuple[str, ...]:
    """What is wrong with the order, presence and length of elements, by our own list."""
    return _reading.faults(_structure(), xml)


def control(xml: bytes) -> Totals:
    """
    Read a declaration back and add it up from its elements alone.

    :raises lxml.etree.XMLSyntaxError: if it is no XML
    """
    sums: dict[str, Counter[str]] = {name: Counter() for name in ADDED}
    single = dict.fromkeys(("Quarter", "NetOwedAmount"), "0")
    persons = student = 0
    for element in _reading.elements(xml):
        name = str(element.tag)
        if name in ADDED:
            code, value = ADDED[name]
            sums[name][_text(element, code)] += int(_text(element, value))
        elif name == "StudentContributionAmount":
            student += int(element.text or 0)
        elif name in single:
            single[name] = element.text or "0"
        elif name == "NaturalPerson":
            persons += 1
            element.clear()
    return Totals(
        quarter=single["Quarter"],
        persons=persons,
        contributions=sums["WorkerContribution"],
        deductions=_together(sums["WorkerDeduction"], sums["OccupationDeduction"]),
        unrelated=sums["ContributionUnrelatedToNP"],
        remunerations=sums["Remun"],
        days=sums["Service"],
        student_cents=student,
        stated_net_cents=int(single["NetOwedAmount"]),
    )


def _days(quarter: str) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    year, number = int(quarter[:4]), int(quarter[4])
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return date(year, 3 * number - 2, 1), after - timedelta(days=1)


def _together(*counters: "Counter[str]") -> "Counter[str]":
    """Add counters up; codes of nothing stay, where `+` would drop them."""
    total: Counter[str] = Counter()
    for each in counters:
        total.update(each)
    return total


def _text(element: _reading.Element, name: str) -> str:
    return element.findtext(name) or "0"


@cache
def _structure() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(STRUCTURE))
