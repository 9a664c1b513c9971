"""
How fast invoices are issued, and how near that is to the limit of the same run.

An invoice here has two lines at 21 %, a guaranteed wage and the contribution on turnover: five
ledger lines. Issuing it takes the number, the claim in the books, the event and the job that
will set its papers; the drafts are there already (their cost is printed apart).

The limit is INSERT .. SELECT of the same numbered invoices, entries and ledger lines into copies
with the same keys, indexes and checks: what PostgreSQL needs to store them when nobody asks for
numbers, references, hashes or balances. It is a hard limit: a draft becomes an invoice by an
UPDATE, which reads, locks and writes its row again, so that a quarter of it is the goal.

    .venv/bin/python -m benchmarks.invoice_issue
"""

import sys
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from benchmarks.house import fresh_database, report

GOAL_PER_SECOND, GOAL_RATIO, GOAL_STATEMENTS = 5_000, 0.25, 6
BATCH, ROUNDS, UNITS, SINGLES = 5_000, 5, 200, 200
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL")

COPIES = """
create table copy_invoice (like invoicing_invoice including all);
alter table copy_invoice alter gross_cents drop expression;
create table copy_entry (like ledger_entry including all);
create table copy_line (like ledger_line including all);
create trigger copy_line_check after insert on copy_line
    referencing new table as written for each statement execute function ledger_check_lines();
create trigger copy_entry_check after insert on copy_entry
    referencing new table as written for each statement execute function ledger_check_entries();
"""
STORE = (
    "insert into copy_invoice select * from invoicing_invoice where id between %s and %s",
    "insert into copy_entry select * from ledger_entry where id between %s and %s",
    "insert into copy_line select * from ledger_line where entry_id between %s and %s",
)


def main() -> int:
    """Issue batches, store the same rows again, compare the medians; then one by one."""
    fresh_database("invoice_issue")
    house = furnish()
    rounds = [one_round(house) for _ in range(ROUNDS)]
    drafted, issued, stored = (BATCH / median(times) for times in zip(*rounds, strict=True))
    print(f"{ROUNDS} rounds of {BATCH} invoices over {UNITS} units, medians; commits durable")
    print(f"drafted: {drafted:,.0f}/s; drafted and issued: {both(drafted, issued):,.0f}/s")
    seconds = sorted(issue_one(house) for _ in range(SINGLES))
    p95 = quantiles(seconds, n=20)[-1]
    print(f"one by one: {1 / median(seconds):,.0f}/s, p95 {p95 * 1000:.1f} ms")
    statements = count_statements(house)
    print(f"statements for one: {statements} (goal {GOAL_STATEMENTS})")
    missed = report(
        what="invoices issued in batches",
        per_second=issued,
        limit="INSERT..SELECT of invoices, entries and lines into copies with the same keys",
        limit_per_second=stored,
        goal_per_second=GOAL_PER_SECOND,
        goal_ratio=GOAL_RATIO,
    )
    return missed or int(statements > GOAL_STATEMENTS)


def both(first: float, second: float) -> float:
    """The rate of two steps after each other."""
    return 1 / (1 / first + 1 / second)


def furnish() -> dict[str, Any]:
    """The cooperative, one client, a manager and the units, and the tables of the limit."""
    from datetime import date

    from django.db import connection

    from commonweal.activities import actions as activities
    from commonweal.clients import actions as clients
    from commonweal.kernel.actor import SYSTEM
    from commonweal.kernel.clock import START
    from commonweal.members import actions as members

    found()
    with connection.cursor() as cursor:
        cursor.execute(COPIES)
    (manager,) = members.register(
        members=[
            members.NewMember(
                first_name="Amina",
                last_name="Benali",
                email="amina@example.org",
                national_number="85031512468",
                birth_date=date(1985, 3, 15),
                iban="BE48001123456727",
                street="Vlaamsesteenweg 9",
                postcode="1000",
                city="Brussel",
            )
        ],
        by=SYSTEM,
        at=START,
    )
    (client,) = clients.register(
        clients=[
            clients.NewClient(
                name="Festival de la Senne",
                enterprise_number="0871234105",
                vat_number="BE0871234105",
                street="Quai des Charbonnages 30",
                postcode="1080",
                city="Bruxelles",
                email="production@festival.example",
            )
        ],
        by=SYSTEM,
        at=START,
    )
    units = activities.open_unit(
        units=[
            activities.NewUnit("activity", f"Unit {n}", manager, START.date()) for n in range(UNITS)
        ],
        by=SYSTEM,
        at=START,
    )
    return {"client": client, "units": [unit.pk for unit in units], "by": SYSTEM, "at": START}


def found() -> None:
    """Enter the cooperative that invoices."""
    from commonweal.kernel import actions as kernel

    kernel.found_entity(
        name="Commonweal cv",
        enterprise_number="0896755397",
        street="Coenraetsstraat 72",
        postcode="1060",
        city="Brussel",
        email="hello@commonweal.example",
        iban="BE69068765432178",
        bic="GKCCBEBB",
    )


def drafts(house: dict[str, Any], count: int) -> list[Any]:
    """Draft invoices of two lines."""
    from commonweal.invoicing import actions as invoicing

    lines = (
        invoicing.NewLine("Design", 80_000, invoicing.Vat.STANDARD, 2100),
        invoicing.NewLine("Print run", 20_000, invoicing.Vat.STANDARD, 2100),
    )
    new = [
        invoicing.NewInvoice(
            unit_id=house["units"][number * 7919 % UNITS],
            client=house["client"],
            title="Poster",
            lines=lines,
            contribution_cents=6_500,
            guaranteed=True,
        )
        for number in range(count)
    ]
    return invoicing.draft(invoices=new, by=house["by"], at=house["at"])


def issue(house: dict[str, Any], batch: list[Any]) -> float:
    """Issue a batch and return the seconds it took, commit included."""
    from commonweal.invoicing import actions as invoicing

    begin = perf_counter()
    invoicing.issue(drafts=batch, by=house["by"], at=house["at"])
    return perf_counter() - begin


def one_round(house: dict[str, Any]) -> tuple[float, float, float]:
    """Return the seconds to draft, to issue and to store a batch."""
    begin = perf_counter()
    batch = drafts(house, BATCH)
    drafted = perf_counter() - begin
    return drafted, issue(house, batch), store(batch)


def issue_one(house: dict[str, Any]) -> float:
    """Return the seconds to issue one invoice."""
    return issue(house, drafts(house, 1))


def store(batch: list[Any]) -> float:
    """Insert the rows of a batch into the copies; return the seconds it took."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("select max(id) from ledger_entry")
        (last,) = cursor.fetchone()
        entries = [last - BATCH + 1, last]
        begin = perf_counter()
        with transaction.atomic():
            cursor.execute(STORE[0], [batch[0].pk, batch[-1].pk])
            cursor.execute(STORE[1], entries)
            cursor.execute(STORE[2], entries)
        return perf_counter() - begin


def count_statements(house: dict[str, Any]) -> int:
    """Count what the action sends for one invoice."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    batch = drafts(house, 1)
    with CaptureQueriesContext(connection) as queries:
        issue(house, batch)
    return sum(not query["sql"].lstrip().startswith(NOT_COUNTED) for query in queries)


if __name__ == "__main__":
    sys.exit(main())
