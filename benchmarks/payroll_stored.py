"""
Payslips computed, kept with all their lines and posted in the ledger, as a pay run does it.

Each round is a month of its own: one day's work a contract, 600 people of different status,
family and pay. The limit is a COPY of the rows that the run wrote into copies of their tables
without keys, indexes or checks: what PostgreSQL needs to take them when they are ready.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

BATCH, ROUNDS, WARM = 5_000, 5, 1
PEOPLE, UNITS = 600, 200
MONTHS = (5, 6, 7, 8, 9, 10, 11, 12)
STATUSES = ("white_collar", "blue_collar", "artist")
FAMILIES = ("single", "partner_with_income", "partner_without_income", "single_parent")
# What a run writes for each payslip; the column that grows with each new row.
WRITTEN = {"payroll_payslip": "id", "ledger_entry": "id", "ledger_line": "entry_id"}


class House(NamedTuple):
    """Who works, and for which units."""

    members: Sequence[Any]
    units: Sequence[Any]


def measure() -> tuple[float, float, str]:
    """Return payslips a second, run and copied (medians of rounds), and what was measured."""
    house = furnish()
    rounds = [one_round(house, month) for month in MONTHS[: WARM + ROUNDS]][WARM:]
    run, copied = (BATCH / median(times) for times in zip(*rounds, strict=True))
    note = f"{ROUNDS} rounds of {BATCH:,} payslips of {PEOPLE} people, {lines():.0f} lines each"
    return run, copied, f"{note} (median); commits durable"


def furnish() -> House:
    """People of all kinds, units, and the copies of the limit."""
    from django.db import connection

    from commonweal.activities import actions as activities
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.members import actions as members

    with connection.cursor() as cursor:
        for table in WRITTEN:
            cursor.execute(f"create table copy_{table} (like {table})")
    people = members.register(members=list(newcomers()), by=SYSTEM, at=START)
    units = activities.open_unit(
        units=[
            activities.NewUnit("activity", f"Unit {n}", people[n], START.date())
            for n in range(UNITS)
        ],
        by=SYSTEM,
        at=START,
    )
    return House(people, units)


def newcomers() -> Iterator[Any]:
    """Members, every one with a national number and an account that add up."""
    from commonweal.members.actions import NewMember

    for n in range(PEOPLE):
        first = 850_315_000 + n + 1
        account = 3_631_000_000 + n
        domestic = f"{account:010}{account % 97 or 97:02}"
        check = 98 - int(f"{domestic}111400") % 97
        yield NewMember(
            first_name="Amina",
            last_name=f"Benali {n}",
            email=f"amina{n}@example.org",
            national_number=f"{first}{97 - first % 97:02}",
            birth_date=date(1985, 3, 15),
            iban=f"BE{check:02}{domestic}",
            street="Vlaamsesteenweg 9",
            postcode="1000",
            city="Brussel",
            worker_status=STATUSES[n % len(STATUSES)],
            family=FAMILIES[n % len(FAMILIES)],
            children=n % 4,
        )


def one_round(house: House, month: int) -> tuple[float, float]:
    """Return the seconds to run the pay of a month, and to copy what that wrote."""
    contracts = inputs(house, month)
    before = {table: last(table) for table in WRITTEN}
    took = run(contracts)
    return took, copy(before)


def inputs(house: House, month: int) -> list[Any]:
    """Plan the work of a month; return what the run asks of each contract."""
    from commonweal.employment import actions as employment
    from commonweal.employment import queries as work
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.payroll import queries as payroll

    jobs = employment.plan(
        assignments=[
            employment.NewAssignment(house.units[n % UNITS].pk, "Decor of a play", (contract,))
            for n, contract in enumerate(islice(days_of_work(house, month), BATCH))
        ],
        by=SYSTEM,
        at=START,
    )
    contracts = work.contracts(assignments=[job.pk for job in jobs])
    return payroll.inputs(contracts=contracts, guaranteed=[each.pk for each in contracts])


def days_of_work(house: House, month: int) -> Iterator[Any]:
    """Everybody's next day of work of eight hours, day after day."""
    from commonweal.employment.actions import NewContract, NewPeriod

    for day in range(10, 28):
        for n, member in enumerate(house.members):
            period = NewPeriod(date(2026, month, day), time(9), 480)
            yield NewContract(member.pk, member.worker_status, 15_000 + n * 37, (period,))


def run(contracts: Sequence[Any]) -> float:
    """Pay contracts; return the seconds it took, commit included."""
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.payroll import actions as payroll

    begin = perf_counter()
    payroll.run(contracts=contracts, by=SYSTEM, at=START)
    return perf_counter() - begin


def last(table: str) -> int:
    """The newest row of a table."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(max({WRITTEN[table]}), 0) from {table}")
        (found,) = cursor.fetchone()
        return int(found)


def copy(before: dict[str, int]) -> float:
    """Copy what was written since into the copies; return the seconds it took, commit included."""
    from django.db import connection, transaction

    blocks = {table: taken(table, since) for table, since in before.items()}
    with connection.cursor() as cursor:
        begin = perf_counter()
        with transaction.atomic():
            for table, block in blocks.items():
                with cursor.copy(f"copy copy_{table} from stdin") as sink:
                    sink.write(block)
        return perf_counter() - begin


def taken(table: str, since: int) -> bytes:
    """Return the rows of a table after one of them, as COPY writes them."""
    from django.db import connection

    rows = f"select * from {table} where {WRITTEN[table]} > {since}"
    with connection.cursor() as cursor, cursor.copy(f"copy ({rows}) to stdout") as source:
        return b"".join(source)


def lines() -> float:
    """The lines kept of a payslip: the median."""
    from commonweal.payroll.models import Payslip

    return median(len(kept) for kept in Payslip.objects.values_list("lines", flat=True))
