"""The elements of a DmfA, in the order of the schema."""

from collections.abc import Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

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

OPEN = '<DmfAOriginal xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
Days = tuple[date, date]


def head(quarter: str, employer: Employer, at: datetime, reference: str, net_cents: int) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'{OPEN}xsi:noNamespaceSchemaLocation="DmfAOriginal_{quarter}.xsd"><Form>'
        "<Identification>DMFA</Identification>"
        f"<FormCreationDate>{at:%Y-%m-%d}</FormCreationDate>"
        f"<FormCreationHour>{at:%H:%M:%S}.000</FormCreationHour>"
        "<AttestationStatus>0</AttestationStatus><TypeForm>SU</TypeForm>"
        f"{_reference(reference)}<EmployerDeclaration><Quarter>{quarter}</Quarter>"
        f"<NOSSRegistrationNbr>{employer.noss_number}</NOSSRegistrationNbr>"
        f"<Trusteeship>0</Trusteeship><CompanyID>{employer.enterprise_number}</CompanyID>"
        f"<NetOwedAmount>{net_cents:011d}</NetOwedAmount><System5>0</System5>"
    )


def tail() -> str:
    return "</EmployerDeclaration></Form></DmfAOriginal>\n"


def person(days: Days, number: int, each: NaturalPerson) -> str:
    records = "".join(_record(days, record) for record in each.records)
    return (
        f"\n<NaturalPerson><NaturalPersonSequenceNbr>{number:07d}</NaturalPersonSequenceNbr>"
        f"<INSS>{each.national_number}</INSS>"
        f"{_optional('NaturalPersonUserReference', each.reference)}{records}</NaturalPerson>"
    )


def unrelated(each: Unrelated) -> str:
    return (
        f"<ContributionUnrelatedToNP>"
        f"<UnrelatedEmployerClass>{each.employer_class}</UnrelatedEmployerClass>"
        f"<UnrelatedWorkerCode>{each.code}</UnrelatedWorkerCode>"
        f"{_basis('UnrelatedCalculationBasis', each.basis_cents)}"
        f"<UnrelatedAmount>{each.cents:011d}</UnrelatedAmount></ContributionUnrelatedToNP>"
    )


def _record(days: Days, record: WorkerRecord) -> str:
    inside = [_occupation(number, each) for number, each in enumerate(record.occupations, 1)]
    inside += [_student(record.student)] if record.student else []
    inside += [_contribution(each) for each in record.contributions]
    inside += _deductions("WorkerDeduction", record.deductions)
    return (
        f"<WorkerRecord><EmployerClass>{record.employer_class}</EmployerClass>"
        f"<WorkerCode>{record.worker_code}</WorkerCode>"
        f"<NOSSQuarterStartingDate>{days[0]}</NOSSQuarterStartingDate>"
        f"<NOSSQuarterEndingDate>{days[1]}</NOSSQuarterEndingDate>"
        f"<Border>{int(record.border)}</Border>{''.join(inside)}</WorkerRecord>"
    )


def _occupation(number: int, each: Occupation) -> str:
    inside = [_service(place, service) for place, service in enumerate(each.services, 1)]
    inside += [_remuneration(place, pay) for place, pay in enumerate(each.remunerations, 1)]
    inside += _deductions("OccupationDeduction", each.deductions)
    return (
        f"<Occupation><OccupationSequenceNbr>{number:02d}</OccupationSequenceNbr>"
        f"<OccupationStartingDate>{each.starts_on}</OccupationStartingDate>"
        f"{_optional('OccupationEndingDate', str(each.ends_on or ''))}"
        f"<JointCommissionNbr>{each.joint_committee}</JointCommissionNbr>"
        f"<WorkingDaysSystem>{each.days_week:03d}</WorkingDaysSystem>"
        f"<ContractType>{int(each.part_time)}</ContractType>"
        f"<RefMeanWorkingHours>{each.full_hours_week:04d}</RefMeanWorkingHours>"
        f"{_optional('WorkerStatus', each.status)}"
        f"<MeanWorkingHours>{each.hours_week:04d}</MeanWorkingHours>"
        f"{_optional('ReorganisationMeasure', each.reorganisation)}"
        f"<Retired>{int(each.retired)}</Retired>"
        f"{_optional('OccupationUserReference', each.reference)}"
        f"<LocalUnitID>{each.local_unit}</LocalUnitID>{''.join(inside)}</Occupation>"
    )


def _service(number: int, each: Service) -> str:
    hours = f"<ServiceNbrHours>{each.hours:05d}</ServiceNbrHours>" if each.hours else ""
    return (
        f"<Service><ServiceSequenceNbr>{number:02d}</ServiceSequenceNbr>"
        f"<ServiceCode>{each.code}</ServiceCode>"
        f"<ServiceNbrDays>{each.days:05d}</ServiceNbrDays>{hours}</Service>"
    )


def _remuneration(number: int, each: Remuneration) -> str:
    return (
        f"<Remun><RemunSequenceNbr>{number:02d}</RemunSequenceNbr>"
        f"<RemunCode>{each.code}</RemunCode>"
        f"{_optional('BonusPaymentFrequency', each.frequency)}"
        f"<RemunAmount>{each.cents:011d}</RemunAmount></Remun>"
    )


def _contribution(each: Contribution) -> str:
    return (
        f"<WorkerContribution><ContributionWorkerCode>{each.code}</ContributionWorkerCode>"
        f"<ContributionType>{each.sort}</ContributionType>"
        f"{_basis('ContributionCalculationBasis', each.basis_cents)}"
        f"<ContributionAmount>{each.cents:011d}</ContributionAmount></WorkerContribution>"
    )


def _deductions(name: str, deductions: Sequence[Deduction]) -> list[str]:
    return [
        f"<{name}><DeductionCode>{each.code}</DeductionCode>"
        f"{_basis('DeductionCalculationBasis', each.basis_cents)}"
        f"<DeductionAmount>{each.cents:011d}</DeductionAmount></{name}>"
        for each in deductions
    ]


def _student(each: Student) -> str:
    return (
        f"<StudentContribution><StudentRemunAmount>{each.pay_cents:09d}</StudentRemunAmount>"
        f"<StudentContributionAmount>{each.contribution_cents:09d}</StudentContributionAmount>"
        f"<StudentHoursNbr>{each.hours}</StudentHoursNbr>"
        f"{_optional('LocalUnitID', each.local_unit)}</StudentContribution>"
    )


def _reference(text: str) -> str:
    if not text:
        return ""
    return (
        "<Reference><ReferenceType>1</ReferenceType><ReferenceOrigin>1</ReferenceOrigin>"
        f"<ReferenceNbr>{escape(text)}</ReferenceNbr></Reference>"
    )


def _optional(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _basis(name: str, cents: int | None) -> str:
    return "" if cents is None else f"<{name}>{cents:011d}</{name}>"
