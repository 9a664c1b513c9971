"""What becomes of a price: the same arithmetic while typing, on the order and in the books."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from commonweal.activities import queries as units
from commonweal.employment.actions import NewAssignment
from commonweal.flows import wages
from commonweal.flows.three_in_one.values import Estimate, Job
from commonweal.flows.wages import Worker
from commonweal.kernel import money
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members import queries as members
from commonweal.rules import budget


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


def estimate(job: Job) -> Estimate:
    """
    Return what becomes of the price of a job, each amount with its reason.

    Fixed pay comes first; the rest of the work budget is split by shares (largest remainder), and
    each part becomes the greatest gross whose cost it covers. A cent or two may stay on the unit;
    of a job without workers all of it stays.

    :raises NotForStaff: if somebody works as staff
    :raises NothingLeftForWork, FixedPayTooHigh, NothingForOthers: if the price does not suffice
    :raises NoFigure, BadCase: if the rules do not know such a day or pay
    """
    wages.refuse_staff(job.workers)
    contribution = budget.contribution_on_turnover(job.price_cents, job.last_day)
    work_budget = job.price_cents - contribution - job.expenses_cents
    if work_budget <= 0:
        raise NothingLeftForWork(
            contribution=money.show(contribution), expenses=money.show(job.expenses_cents)
        )
    people = members.many(ids=[worker.member_id for worker in job.workers])
    workers = wages.with_quota(job.workers)
    terms = units.pay_terms(units=[job.unit_id])[job.unit_id]
    parts = tuple(
        wages.part(worker, gross, people[worker.member_id], terms)
        for worker, gross in zip(workers, _grosses(workers, work_budget), strict=True)
    )
    return Estimate(job.price_cents, contribution, job.expenses_cents, parts)


def _grosses(workers: Sequence[Worker], work_budget: int) -> Iterator[int]:
    """The gross pay of each worker, in their order."""
    shares = [worker.share for worker in workers if worker.fixed_gross_cents is None]
    rest = work_budget - sum(map(_fixed_cost, workers))
    check_all(_shortage(work_budget, rest, len(shares)))
    by_share = iter(money.split(rest, shares) if shares else ())
    for worker in workers:
        if worker.fixed_gross_cents is not None:
            yield worker.fixed_gross_cents
        elif gross := wages.tariff(worker).gross(next(by_share)):
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
    charge: int = wages.tariff(worker).charge(gross)
    return gross + charge


def assignment(job: Job, found: Estimate) -> NewAssignment:
    """Return the job as the room of work plans it, with the pay that was estimated."""
    return wages.assignment(job.unit_id, job.title, found.parts)
