"""What is declared of pay: DmfA for a quarter, 281.10 for a year, each held against the books."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.kernel import queries as house
from commonweal.kernel.period import next_month
from commonweal.ledger import queries as books
from commonweal.payroll.declarations import belcotax, dmfa
from commonweal.payroll.declarations.records import Employer, NaturalPerson, Unrelated
from commonweal.payroll.declarations.sheets import Declarant, Sender, Sheet10
from commonweal.payroll.models import Payslip, QuarterClose, Regularisation
from commonweal.payroll.queries import _records, _sheets
from commonweal.payroll.queries._quarter import (
    months_in,
    quarter_of,
    region_of,
    workers_of_quarter,
)


@dataclass(frozen=True, slots=True)
class Check:
    """A total of a declaration, in cents, beside what the books say."""

    label: "str | Promise"
    declared_cents: int
    ledger_cents: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same to the cent."""
        return self.declared_cents == self.ledger_cents


@dataclass(frozen=True, slots=True)
class Dmfa:
    """
    The declaration of a quarter. `declared_cents` is what it adds up to, `yearly_cents` what the
    holiday fund bills in March on the same pay: together what account 454 owes for the quarter.
    """

    quarter: date
    persons: tuple[NaturalPerson, ...]
    unrelated: tuple[Unrelated, ...]
    yearly_cents: int
    ledger_cents: int
    marks: tuple[str, ...]

    @property
    def declared_cents(self) -> int:
        """Contributions less reductions."""
        owed = sum(record.owed_cents for each in self.persons for record in each.records)
        return owed + sum(each.cents for each in self.unrelated)

    @property
    def check(self) -> Check:
        """What is owed, declared now or billed in March, beside account 454."""
        return Check(
            _("Owed to social security"), self.declared_cents + self.yearly_cents, self.ledger_cents
        )


@dataclass(frozen=True, slots=True)
class TaxYear:
    """The sheets 281.10 of a year, and their totals beside the books."""

    year: int
    sheets: tuple[Sheet10, ...]
    checks: tuple[Check, ...]

    @property
    def agrees(self) -> bool:
        """Whether every total is that of the books."""
        return all(each.agrees for each in self.checks)


def dmfa_of(*, quarter: date, local_unit: str = "") -> Dmfa:
    """
    Return the declaration of a quarter (any day names it), from payslips and regularisations.

    `local_unit` is the number of the establishment. Once the quarter is closed, it agrees with
    the books.

    :raises NoFigure: if contributions of the quarter are not known
    """
    first = quarter_of(quarter)
    workers = workers_of_quarter(quarter=first, region=region_of(house.entity().postcode))
    months = months_in(first)
    books_owe = -posted(_keys(first, next_month(months[2])) + _closings(first))["454"]
    return Dmfa(
        first,
        tuple(_records.persons(workers, first, local_unit)),
        tuple(_records.unrelated(workers, first)),
        sum(each.of("yearly") for each in workers),
        books_owe,
        tuple(dict.fromkeys(name for each in workers for name in each.marks)),
    )


def dmfa_file(*, quarter: date, noss_number: str, local_unit: str, at: datetime) -> bytes:
    """
    Write the DmfA of a quarter (any day names it).

    :raises Refusal: if the quarter has no layout or no pay, or a person is incomplete
    """
    found, entity = dmfa_of(quarter=quarter, local_unit=local_unit), house.entity()
    return dmfa.file(
        quarter=_records.number(found.quarter),
        employer=Employer(entity.name, noss_number, entity.enterprise_number),
        persons=found.persons,
        unrelated=found.unrelated,
        at=at,
    )


def tax_year(*, year: int) -> TaxYear:
    """Return the sheets 281.10 of the pay months of a year, one for each worker."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    slips, rows = _slips(start, end), _settled(start, end)
    sheets = tuple(_sheets.sheets(slips, rows))
    return TaxYear(year, sheets, tuple(_checks(sheets, slips, rows, posted(_keys(start, end)))))


def belcotax_file(*, year: int, at: datetime, test: bool = False) -> bytes:
    """
    Write the Belcotax file of the sheets 281.10 of a year.

    :raises Refusal: if the year has no layout or no pay, or a person or we are incomplete
    """
    entity = house.entity()
    place = (entity.name, entity.street, entity.postcode, entity.city)
    sender = Sender(
        *place,
        phone=entity.phone,
        contact=entity.name,
        email=entity.email,
        enterprise_number=entity.enterprise_number,
        test=test,
    )
    return belcotax.file(
        year=year,
        sender=sender,
        declarant=Declarant(*place, enterprise_number=entity.enterprise_number),
        sheets10=tax_year(year=year).sheets,
        on=at.date(),
    )


def posted(keys: Sequence[str]) -> "Counter[str]":
    """
    Return what these entries and those that take them back make of each account, in cents.

    An entry counts for the pay it comes from, whatever day it is dated.
    """
    entries = books.entries_by_key(keys=keys)
    undone = books.entries_by_key(keys=[f"reverse:{id}" for id, _lines in entries.values()])
    found: Counter[str] = Counter()
    for _id, lines in (*entries.values(), *undone.values()):
        for line in lines:
            found[line.account] += line.cents
    return found


def _slips(start: date, end: date) -> list[Payslip]:
    found = Payslip.objects.filter(ends_on__gte=start, ends_on__lt=end, corrected_by=None)
    return list(found.order_by("member_id", "starts_on", "id"))


def _settled(start: date, end: date) -> list[Regularisation]:
    found = Regularisation.objects.filter(month__gte=start, month__lt=end)
    return list(found.order_by("member_id", "id"))


def _keys(start: date, end: date) -> list[str]:
    """The entries of the pay of some months: of payslips that were corrected, too."""
    slips = Payslip.objects.filter(ends_on__gte=start, ends_on__lt=end)
    rows = Regularisation.objects.filter(month__gte=start, month__lt=end)
    return [
        *(f"payslip:{id}" for id in slips.values_list("id", flat=True)),
        *(f"regularisation:{id}" for id in rows.values_list("id", flat=True)),
    ]


def _closings(first: date) -> list[str]:
    rows = QuarterClose.objects.filter(quarter=first)
    return sorted(set(rows.values_list("posting", flat=True)))


def _checks(
    sheets: Iterable[Sheet10],
    slips: Sequence[Payslip],
    rows: Sequence[Regularisation],
    ledger: "Counter[str]",
) -> Iterable[Check]:
    """Withholding is account 453; gross pay 6203 and, set aside before, 456; the rest 454."""
    sheets = tuple(sheets)
    kept = sum(slip.social_security_cents for slip in slips)
    kept += sum(row.social_cents - row.special_cents - row.employer_cents for row in rows)
    special = sum(sheet.special_contribution_cents for sheet in sheets)
    both: list[Payslip | Regularisation] = [*slips, *rows]
    employer = sum(each.employer_cents for each in both)
    taxable = sum(
        sheet.ordinary_cents + sheet.double_holiday_cents + sheet.early_holiday_cents
        for sheet in sheets
    )
    provided = sum(slip.provision_cents for slip in slips)
    yield Check(_("Tax withheld"), sum(sheet.withholding_cents for sheet in sheets), -ledger["453"])
    yield Check(
        _("Gross pay: taxable and social security"), taxable + kept,
        ledger["6203"] + ledger["456"] + provided,
    )  # fmt: skip
    yield Check(
        _("Social security, with the special contribution"), kept + special + employer,
        -ledger["454"],
    )  # fmt: skip
