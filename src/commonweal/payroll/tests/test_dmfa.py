"""The DmfA: elements in their order, and a net amount that is the sum of its parts."""

from dataclasses import replace
from datetime import date, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from commonweal.kernel.refusals import Refusal
from commonweal.payroll.declarations import dmfa
from commonweal.payroll.declarations.dmfa import (
    Contribution,
    Deduction,
    Employer,
    NaturalPerson,
    Occupation,
    OwesLessThanNothing,
    Remuneration,
    Service,
    Student,
    StudentMixed,
    TooManyLines,
    Unrelated,
    WorkerRecord,
)
from commonweal.payroll.declarations.refusals import (
    AmountTooLong,
    DetailsMissing,
    NegativeAmount,
    NoLayout,
    NothingToDeclare,
    NumberMissing,
    NumberWrong,
    PeriodOutside,
    UnknownCode,
)

AT = datetime(2025, 4, 10, 10, tzinfo=ZoneInfo("Europe/Brussels"))
HOUSE = Employer(name="Gemeengoed", noss_number="123456789", enterprise_number="0403019261")

# One employee of joint committee 200 in 2025/1: figures of a public worked example.
BASIS = 1_102_700
OFFICE = Occupation(
    starts_on=date(2018, 12, 31), joint_committee="200", local_unit="2000000141",
    services=(Service("001", days=6400, hours=48640),),
    remunerations=(
        Remuneration("001", 902_700),
        Remuneration("010", 47_880),
        Remuneration("002", 200_000, frequency="00"),
    ),
    deductions=(Deduction("3000", 0),),
)  # fmt: skip
OWED = {"256": 110, "255": 221, "495": 419_798, "809": 1_985, "810": 1_875, "831": 2_536,
        "856": 5_772, "859": 1_103}  # fmt: skip
WAGE = WorkerRecord(
    employer_class="010", worker_code="495", occupations=(OFFICE,),
    contributions=tuple(
        Contribution(code, cents, None if code == "856" else BASIS, "5" if code == "809" else "0")
        for code, cents in OWED.items()
    ),
    deductions=(Deduction("0001", 12_824),),
)  # fmt: skip
AMINA = NaturalPerson("Amina Benali", "85031512468", (WAGE,), reference="17")
OTHER = (Unrelated("010", "862", 9_966), Unrelated("010", "870", 0, basis_cents=0))

# A day of a stage technician in joint committee 304 and of an artist, and a student.
STAGE = replace(OFFICE, joint_committee="304", starts_on=date(2025, 3, 3), ends_on=date(2025, 3, 3),
                services=(Service("001", days=100, hours=800),), deductions=(),
                remunerations=(Remuneration("001", 20_000),))  # fmt: skip
ARTIST = WorkerRecord(
    "662", "046", (replace(STAGE, status="A1", part_time=True),), (Contribution("046", 7_000, 1),)
)
STUDENT = WorkerRecord("010", "840", student=Student(50_000, 6_775, hours=32))


def made(*persons: NaturalPerson, unrelated: tuple[Unrelated, ...] = (), **more) -> bytes:
    given = {"quarter": "20251", "employer": HOUSE, "at": AT} | more
    return dmfa.file(persons=persons, unrelated=unrelated, **given)


def refused(*persons: NaturalPerson, **more) -> Refusal:
    with pytest.raises(Refusal) as caught:
        made(*persons, **more)
    return caught.value


def with_record(record: WorkerRecord) -> NaturalPerson:
    return replace(AMINA, records=(record,))


def with_occupation(**changes) -> NaturalPerson:
    return with_record(replace(WAGE, occupations=(replace(OFFICE, **changes),)))


def children(xml: bytes, name: str) -> list[str]:
    found = etree.fromstring(xml).find(f".//{name}")
    assert found is not None
    return [str(each.tag) for each in found]


