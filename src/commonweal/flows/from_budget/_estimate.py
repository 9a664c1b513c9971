"""What work costs a budget: the same arithmetic while typing, on the contract and in the books."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.queries import Unit, UnitKind
from commonweal.employment import queries as employment
from commonweal.flows import wages
from commonweal.flows.from_budget.values import Estimate, Measure, Wanted, Work
from commonweal.flows.shareholders import queries as shareholders
from commonweal.flows.wages import UnknownWorker, Worker
from commonweal.kernel import money
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal
from commonweal.members import queries as members
from commonweal.members.queries import Member
from commonweal.rules import simulate


class MissingTitle(Refusal):
    message = _("Say in a few words what the work is: it stands on the contract and the payslip.")
    field = "title"


class NoPay(Refusal):
    message = _("Give a larger amount: %(amount)s euro carries no pay.")
    field = "amount"


class NetIsPrivate(Refusal):
    message = _(
        "Give the gross pay, or what it may cost: only %(name)s knows what is left of it after tax."
    )
    field = "measure"


class WorkNotCovered(activities.BudgetTooSmall):
    message = _(
        "Lower the pay, or wait until more is invoiced: the work costs %(wanted)s euro, "
        "%(missing)s more than the %(spendable)s that can be spent."
    )


def estimate(work: Work, at: datetime) -> Estimate:
    """
    Return what work costs its unit, and what can be spent before and after it.

    :raises NotForStaff, UnknownWorker, NetIsPrivate, NoPay: with the remedy
    :raises NoFigure, BadCase: if the rules do not know such a day or pay
    """
    wages.refuse_staff(work.workers)
    people = members.many(ids=[worker.member_id for worker in work.workers])
    if len(people) < len(work.wanted) or not people:
        raise UnknownWorker
    workers = wages.with_quota(work.workers)
    terms = units.pay_terms(units=[work.unit_id])[work.unit_id]
    parts = tuple(
        wages.part(worker, gross, people[worker.member_id], terms)
        for worker, each in zip(workers, work.wanted, strict=True)
        for gross in (_gross(worker, each, people[worker.member_id], work.entered_by),)
    )
    today = at.astimezone(ZONE).date()
    return Estimate(parts, units.spendable(units=[work.unit_id], on=today)[work.unit_id])


def _gross(worker: Worker, wanted: Wanted, member: Member, viewer: int) -> int:
    """The gross pay behind an amount."""
    if wanted.measure == Measure.NET and member.pk != viewer:
        raise NetIsPrivate(name=member.full_name)
    if wanted.measure == Measure.NET and wanted.cents > 0:
        return simulate.from_net(wages.case(worker, 1, member), wanted.cents).gross_cents
    gross = wanted.cents
    if wanted.measure == Measure.BUDGET:
        gross = int(wages.tariff(worker).gross(wanted.cents)) if wanted.cents > 0 else 0
    if gross <= 0:
        raise NoPay(amount=money.show(wanted.cents))
    return gross


def refusals(work: Work, found: Estimate, unit: Unit, at: datetime) -> Iterator[Refusal]:
    """Yield all that stands in the way of this work."""
    if not work.title.strip():
        yield MissingTitle()
    if unit.kind == UnitKind.ACTIVITY:
        hirer = members.get(id=work.entered_by)
        yield from shareholders.refusals(members=[hirer], deed=shareholders.Deed.HIRE)
    planned = wages.assignment(work.unit_id, work.title, found.parts)
    yield from employment.check(assignments=[planned], at=at)
    if found.rest_cents < 0:
        yield WorkNotCovered(
            wanted=money.show(found.cost_cents),
            spendable=money.show(max(found.before_cents, 0)),
            missing=money.show(found.cost_cents - max(found.before_cents, 0)),
        )
