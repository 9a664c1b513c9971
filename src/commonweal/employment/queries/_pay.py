"""What pay and the declaration of a quarter ask of work: by month, and by year of a student."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from commonweal.employment.models import Contract
from commonweal.kernel.period import month_of, next_month
from commonweal.kernel.scope import past_the_lock

COUNTED = [Contract.State.DECLARED.value, Contract.State.WORKED.value]

WORK_OF_MONTHS = """
    select c.member_id, date_trunc('month', w."on")::date, c.id, c.worker_status, c.state,
        c.gross_cents, c.minutes, sum(w.minutes)::int, array_agg(distinct w."on" order by w."on")
    from employment_workperiod w join employment_contract c on c.id = w.contract_id
    where w.stands and c.state = any(%(states)s)
        and (%(members)s::bigint[] is null or w.member_id = any(%(members)s::bigint[]))
        and w."on" >= %(first)s and w."on" < %(end)s
        and date_trunc('month', w."on")::date = any(%(months)s::date[])
    group by c.id, date_trunc('month', w."on")
    order by c.member_id, 2, c.starts_at, c.id
"""
STUDENT_HOURS = """
    select w.member_id, sum(w.minutes)::int
    from employment_workperiod w join employment_contract c on c.id = w.contract_id
    where w.stands and c.state = any(%(states)s) and c.worker_status = 'student'
        and w.member_id = any(%(members)s::bigint[])
        and w."on" >= make_date(%(year)s, 1, 1) and w."on" < make_date(%(year)s + 1, 1, 1)
        and (%(before)s::timestamptz is null or c.starts_at < %(before)s::timestamptz)
    group by w.member_id
"""
STUDENT_HOURS_BEFORE = """
    select c.id, coalesce(sum(w.minutes), 0)::int
    from employment_contract c
    left join employment_contract o on o.member_id = c.member_id
        and o.worker_status = 'student' and o.state = any(%(states)s)
        and (o.starts_at, o.id) < (c.starts_at, c.id)
    left join employment_workperiod w on w.contract_id = o.id and w.stands
        and date_trunc('year', w."on") = date_trunc('year', c.starts_on)
    where c.id = any(%(contracts)s::bigint[])
    group by c.id
"""


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """
    What one contract asks of one calendar month.

    `month` is its first day. `minutes` and `days` are those that begin in the month;
    `gross_cents` and `contract_minutes` are of the whole contract, so that pay can be divided.
    """

    member_id: int
    month: date
    contract_id: int
    worker_status: str
    state: str
    gross_cents: int
    contract_minutes: int
    minutes: int
    days: tuple[date, ...]


def work_of_months(
    *, months: Collection[date], members: Collection[int] | None = None
) -> list[MonthOfWork]:
    """
    Return the declared and worked contracts of these calendar months (any day names its month),
    of these members or of all, in order of member, month and start. One query.

    Hours after midnight belong to the day, and so to the month, in which their work began. Only
    the units in scope are seen.
    """
    firsts = sorted({month_of(day) for day in months})
    if not firsts or (members is not None and not members):
        return []
    chosen = {
        "states": COUNTED,
        "members": None if members is None else sorted(members),
        "months": firsts,
        "first": firsts[0],
        "end": next_month(firsts[-1]),
    }
    with connection.cursor() as cursor:
        cursor.execute(WORK_OF_MONTHS, chosen)
        return [MonthOfWork(*(*row, tuple(days))) for *row, days in cursor.fetchall()]


def student_hours(
    *, members: Collection[int], year: int, before: datetime | None = None
) -> dict[int, int]:
    """
    Return the minutes declared or worked as a student in a calendar year, by member; with
    `before`, only of contracts that begin before that instant. Who has none is not named.

    Counts the work in every unit, whatever the scope: the quota is of the person. It tells
    minutes, and nothing of the jobs they belong to.
    """
    chosen = {"members": sorted(members), "year": year, "before": before, "states": COUNTED}
    return _minutes(STUDENT_HOURS, chosen)


def student_hours_before(*, contracts: Collection[int]) -> dict[int, int]:
    """
    Return for each of these contracts the minutes that its member had declared or worked as a
    student in the same calendar year in contracts that begin before it (at the same instant: in
    those planned earlier). As `student_hours`, for every unit.
    """
    return _minutes(STUDENT_HOURS_BEFORE, {"contracts": sorted(contracts), "states": COUNTED})


def _minutes(query: str, chosen: dict[str, Any]) -> dict[int, int]:
    with past_the_lock(), connection.cursor() as cursor:
        cursor.execute(query, chosen)
        return dict(cursor.fetchall())
