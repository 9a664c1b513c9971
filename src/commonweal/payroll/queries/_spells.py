"""Stretches of work under the same conditions: how long, on which days, for which pay."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.employment import queries as employment
from commonweal.kernel.period import month_of, next_month
from commonweal.payroll.models import WAGES, Payslip
from commonweal.payroll.queries._months import line_cents
from commonweal.payroll.values import asked_again
from commonweal.rules.arithmetic import rounded, share
from commonweal.rules.cases import Case
from commonweal.rules.parameters import figure
from commonweal.rules.quarter import Work

ORDINARY, PREMIUM, EXIT = "001", "002", "007"  # remuneration codes of the declaration
DAYS_A_WEEK = 5
DAYS_OF_A_QUARTER, MONTHS_OF_A_QUARTER = 13 * DAYS_A_WEEK, 3  # a plan is worked each week alike
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Spell:
    """
    All work of one person in one status: a line of the declaration. `pay` is gross cents by
    remuneration code, outside a student's quota; `days` are days of work, `minutes` their time.
    What lies inside the quota stands apart, and so does double holiday pay, which only bears the
    worker's contribution.
    """

    status: str
    starts_on: date
    ends_on: date
    days: int
    minutes: int
    week: int  # minutes of a full-time week
    pay: Mapping[str, int]
    inside_cents: int = 0
    inside_minutes: int = 0
    holiday_basis_cents: int = 0
    holiday_contribution_cents: int = 0

    @property
    def wages_cents(self) -> int:
        """The pay on which ordinary contributions are due."""
        return sum(self.pay.values())

    @property
    def mean_week(self) -> int:
        """The minutes of a week of such days, a full-time week at most."""
        week: int = rounded(self.minutes * DAYS_A_WEEK, max(self.days, 1))
        return min(week, self.week)

    @property
    def work(self) -> Work:
        """The question to the reductions of a quarter."""
        return self.work_on(self.wages_cents)

    def work_on(self, wages_cents: int) -> Work:
        """The same question for the pay that counts."""
        return Work(wages_cents, self.minutes, self.week, 2 * self.mean_week >= self.week)


def spells(*, slips: Sequence[Payslip]) -> dict[int, tuple[Spell, ...]]:
    """Return the work behind these payslips by member, a spell for each status. One read."""
    days = _days(slips)
    found: dict[int, dict[str, list[Payslip]]] = defaultdict(lambda: defaultdict(list))
    for slip in slips:
        found[slip.member_id][slip.worker_status].append(slip)
    return {
        member: tuple(_spell(by_status[status], days) for status in sorted(by_status))
        for member, by_status in found.items()
    }


def _days(slips: Sequence[Payslip]) -> dict[int, set[date]]:
    """The days of work of each contract, as they were declared."""
    if not slips:
        return {}
    first = min(slip.starts_on for slip in slips).replace(day=1)
    last = max(slip.ends_on for slip in slips)
    months = [first]
    while next_month(months[-1]) <= last:
        months.append(next_month(months[-1]))
    people = {slip.member_id for slip in slips}
    found: dict[int, set[date]] = defaultdict(set)
    for row in employment.work_of_months(months=months, members=people):
        found[row.contract_id].update(row.days)
    return found


def _spell(slips: Sequence[Payslip], days: Mapping[int, Collection[date]]) -> Spell:
    first = slips[0]
    week = int(figure("labour.full_time_hours", first.ends_on).value) * 60
    wages = [slip for slip in slips if slip.kind in WAGES]
    pay: Counter[str] = Counter()
    inside = inside_minutes = 0
    for slip in wages:
        within = line_cents(slip, "within_quota")
        inside += within
        inside_minutes += min(_left(asked_again(slip).case), slip.minutes)
        pay[ORDINARY] += slip.gross_cents - within
    worked = {day for slip in wages for day in days.get(slip.contract_id or 0, ())}
    unknown = sum(
        slip.minutes for slip in wages if slip.contract_id and not days.get(slip.contract_id)
    )
    months = len({month_of(slip.ends_on) for slip in wages if slip.plan_id})
    basis, contribution = _holiday(slips, pay)
    return Spell(
        status=first.worker_status,
        starts_on=min(slip.starts_on for slip in slips),
        ends_on=max(slip.ends_on for slip in slips),
        days=len(worked)
        + -(-unknown * DAYS_A_WEEK // week)
        + -(-months * DAYS_OF_A_QUARTER // MONTHS_OF_A_QUARTER),
        minutes=sum(slip.minutes for slip in wages) - inside_minutes,
        week=week,
        pay=pay,
        inside_cents=inside,
        inside_minutes=inside_minutes,
        holiday_basis_cents=basis,
        holiday_contribution_cents=contribution,
    )


def _left(case: Case) -> int:
    """What was left of a student's quota before a contract, in minutes; nothing of others."""
    if case.status != "student" or not case.declared_in_time:
        return 0
    if case.student_minutes_left is not None:
        return case.student_minutes_left
    return int(figure("nsso.student.quota", case.on).value) * 60


def _holiday(slips: Sequence[Payslip], pay: "Counter[str]") -> tuple[int, int]:
    """Add premiums and single holiday pay to the pay; return double pay and what is due on it."""
    basis = contribution = 0
    for slip in slips:
        if slip.kind == "year_end_premium":
            pay[PREMIUM] += slip.gross_cents
        elif slip.kind == "double_holiday":
            basis += slip.gross_cents
            contribution += slip.contribution_cents
        elif slip.kind == "exit_holiday":
            single = slip.gross_cents - rounded(slip.gross_cents, 2)
            pay[EXIT] += single
            basis += slip.gross_cents - single
            rate = figure("nsso.worker.rate", slip.ends_on).value
            contribution += slip.contribution_cents - share(single, rate)
    return basis, contribution
