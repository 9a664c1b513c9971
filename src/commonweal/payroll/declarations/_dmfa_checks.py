"""What a DmfA may not be, found before a file is written."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusal
from commonweal.payroll.declarations.records import (
    Contribution,
    Deduction,
    Employer,
    NaturalPerson,
    Occupation,
    Unrelated,
    WorkerRecord,
)
from commonweal.payroll.declarations.refusals import (
    AmountTooLong,
    DetailsMissing,
    NegativeAmount,
    NumberMissing,
    NumberWrong,
    PeriodOutside,
    UnknownCode,
)

LONG, SHORT = 10**11 - 1, 10**9 - 1
DAYS, HOURS, WEEK_DAYS, WEEK_HOURS = 36_600, 9_999_999, 700, 6_000
MOST = 99
DIGITS = {count: re.compile(rf"\d{{{count}}}") for count in (2, 3, 4, 9, 10)}
COMMITTEE = re.compile(r"\d{3}(\.\d{2}){0,2}")
STATUSES = ("", "A1", "A2")

Days = tuple[date, date]


class TooManyLines(Refusal):
    message = _(
        "Put contracts of %(name)s with the same conditions on one line: the declaration takes "
        "%(most)s %(kind)s, not %(count)s."
    )


class OwesLessThanNothing(Refusal):
    message = _(
        "Look at the reductions of %(name)s again: they are %(cents)s cents more than the "
        "contributions."
    )


class StudentMixed(Refusal):
    message = _(
        "Declare the student work of %(name)s in a record of its own, without occupations or "
        "reductions."
    )


def found(
    quarter: Days,
    employer: Employer,
    persons: Sequence[NaturalPerson],
    unrelated: Sequence[Unrelated],
) -> Iterator[Refusal]:
    yield from _digits(employer.name, "NOSSRegistrationNbr", employer.noss_number, 9)
    yield from _digits(employer.name, "CompanyID", employer.enterprise_number, 10)
    for person in persons:
        yield from _person(quarter, person)
    for each in unrelated:
        yield from _digits(employer.name, "UnrelatedEmployerClass", each.employer_class, 3)
        yield from _digits(employer.name, "UnrelatedWorkerCode", each.code, 3)
        yield from _number(employer.name, f"UnrelatedAmount {each.code}", each.cents)
        yield from _number(employer.name, f"UnrelatedBasis {each.code}", each.basis_cents or 0)


def _person(quarter: Days, person: NaturalPerson) -> Iterator[Refusal]:
    yield from _inss(person)
    if not person.records:
        yield DetailsMissing(name=person.name, missing="WorkerRecord")
    for record in person.records:
        yield from _record(quarter, person.name, record)


def _inss(person: NaturalPerson) -> Iterator[Refusal]:
    if not person.national_number:
        yield NumberMissing(name=person.name)
        return
    try:
        identifiers.national_number(person.national_number)
    except identifiers.WrongNationalNumber:
        yield NumberWrong(name=person.name)


def _record(quarter: Days, name: str, record: WorkerRecord) -> Iterator[Refusal]:
    yield from _digits(name, "EmployerClass", record.employer_class, 3)
    yield from _digits(name, "WorkerCode", record.worker_code, 3)
    if record.student:
        yield from _student(name, record)
    elif not record.occupations:
        yield DetailsMissing(name=name, missing="Occupation")
    yield from _lines(name, "Occupation", len(record.occupations))
    for occupation in record.occupations:
        yield from _occupation(quarter, name, occupation)
    for contribution in record.contributions:
        yield from _contribution(name, contribution)
    yield from _deductions(name, record.deductions)
    if (owed := record.owed_cents) < 0:
        yield OwesLessThanNothing(name=name, cents=-owed)


def _student(name: str, record: WorkerRecord) -> Iterator[Refusal]:
    student = record.student
    assert student
    if record.occupations or record.deductions or len(record.contributions) > 1:
        yield StudentMixed(name=name)
    yield from _number(name, "StudentRemunAmount", student.pay_cents, SHORT)
    yield from _number(name, "StudentContributionAmount", student.contribution_cents, SHORT)
    yield from _number(name, "StudentHoursNbr", student.hours, HOURS, least=1)
    if student.local_unit:
        yield from _digits(name, "LocalUnitID", student.local_unit, 10)


def _occupation(quarter: Days, name: str, each: Occupation) -> Iterator[Refusal]:
    starts, ends = quarter
    if each.starts_on > min(each.ends_on or ends, ends) or (each.ends_on or ends) < starts:
        yield PeriodOutside(
            name=name, starts_on=each.starts_on, ends_on=each.ends_on or "…",
            period=f"{starts}–{ends}",
        )  # fmt: skip
    if not COMMITTEE.fullmatch(each.joint_committee):
        yield _unknown(name, "JointCommissionNbr", each.joint_committee, "200, 140.01")
    if each.status not in STATUSES:
        yield _unknown(name, "WorkerStatus", each.status, "A1, A2")
    yield from _digits(name, "LocalUnitID", each.local_unit, 10)
    yield from _number(name, "WorkingDaysSystem", each.days_week, WEEK_DAYS)
    yield from _number(name, "MeanWorkingHours", each.hours_week, WEEK_HOURS)
    yield from _number(name, "RefMeanWorkingHours", each.full_hours_week, WEEK_HOURS, least=1)
    yield from _done(name, each)
    yield from _deductions(name, each.deductions)


def _done(name: str, each: Occupation) -> Iterator[Refusal]:
    """The work of an occupation and its pay."""
    yield from _lines(name, "Service", len(each.services))
    yield from _lines(name, "Remun", len(each.remunerations))
    for service in each.services:
        yield from _digits(name, "ServiceCode", service.code, 3)
        yield from _number(name, f"ServiceNbrDays {service.code}", service.days, DAYS, least=1)
        yield from _number(name, f"ServiceNbrHours {service.code}", service.hours, HOURS)
    for pay in each.remunerations:
        yield from _digits(name, "RemunCode", pay.code, 3)
        yield from _number(name, f"RemunAmount {pay.code}", pay.cents)
        if pay.frequency:
            yield from _digits(name, "BonusPaymentFrequency", pay.frequency, 2)


def _contribution(name: str, each: Contribution) -> Iterator[Refusal]:
    yield from _digits(name, "ContributionWorkerCode", each.code, 3)
    if not re.fullmatch(r"\d", each.sort):
        yield _unknown(name, "ContributionType", each.sort, "0-9")
    yield from _number(name, f"ContributionAmount {each.code}", each.cents)
    yield from _number(name, f"ContributionCalculationBasis {each.code}", each.basis_cents or 0)


def _deductions(name: str, deductions: Sequence[Deduction]) -> Iterator[Refusal]:
    for each in deductions:
        yield from _digits(name, "DeductionCode", each.code, 4)
        yield from _number(name, f"DeductionAmount {each.code}", each.cents)
        yield from _number(name, f"DeductionCalculationBasis {each.code}", each.basis_cents or 0)


def _digits(name: str, zone: str, code: str, count: int) -> Iterator[Refusal]:
    if not DIGITS[count].fullmatch(code):
        yield _unknown(name, zone, code, "0" * count + "-" + "9" * count)


def _number(
    name: str, zone: str, value: int, most: int = LONG, *, least: int = 0
) -> Iterator[Refusal]:
    if value < least:
        yield NegativeAmount(name=name, zone=zone, value=value, least=least)
    elif value > most:
        yield AmountTooLong(name=name, zone=zone, value=value, most=most)


def _lines(name: str, kind: str, count: int) -> Iterator[Refusal]:
    if count > MOST:
        yield TooManyLines(name=name, kind=kind, count=count, most=MOST)


def _unknown(name: str, zone: str, code: str, known: str) -> Refusal:
    return UnknownCode(name=name, zone=zone, code=code, known=known)
