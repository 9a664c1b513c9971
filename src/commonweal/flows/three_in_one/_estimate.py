"""What becomes of a price: the same arithmetic while typing, on the order and in the books."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from commonweal.employment import queries as work
from commonweal.employment.actions import NewAssignment, NewContract
from commonweal.flows.three_in_one.values import Estimate, Job, Part, Worker
from commonweal.kernel import money
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members import queries as members
from commonweal.members.queries import Member, WorkerStatus
from commonweal.rules import budget, labour
from commonweal.rules.budget import Tariff
from commonweal.rules.cases import Case
from commonweal.rules.explanation import payslip
from commonweal.rules.parameters import figure

BASIS_POINTS = 10_000
MINUTES_IN_AN_HOUR = 60
STUDENT, STAFF = WorkerStatus.STUDENT, WorkerStatus.STAFF


class NothingLeftForWork(Refusal):
    message = _(
        "Raise the price or lower the expenses: after a contribution of %(contribution)s and "
        "expenses of %(expenses)s euro nothing is left to pay for work."
    )
    field = "price"


class FixedPayTooHigh(Refusal):
    message = _(
        "Lower the fixed pay or raise the price: with its charges the fixed pay costs %(cost)s "
        "euro, and the work budget is %(budget)s euro."
    )
    field = "price"


class NothingForOthers(Refusal):
    message = _(
        "Leave something for those who work by share: after fixed pay %(rest)s euro is left."
    )
    field = "price"


class NotForStaff(Refusal):
    message = _(
        "Choose another status: staff of the house are paid by the month, and not from the price "
        "of a job."
    )
    field = "status"


def estimate(job: Job) -> Estimate:
    """
    Return what becomes of the price of a job, each amount with its reason.

    Fixed pay comes first; the rest of the work budget is split by shares (largest remainder), and
    each part becomes the greatest gross whose cost it covers. A cent or two may stay on the unit.

    :raises NotForStaff: if somebody works as staff
    :raises NothingLeftForWork, FixedPayTooHigh, NothingForOthers: if the price does not suffice
    :raises NoFigure, BadCase: if the rules do not know such a day or pay
    """
    if any(worker.status == STAFF for worker in job.workers):
        raise NotForStaff
    contribution = budget.contribution_on_turnover(job.price_cents, job.last_day)
    work_budget = job.price_cents - contribution - job.expenses_cents
    if work_budget <= 0:
        raise NothingLeftForWork(
            contribution=money.show(contribution), expenses=money.show(job.expenses_cents)
        )
    people = members.many(ids=[worker.member_id for worker in job.workers])
    workers = _with_quota(job.workers)
    parts = tuple(
        _part(worker, gross, people[worker.member_id])
        for worker, gross in zip(workers, _grosses(workers, work_budget), strict=True)
    )
    return Estimate(job.price_cents, contribution, job.expenses_cents, parts)


def _with_quota(workers: Sequence[Worker]) -> list[Worker]:
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


def _grosses(workers: Sequence[Worker], work_budget: int) -> Iterator[int]:
    """The gross pay of each worker, in their order."""
    shares = [worker.share for worker in workers if worker.fixed_gross_cents is None]
    rest = work_budget - sum(map(_fixed_cost, workers))
    check_all(_shortage(work_budget, rest, len(shares)))
    by_share = iter(money.split(rest, shares) if shares else ())
    for worker in workers:
        if worker.fixed_gross_cents is not None:
            yield worker.fixed_gross_cents
        elif gross := _tariff(worker).gross(next(by_share)):
            yield gross
        else:
            raise NothingForOthers(rest=money.show(rest))


def _shortage(work_budget: int, rest: int, sharing: int) -> Iterator[Refusal]:
    if rest < 0:
        yield FixedPayTooHigh(cost=money.show(work_budget - rest), budget=money.show(work_budget))
    elif sharing and rest == 0:
        yield NothingForOthers(rest=money.show(rest))


def _fixed_cost(worker: Worker) -> int:
    gross: int = worker.fixed_gross_cents or 0
    charge: int = _tariff(worker).charge(gross)
    return gross + charge


def _tariff(worker: Worker) -> Tariff:
    return budget.tariff(
        worker.status,
        worker.last_day,
        minutes=worker.minutes,
        student_minutes_left=worker.student_minutes_left,
    )


def _part(worker: Worker, gross: int, member: Member) -> Part:
    return Part(worker, payslip(case(worker, gross, member)), labour.wage_due_on(worker.last_day))


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


def assignment(job: Job, found: Estimate) -> NewAssignment:
    """Return the job as the room of work plans it, with the pay that was estimated."""
    return NewAssignment(
        unit_id=job.unit_id,
        title=job.title,
        contracts=tuple(
            NewContract(
                member_id=part.worker.member_id,
                worker_status=part.worker.status,
                gross_cents=part.gross_cents,
                periods=part.worker.periods,
            )
            for part in found.parts
        ),
    )