def test_the_worked_example_of_joint_committee_200_comes_out_to_the_cent() -> None:
    xml = made(AMINA, unrelated=OTHER, reference="TEST")
    root = etree.fromstring(xml)
    assert sum(OWED.values()) == 433_400
    assert root.findtext(".//NetOwedAmount") == "00000430542"
    assert [each.text for each in root.iter("ContributionAmount")] == [
        "00000000110", "00000000221", "00000419798", "00000001985", "00000001875", "00000002536",
        "00000005772", "00000001103",
    ]  # fmt: skip
    assert {each.text for each in root.iter("ContributionCalculationBasis")} == {"00001102700"}
    assert root.findtext(".//ServiceNbrDays") == "06400"
    assert root.findtext(".//ServiceNbrHours") == "48640"
    assert root.findtext(".//RefMeanWorkingHours") == "3800"
    assert root.findtext(".//WorkerDeduction/DeductionAmount") == "00000012824"
    assert [each.text for each in root.iter("UnrelatedAmount")] == ["00000009966", "00000000000"]


def test_elements_stand_in_the_order_of_the_schema() -> None:
    xml = made(AMINA, unrelated=OTHER, reference="TEST")
    assert children(xml, "Form") == [
        "Identification", "FormCreationDate", "FormCreationHour", "AttestationStatus", "TypeForm",
        "Reference", "EmployerDeclaration",
    ]  # fmt: skip
    assert children(xml, "EmployerDeclaration") == [
        "Quarter", "NOSSRegistrationNbr", "Trusteeship", "CompanyID", "NetOwedAmount", "System5",
        "NaturalPerson", "ContributionUnrelatedToNP", "ContributionUnrelatedToNP",
    ]  # fmt: skip
    assert children(xml, "Occupation") == [
        "OccupationSequenceNbr", "OccupationStartingDate", "JointCommissionNbr",
        "WorkingDaysSystem", "ContractType", "RefMeanWorkingHours", "MeanWorkingHours", "Retired",
        "LocalUnitID", "Service", "Remun", "Remun", "Remun", "OccupationDeduction",
    ]  # fmt: skip
    assert children(xml, "WorkerContribution") == [
        "ContributionWorkerCode", "ContributionType", "ContributionCalculationBasis",
        "ContributionAmount",
    ]  # fmt: skip


def test_our_own_structure_accepts_every_sort_of_record() -> None:
    artist = replace(AMINA, records=(ARTIST, STUDENT))
    xml = made(AMINA, artist, unrelated=OTHER, reference="Q1 & more")
    assert dmfa.faults(xml) == ()
    assert children(xml, "WorkerRecord")[:5] == [
        "EmployerClass", "WorkerCode", "NOSSQuarterStartingDate", "NOSSQuarterEndingDate", "Border",
    ]  # fmt: skip
    assert dmfa.faults(made(unrelated=OTHER)) == ()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"00000430542", b"430542"),
        (b"<Border>0</Border>", b""),
        (b"<DeductionCode>0001<", b"<DeductionCode>1<"),
        (b"<ServiceNbrDays>06400<", b"<ServiceNbrDays>64.00<"),
    ],
)
def test_our_own_structure_finds_what_is_wrong(was: bytes, becomes: bytes) -> None:
    xml = made(AMINA, unrelated=OTHER)
    assert xml.count(was) == 1
    assert dmfa.faults(xml.replace(was, becomes))


def test_control_adds_a_declaration_up_again() -> None:
    xml = made(AMINA, replace(AMINA, records=(ARTIST, STUDENT)), unrelated=OTHER)
    totals = dmfa.control(xml)
    assert (totals.quarter, totals.persons, totals.agrees) == ("20251", 2, True)
    assert totals.contributions == OWED | {"046": 7_000}
    assert totals.deductions == {"0001": 12_824, "3000": 0}
    assert totals.unrelated == {"862": 9_966, "870": 0}
    assert totals.remunerations["001"] == 922_700
    assert totals.days == {"001": 6500}
    assert totals.student_cents == 6_775
    assert totals.net_cents == 430_542 + 7_000 + 6_775


def test_control_finds_a_net_amount_that_was_changed() -> None:
    xml = made(AMINA).replace(b"<NetOwedAmount>00000420576", b"<NetOwedAmount>00000420575")
    totals = dmfa.control(xml)
    assert (totals.stated_net_cents, totals.net_cents) == (420_575, 420_576)
    assert not totals.agrees


