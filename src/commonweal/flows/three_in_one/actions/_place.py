"""Enter a job: everything is checked before anything is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.clients import actions as clients
from commonweal.clients import queries as client_base
from commonweal.employment import actions as employment
from commonweal.employment import queries as work
from commonweal.flows.shareholders import queries as shareholders
from commonweal.flows.three_in_one._estimate import assignment, estimate
from commonweal.flows.three_in_one._terms import (
    lines_of,
    share_refusals,
    standing_contracts,
    vat_terms,
)
from commonweal.flows.three_in_one.actions._check import put_to_client
from commonweal.flows.three_in_one.values import Estimate, Job
from commonweal.flows.wages import UnknownWorker
from commonweal.guarantee.queries import ClientBlocked
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as orders
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.members import actions as members
from commonweal.members import queries as people


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that went to the client, or to an adviser, and what will become of its price."""

    order: invoicing.Order
    estimate: Estimate

    @property
    def ref(self) -> str:
        return self.order.ref


@action
def place(*, job: Job, client: clients.Client, key: str, by: Actor, at: datetime) -> Placed:
    """
    Enter a job: contracts, order, planned budget, and a letter to the client with a link. Above
    the trust in who enters it the order waits for an adviser first.

    `key` makes it happen once: a second click is answered with the order of the first.

    :raises Refusal: everything that stands in the way, each with its remedy
    """
    if earlier := placed_before(key=key):
        return Placed(earlier, estimate(job))
    activities.hold(units=[job.unit_id])
    check_all(_refusals(job, client, at))
    found = estimate(job)
    order = _order(job, client, _planned(job, found, by, at), key, by, at)
    _plan_budget(order, found, by, at)
    _count_services(job, by, at)
    return Placed(put_to_client(order, by, at), found)


def placed_before(*, key: str) -> invoicing.Order | None:
    """
    Return the order that an earlier click with this key made. Two clicks wait for each other, so
    a face asks this before it stores anything else of the form.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('order ' || %s, 0))", [key])
    return orders.find_order(key=key)


def _planned(job: Job, found: Estimate, by: Actor, at: datetime) -> int | None:
    """The assignment of those who work, none of a job that only feeds a budget."""
    if not job.workers:
        return None
    (planned,) = employment.plan(assignments=[assignment(job, found)], by=by, at=at)
    return planned.pk


def _refusals(job: Job, client: clients.Client, at: datetime) -> Iterator[Refusal]:
    ids = [worker.member_id for worker in job.workers]
    found, unit = people.many(ids=ids), units.get(id=job.unit_id)
    today = at.astimezone(ZONE).date()
    is_activity = unit.kind == units.UnitKind.ACTIVITY
    if len(found) < len(ids) or not (ids or is_activity):
        yield UnknownWorker()
        return
    if unit.closed_on and unit.closed_on <= today:
        yield activities.UnitClosed(name=unit.name, day=f"{unit.closed_on:%d/%m/%Y}")
    if is_activity:
        yield from shareholders.to_invoice(unit=unit.pk)
    if client.blocked_on and client.blocked_on <= today:
        yield ClientBlocked(name=client.name)
    yield from client_base.missing(client=client, purchase_order=job.purchase_order)
    yield from share_refusals(list(found.values()), today)
    yield from _days_refused(job)
    try:
        estimated = estimate(job)
        if job.workers:
            yield from work.check(assignments=[assignment(job, estimated)], at=at)
    except Refusal as refusal:
        yield refusal


def _days_refused(job: Job) -> Iterator[Refusal]:
    if job.starts_on and job.ends_on and job.ends_on < job.starts_on:
        yield invoicing.WrongPeriod()


def _order(
    job: Job, client: clients.Client, assignment_id: int | None, key: str, by: Actor, at: datetime
) -> invoicing.Order:
    seller = units.get(id=job.unit_id).entity.vat_regime
    terms = vat_terms(
        choice=job.vat, client=client, price_cents=job.price_cents, on=job.last_day, seller=seller
    )
    new = invoicing.NewOrder(
        unit_id=job.unit_id,
        client=client,
        assignment_id=assignment_id,
        title=job.title,
        price_cents=job.price_cents,
        vat=terms.vat,
        rate_bp=terms.rate_bp,
        purchase_order=job.purchase_order,
        expenses=[(expense.text, expense.cents) for expense in job.expenses],
        language=job.language,
        starts_on=job.first_day,
        ends_on=job.last_day,
        key=key,
    )
    (order,) = invoicing.place_order(orders=[new], by=by, at=at)
    if not job.lines:
        return order
    lines = lines_of(job.lines, client, job.last_day, seller)
    return invoicing.detail_order(order=order, lines=lines, by=by, at=at)


def _plan_budget(order: invoicing.Order, found: Estimate, by: Actor, at: datetime) -> None:
    """
    Until the client confirms, the price less the contribution is only planned: while it can be
    declared in time or, of a job without workers, while it is neither confirmed nor cancelled.
    """
    promise = activities.NewCommitment(
        unit_id=order.unit_id,
        kind=activities.CommitmentKind.PLANNED,
        origin=order.ref,
        cents=found.price_cents - found.contribution_cents,
        expires_on=order.ends_on if order.assignment_id else None,
    )
    activities.commit(commitments=[promise], by=by, at=at)


def _count_services(job: Job, by: Actor, at: datetime) -> None:
    workers = people.many(ids=[worker.member_id for worker in job.workers])
    members.count_service(members=list(workers.values()), by=by, at=at)


@action
def withdraw(*, order: invoicing.Order, reason: str, by: Actor, at: datetime) -> invoicing.Order:
    """
    Take a job back before it is invoiced: order, contracts, declarations and planned budget. Of an
    order in parts the invoices that were issued stay; drafts and promises of the rest go.

    :raises Refusal: if it is invoiced, cancelled already, or the work has been done
    """
    activities.call_off(origins=[order.ref], by=by, at=at)
    cancelled = invoicing.cancel_order(order=order, reason=reason, by=by, at=at)
    employment.cancel(contracts=standing_contracts(order), reason=reason, by=by, at=at)
    rest = list(orders.open_instalments(order=order))
    drafts = [part.invoice for part in rest if part.invoice]
    activities.release(origins=[order.ref, *(part.ref for part in rest)], by=by, at=at)
    invoicing.discard(drafts=drafts, by=by, at=at)
    return cancelled
