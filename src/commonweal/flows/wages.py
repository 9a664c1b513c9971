"""Who works, and what becomes of the money for it: the same for every flow that hires."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from commonweal.employment import queries as work
from commonweal.employment.actions import NewAssignment, NewContract, NewPeriod
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.members.queries import Member, WorkerStatus
from commonweal.payroll.actions import PayInput
from commonweal.rules import budget, labour
from commonweal.rules.budget import Tariff
from commonweal.rules.cases import Case
from commonweal.rules.explanation import Payslip, payslip
from commonweal.rules.parameters import figure

BASIS_POINTS = 10_000
MINUTES_IN_AN_HOUR = 60
STUDENT, STAFF = WorkerStatus.STUDENT, WorkerStatus.STAFF


class UnknownWorker(Refusal):
    message = _("Choose each worker once, and only members: somebody here is not, or stands twice.")
    field = "workers"


class NotForStaff(Refusal):
    message = _(
        "Choose another status: staff of the house are paid by the month, and not from the price "
        "of a job."
    )
    field = "status"


@dataclass(frozen=True, slots=True)
class Worker:
    """
    One person's part of a job: `share` weighs the work budget that fixed pay leaves over;
    `fixed_gross_cents` instead names the gross pay itself. `student_minutes_left` is what the
    estimate found left of a student's quota of the year.
    """

    member_id: int
    status: str
    periods: tuple[NewPeriod, ...]
    share: int = 1
    fixed_gross_cents: int | None = None
    student_minutes_left: int = 0

    @property
    def first_day(self) -> date:
        return min(period.on for period in self.periods)

    @property
    def last_day(self) -> date:
        return max(period.last_day for period in self.periods)

    @property
    def minutes(self) -> int:
        return sum(period.minutes for period in self.periods)


@dataclass(frozen=True, slots=True)
class Part:
    """What one worker gets: the cents of the work budget, the pay they carry, and when."""

    worker: Worker
    payslip: Payslip
    due_on: date

    @property
    def gross_cents(self) -> int:
        cents: int = self.payslip.amounts.gross
        return cents

    @property
    def charge_cents(self) -> int:
        cents: int = self.payslip.amounts.employer.tariff
        return cents

    @property
    def cost_cents(self) -> int:
        cents: int = self.payslip.amounts.work_budget
        return cents


def refuse_staff(workers: Iterable[Worker]) -> None:
    """
    Make sure that nobody works as staff.

    :raises NotForStaff: if somebody does
    """
    if any(worker.status == STAFF for worker in workers):
        raise NotForStaff


def with_quota(workers: Sequence[Worker]) -> list[Worker]:
    """Say of each student what earlier work left of the quota of the year."""
    left = {
        year: _minutes_left(year, [each for each in workers if each.last_day.year == year])
        for year in {each.last_day.year for each in workers if each.status == STUDENT}
    }
    return [
        replace(each, student_minutes_left=left[each.last_day.year][each.member_id])
        if each.status == STUDENT
        else each
        for each in workers
    ]


def _minutes_left(year: int, workers: Sequence[Worker]) -> dict[int, int]:
    begin = min(period.begins for each in workers for period in each.periods)
    ids = [each.member_id for each in workers]
    quota = figure("nsso.student.quota", begin.date()).value * MINUTES_IN_AN_HOUR
    used = work.student_hours(members=ids, year=year, before=begin)
    return {id: max(quota - used.get(id, 0), 0) for id in ids}


def tariff(worker: Worker) -> Tariff:
    """Return what the house charges on the pay of a worker."""
    return budget.tariff(
        worker.status,
        worker.last_day,
        minutes=worker.minutes,
        student_minutes_left=worker.student_minutes_left,
    )


def part(worker: Worker, gross: int, member: Member, terms: str) -> Part:
    """Return what a worker gets of a gross pay in cents, and when: on these terms of pay."""
    due_on = labour.wage_due_on(worker.last_day, terms)
    return Part(worker, payslip(case(worker, gross, member)), due_on)


def case(worker: Worker, gross: int, member: Member) -> Case:
    """The pay of a worker as the rules ask it: by the figures of the last work day."""
    return Case(
        gross_cents=gross,
        on=worker.last_day,
        status=worker.status,
        minutes=worker.minutes,
        student_minutes_left=worker.student_minutes_left if worker.status == STUDENT else None,
        withholding_rate=Fraction(member.extra_withholding_bp or 0, BASIS_POINTS),
        **members.household(member=member),
    )


def assignment(unit: int, title: str, parts: Iterable[Part]) -> NewAssignment:
    """Return work as the room of work plans it, with the pay that was estimated."""
    return NewAssignment(
        unit_id=unit,
        title=title,
        contracts=tuple(
            NewContract(
                member_id=part.worker.member_id,
                worker_status=part.worker.status,
                gross_cents=part.gross_cents,
                periods=part.worker.periods,
            )
            for part in parts
        ),
    )


def cost(pay: PayInput) -> int:
    """Return what a contract costs its unit in cents, G + E*, as its payslip will say."""
    charge: int = budget.tariff(
        pay.worker_status,
        pay.ends_on,
        minutes=pay.minutes,
        student_minutes_left=pay.student_minutes_left or 0,
    ).charge(pay.gross_cents)
    return pay.gross_cents + charge
