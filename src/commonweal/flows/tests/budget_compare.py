"""Four ways to the same figures: the model, the budget page, SQL on the lines, kept balances."""

from datetime import date

from django.db import connection

from commonweal.activities import queries
from commonweal.ledger import queries as ledger

SUMS = """
    with lines as (
        select unit,
            -sum(cents) filter (where account ~ '^[67]' or account = '4890') as budget,
            -sum(cents) filter (where account = '400' and code = 'bank') as collected
        from ledger_line
            join ledger_entry entry on entry.id = entry_id
            join ledger_journal journal on journal.id = journal_id
        where unit = any (%(units)s) group by unit),
    promises as (
        select unit_id,
            sum(cents) filter (where kind = 'planned') as planned,
            sum(cents) filter (where kind = 'confirmed') as confirmed,
            sum(cents) filter (where kind = 'reserved') as reserved
        from activities_commitment
        where unit_id = any (%(units)s) and coalesce(expires_on, %(on)s) >= %(on)s
        group by unit_id)
    select id, coalesce(planned, 0)::bigint, coalesce(confirmed, 0)::bigint,
        coalesce(budget, 0)::bigint, coalesce(collected, 0)::bigint,
        coalesce(reserved, 0)::bigint, coalesce(budget_cents, 0)
    from activities_unit
        left join lines on lines.unit = id
        left join promises on unit_id = id
        left join ledger_unitbalance kept on kept.unit = id
    where id = any (%(units)s)"""


def compare(purses, touched, on: date) -> None:
    """
    Fail unless model, lines and kept balances agree of every unit, and the budget page of those
    that were touched.
    """
    for unit, *sums, kept in _sums(list(purses), on):
        model = purses[unit].states(on)
        assert tuple(sums) == model[:5], (unit, "lines", sums, "model", model)
        assert kept == model[2], (unit, "balance kept", kept, "model", model)
        assert model[2] >= purses[unit].floor, (unit, "below its floor", model, purses[unit])
    for unit in touched:
        page = queries.states(unit=unit, on=on)
        shown = (
            page.planned, page.confirmed, page.available, page.collected, page.reserved,
            page.spendable,
        )  # fmt: skip
        assert shown == purses[unit].states(on), (unit, "page", shown, purses[unit])


def compare_years(purses, years) -> None:
    """Fail unless the books have the same result of each unit and year as the model."""
    for year in years:
        model = {unit: purse.years[year] for unit, purse in purses.items() if purse.years[year]}
        assert ledger.results_of_units(year=year) == model, year


def prove(purses) -> None:
    """Fail unless the books prove themselves, and the statement of each unit ends at its budget."""
    assert not any(ledger.proofs().values()), ledger.proofs()
    for unit, purse in purses.items():
        rows = ledger.statement(unit=unit)
        assert (rows[-1].budget_cents if rows else 0) == purse.budget, unit


def _sums(units: list[int], on: date) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"units": units, "on": on})
        return cursor.fetchall()
