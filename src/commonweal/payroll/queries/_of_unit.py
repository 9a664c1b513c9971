"""What pay means to one unit and to one of its people: the next due day, and the own pay."""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import connection

from commonweal.kernel.clock import ZONE
from commonweal.rules.cases import HOLIDAY

# What a correction took back counts against its day, as in the books.
PAY_OF_UNIT = """
    select
        (select min(due_on) from payroll_payslip slip where unit_id = %(unit)s and due_on >= %(on)s
            and not exists (select from payroll_payslip newer where newer.corrects_id = slip.id)),
        coalesce(sum(times * gross_cents), 0),
        coalesce(sum(times * (contribution_cents - work_bonus_cents + special_cents)), 0),
        coalesce(sum(times * withholding_cents), 0),
        coalesce(sum(times * net_cents), 0)
    from (
        select slip.*,
            (slip.made_at >= %(start)s and slip.made_at < %(end)s)::int
            - coalesce(newer.made_at >= %(start)s and newer.made_at < %(end)s, false)::int as times
        from payroll_payslip slip left join payroll_payslip newer on newer.corrects_id = slip.id
        where slip.member_id = %(member)s and slip.unit_id = %(unit)s
            and slip.kind <> all(%(provided)s)
    ) own where times <> 0"""


class UnitPay(NamedTuple):
    """
    The next day a wage of a unit is due, and what one member earned of it in a period, in cents.
    `social_cents` is what social security takes, after the work bonus.
    """

    next_due: date | None
    gross_cents: int
    social_cents: int
    withholding_cents: int
    net_cents: int


def pay_of_unit(*, unit: int, member_id: int, start: date, end: date, on: date) -> UnitPay:
    """
    Return when a wage of a unit is next due, and the pay of a member written on `start` or later
    and before `end`. Holiday pay that was set aside before is no cost of the unit, and not in it.
    """
    values: dict[str, Any] = {
        "unit": unit,
        "member": member_id,
        "on": on,
        "start": _midnight(start),
        "end": _midnight(end),
        "provided": list(HOLIDAY),
    }
    with connection.cursor() as cursor:
        cursor.execute(PAY_OF_UNIT, values)
        due, *cents = cursor.fetchone()
    return UnitPay(due, *map(int, cents))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
