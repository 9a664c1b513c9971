"""
What Belcotax is told: who sends, who declares, and a sheet for each person.

All amounts are cents of the income year; nothing here may be negative. Zone numbers are those of
the schema without their dot (2.60 is 2060). The schema names no labels: what stands in which zone
comes from public payroll software and is to be compared with the notice to debtors of the year.
"""

from dataclasses import dataclass, field
from datetime import date

LANGUAGES = {"nl": "1", "fr": "2", "de": "3"}


@dataclass(frozen=True, slots=True)
class Sender:
    """
    Who hands the file in, the house itself or its agent. `enterprise_number` is ten digits,
    `language` nl, fr or de. `test` marks a trial file. `amends` is the reference the portal gave
    to the sending that this one corrects; not for an original.
    """

    name: str
    street: str
    postcode: str
    town: str
    phone: str
    contact: str
    email: str
    enterprise_number: str
    language: str = "fr"
    test: bool = False
    amends: str = ""


@dataclass(frozen=True, slots=True)
class Declarant:
    """The debtor of the income: the legal entity. `enterprise_number` is ten digits."""

    name: str
    street: str
    postcode: str
    town: str
    enterprise_number: str
    language: str = "fr"
    phone: str = ""
    contact: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """
    The situation on 1 January of the year after the income.

    `civil_status` (2.19): 0 unknown, 1 single, 2 married or legally cohabiting, 3 widowed,
    4 divorced or legally separated, 5 separated in fact. `partner` (2.20): 0 to 3, as the notice
    to debtors says. `children` and `others` are dependants (2.21, 2.22).
    """

    civil_status: int = 0
    partner: int = 0
    children: int = 0
    others: int = 0
    disabled: bool = False
    partner_disabled: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """
    The beneficiary. `national_number` is eleven digits, of the national register or bis; without
    it, `born_on` is needed, and the administration wants the number on 95 sheets of 100.

    `country` is the ISO code of the home. A `language` that is not nl, fr or de is written as that
    of the declarant. `reference` is our own (2.10), `tax_number` that of a foreign administration.
    """

    name: str
    first_names: str
    street: str
    postcode: str
    town: str
    national_number: str = ""
    born_on: date | None = None
    country: str = "BE"
    language: str = "fr"
    reference: str = ""
    tax_number: str = ""
    family: Family = field(default_factory=Family)

    @property
    def full_name(self) -> str:
        return f"{self.first_names} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Sheet10:
    """
    281.10, wages of one person in a year. Cents, with the zone they go to.

    `number` is the sequence number (2.09): empty for an original, numbered in the order given;
    for a correction that of the sheet in the first file. `others` are amounts of further zones as
    (zone, cents), zones of the schema only.
    """

    person: Person
    starts_on: date  # 2055, the first day in service
    ends_on: date | None = None  # 2056, the last one, when the person has left
    ordinary_cents: int = 0  # 2060, taxable pay
    double_holiday_cents: int = 0  # 2060 too: holiday pay of a person still in service
    early_holiday_cents: int = 0  # 2063, holiday pay at the end of service
    arrears_cents: int = 0  # 2064, pay of an earlier year taxed apart
    severance_cents: int = 0  # 2065
    withholding_cents: int = 0  # 2074 and 2131, tax withheld on all of the above
    special_contribution_cents: int = 0  # 2075, special social security contribution
    benefits_cents: int = 0  # 2076, benefits in kind
    benefit_letters: str = ""  # 2099, their nature as the notice codes it: F car, K phone
    commute_public_cents: int = 0  # 2086, public transport
    commute_shared_cents: int = 0  # 2087, transport organised for several
    commute_other_cents: int = 0  # 2088, any other means
    commute_bicycle_cents: int = 0  # 2207
    expenses_standard_cents: int = 0  # 2200, refunded by serious standards
    expenses_proved_cents: int = 0  # 2201, refunded on documents
    pension_cents: int = 0  # 2081, own contribution to a group insurance
    student_cents: int = 0  # 2136, pay under a student contract
    work_bonus_cents: int = 0  # 2115, base of the tax credit at 33.14 %
    work_bonus_low_pay_cents: int = 0  # 2210, base of the tax credit at 52.54 %
    others: tuple[tuple[int, int], ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet45:
    """
    281.45, copyright and neighbouring rights of one person in a year. Cents, gross: since income
    year 2021 flat-rate costs are no longer on the sheet, the person claims them in the return.

    The schema names zone 4 (paid, booked) and zone 5 (paid 5.1, paid 5.2, booked) without labels:
    see the notice of the year for what belongs where. `withholding_cents` is the tax on movable
    income. `number` as in `Sheet10`.
    """

    person: Person
    paid_4_cents: int = 0  # 2067
    booked_4_cents: int = 0  # 2068
    paid_5_1_cents: int = 0  # 2069
    paid_5_2_cents: int = 0  # 2070
    booked_5_cents: int = 0  # 2071
    withholding_cents: int = 0  # 2063
    comment: str = ""  # 2099
    number: int | None = None


Sheet = Sheet10 | Sheet45
