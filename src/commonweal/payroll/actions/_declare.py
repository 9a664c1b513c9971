"""The files that declare pay: who takes one is noted, for they hold everybody's pay."""

from dataclasses import dataclass
from datetime import date, datetime

from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.payroll import queries


@dataclass(frozen=True, slots=True)
class Declared:
    """A file that declares pay, with the name of the period it is about."""

    ref: str
    name: str
    content: bytes


@action
def declare_quarter(
    *, quarter: date, noss_number: str, local_unit: str, by: Actor, at: datetime
) -> Declared:
    """
    Write the DmfA of the quarter that a day names, and note who took it.

    `noss_number` is our registration with social security, `local_unit` the establishment.

    :raises Refusal: if the quarter has no layout or no pay, or a person is incomplete
    """
    content = queries.dmfa_file(
        quarter=quarter, noss_number=noss_number, local_unit=local_unit, at=at
    )
    first = queries.quarter_of(quarter)
    name = f"dmfa-{queries.quarter_name(first).replace('/', '-')}.xml"
    return Declared(queries.quarter_ref(first), name, content)


@action
def declare_year(*, year: int, by: Actor, at: datetime, test: bool = False) -> Declared:
    """
    Write the Belcotax file of the sheets 281.10 of a year, and note who took it.

    A `test` file says so to the tax office.

    :raises Refusal: if the year has no layout or no pay, or a person or we are incomplete
    """
    content = queries.belcotax_file(year=year, at=at, test=test)
    return Declared(f"year:{year}", f"belcotax-{year}.xml", content)