@pytest.mark.parametrize(
    ("quarter", "days"),
    [
        ("20251", ("2025-01-01", "2025-03-31")),
        ("20242", ("2024-04-01", "2024-06-30")),
        ("20253", ("2025-07-01", "2025-09-30")),
        ("20244", ("2024-10-01", "2024-12-31")),
    ],
)
def test_the_quarter_gives_its_days(quarter: str, days: tuple[str, str]) -> None:
    root = etree.fromstring(made(AMINA, quarter=quarter))
    names = ("NOSSQuarterStartingDate", "NOSSQuarterEndingDate")
    assert tuple(root.findtext(f".//{name}") for name in names) == days


def test_a_quarter_is_marked_because_its_schema_was_not_seen() -> None:
    assert "2025/1" in dmfa.marks("20251")[0]
    assert b'"DmfAOriginal_20251.xsd"' in made(AMINA)


@pytest.mark.parametrize("quarter", ["20222", "20255", "2025-1", ""])
def test_it_refuses_a_quarter_without_layout(quarter: str) -> None:
    assert isinstance(refused(AMINA, quarter=quarter), NoLayout)


def test_it_refuses_a_declaration_of_nothing() -> None:
    assert isinstance(refused(), NothingToDeclare)


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        (replace(AMINA, national_number=""), NumberMissing),
        (replace(AMINA, national_number="85031512469"), NumberWrong),
        (replace(AMINA, records=()), DetailsMissing),
        (with_record(replace(WAGE, occupations=())), DetailsMissing),
        (with_record(replace(WAGE, worker_code="49")), UnknownCode),
        (with_record(replace(WAGE, deductions=(Deduction("0001", 500_000),))), OwesLessThanNothing),
        (with_record(replace(WAGE, occupations=(OFFICE,) * 100)), TooManyLines),
        (with_record(replace(WAGE, student=STUDENT.student)), StudentMixed),
        (with_occupation(joint_committee="20"), UnknownCode),
        (with_occupation(local_unit=""), UnknownCode),
        (with_occupation(status="B1"), UnknownCode),
        (with_occupation(ends_on=date(2024, 12, 31)), PeriodOutside),
        (with_occupation(starts_on=date(2025, 4, 1)), PeriodOutside),
        (with_occupation(services=(Service("001", 0),)), NegativeAmount),
        (with_occupation(services=(Service("001", 36_601),)), AmountTooLong),
        (with_occupation(remunerations=(Remuneration("001", -1),)), NegativeAmount),
        (with_occupation(remunerations=(Remuneration("001", 10**11),)), AmountTooLong),
    ],
)
def test_it_refuses_a_person_that_cannot_be_declared(
    person: NaturalPerson, kind: type[Refusal]
) -> None:
    refusal = refused(person)
    assert type(refusal) is kind
    assert "Amina Benali" in str(refusal)


def test_it_refuses_an_employer_without_registration() -> None:
    refusal = refused(AMINA, employer=replace(HOUSE, noss_number=""))
    assert isinstance(refusal, UnknownCode)
    assert "Gemeengoed" in str(refusal)


def test_it_tells_everything_that_is_wrong_at_once() -> None:
    bram = NaturalPerson("Bram De Smet", "", (WAGE,))
    text = str(refused(replace(AMINA, national_number=""), bram))
    assert "Amina Benali" in text
    assert "Bram De Smet" in text


@pytest.mark.slow
def test_twenty_thousand_people_take_seconds() -> None:
    started = perf_counter()
    xml = made(*[AMINA] * 20_000, unrelated=OTHER)
    written = perf_counter()
    totals = dmfa.control(xml)
    print(f"{len(xml):,} bytes: {written - started:.1f} s to write, "
          f"{perf_counter() - written:.1f} s to add up")  # fmt: skip
    assert totals.agrees
    assert totals.net_cents == 20_000 * 420_576 + 9_966
    assert perf_counter() - started < 60
