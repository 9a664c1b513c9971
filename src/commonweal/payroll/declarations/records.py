"""
What the DmfA is told: an employer, its people, and for each of them where, how long and for how
much they worked in a quarter, and what is owed on it.

All amounts are cents, never negative. Codes are the text of the official annexes, zeros in front
included: "015" manual, "495" white-collar, "046" artist. Days and hours are hundredths: 6400 is
64 days, 48640 is 486 hours and 24 minutes. Sequence numbers follow the order given.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Employer:
    """`noss_number` is the registration with social security, `enterprise_number` ten digits."""

    name: str  # for refusals, never written
    noss_number: str
    enterprise_number: str


@dataclass(frozen=True, slots=True)
class Service:
    """Time of one kind: `code` "001" is time worked and paid."""

    code: str
    days: int  # hundredths of a day
    hours: int = 0  # hundredths of an hour; 0 leaves it out


@dataclass(frozen=True, slots=True)
class Remuneration:
    """
    Pay of one kind: `code` "001" ordinary, "002" premiums that do not follow the days worked,
    "003" severance. `frequency` is that of a premium in months, "00" for an irregular one.
    """

    code: str
    cents: int
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """A reduction of contributions: "0001" the work bonus, "3000" the structural one."""

    code: str
    cents: int
    basis_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """
    What is owed on pay: `code` is that of the worker ("495") or of a fund ("809"); `sort` is the
    type of the contribution, one digit. Some have no `basis_cents`.
    """

    code: str
    cents: int
    basis_cents: int | None
    sort: str = "0"


@dataclass(frozen=True, slots=True)
class Occupation:
    """
    One line of work under the same conditions. `starts_on` may be long before the quarter.

    `joint_committee` as "200" or "140.01"; `days_week` in hundredths, 500 is five days;
    `hours_week` and `full_hours_week` are the mean hours of the person and of a full-time
    colleague, in hundredths: 3800. `status` is "A1" for an artist with a contract, "A2" for one
    without (article 1bis). `local_unit` is the number of the place of work, ten digits.
    `reference` is our own.
    """

    starts_on: date
    joint_committee: str
    local_unit: str
    ends_on: date | None = None
    days_week: int = 500
    full_hours_week: int = 3800
    hours_week: int = 3800
    part_time: bool = False
    status: str = ""
    reorganisation: str = ""
    retired: bool = False
    reference: str = ""
    services: tuple[Service, ...] = ()
    remunerations: tuple[Remuneration, ...] = ()
    deductions: tuple[Deduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Student:
    """The solidarity contribution of a student within the quota: `hours` are whole hours."""

    pay_cents: int
    contribution_cents: int
    hours: int
    local_unit: str = ""


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """
    All work of a person in one employer class and worker code, or a `student` contribution
    instead of occupations and deductions.
    """

    employer_class: str
    worker_code: str
    occupations: tuple[Occupation, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    student: Student | None = None
    border: bool = False

    @property
    def owed_cents(self) -> int:
        """Contributions less every reduction, of the record and of its occupations."""
        reductions = [*self.deductions, *(d for each in self.occupations for d in each.deductions)]
        owed = sum(each.cents for each in self.contributions)
        owed += self.student.contribution_cents if self.student else 0
        return owed - sum(each.cents for each in reductions)


@dataclass(frozen=True, slots=True)
class NaturalPerson:
    """`national_number` is eleven digits, register or bis. `reference` is our own."""

    name: str  # for refusals, never written
    national_number: str
    records: tuple[WorkerRecord, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Unrelated:
    """A contribution of the employer as a whole: `code` "870" on extra-legal pensions, "862"."""

    employer_class: str
    code: str
    cents: int
    basis_cents: int | None = None
