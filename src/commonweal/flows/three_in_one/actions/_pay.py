"""After a worker's last day: the payslip, what bears it, and word of when the wage comes."""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime

from django.conf import settings

from commonweal.activities import actions as activities
from commonweal.banking import queries as bank
from commonweal.banking.queries import PaymentBatch
from commonweal.employment import actions as employment
from commonweal.employment import queries as work
from commonweal.employment.queries import Contract
from commonweal.flows.three_in_one._progress import earn
from commonweal.flows.wages import cost
from commonweal.guarantee import queries as guarantee
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as orders
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.letters import actions as letters
from commonweal.members import queries as people
from commonweal.payroll import actions as payroll
from commonweal.payroll import queries as pay_queries


@action
def pay(*, contracts: Sequence[Contract], by: Actor, at: datetime) -> list[payroll.Payslip]:
    """
    Close contracts whose last day is over and make their payslips, in the same order.

    The wage is due whatever the client does; the payslip keeps whether it was guaranteed. Work
    on a guaranteed order that is not invoiced yet has earned its own cost; any other wage leaves
    the budget and uses up what was kept aside for it. Work without an order was covered by the
    budget, and so is guaranteed.

    :raises Refusal: if a contract is not over, or the rules cannot compute it
    """
    activities.hold(units={each.unit_id for each in contracts})
    jobs = orders.orders_of_assignments(assignments=[each.assignment_id for each in contracts])
    certain = {order.pk for order in guarantee.sure(orders=list(jobs.values()))}
    ahead = _hold_ahead([order for order in jobs.values() if order.pk in certain])
    worked = employment.mark_worked(contracts=contracts, by=by, at=at)
    guaranteed = {
        each.pk
        for each in worked
        if each.assignment_id not in jobs or jobs[each.assignment_id].pk in certain
    }
    inputs = pay_queries.inputs(contracts=contracts, guaranteed=guaranteed)
    earning = {each.pk: ahead[each.assignment_id] for each in worked if each.assignment_id in ahead}
    activities.spend(spends=list(_spends(inputs, earning)), by=by, at=at)
    slips = payroll.run(contracts=inputs, by=by, at=at)
    earn(slips, earning, by=by, at=at)
    return slips


def _hold_ahead(jobs: Sequence[invoicing.Order]) -> dict[int, invoicing.Order]:
    """Hold the orders among these that are not invoiced yet; return them by assignment."""
    waiting = [order for order in jobs if order.state == invoicing.Order.State.CONFIRMED]
    held = invoicing.hold_confirmed(orders=waiting)
    return {order.assignment_id or 0: order for order in held}


def _spends(
    inputs: Sequence[payroll.PayInput], earning: Container[int | None]
) -> Iterator[activities.Spend]:
    """What leaves budgets. The wage of work that was done is paid whatever is left."""
    for each in inputs:
        if each.contract_id not in earning:
            origin = f"contract:{each.contract_id}"
            yield activities.Spend(each.unit_id, origin, cost(each), is_due=True)


@action
def correct(
    *, corrections: Sequence[payroll.Correction], by: Actor, at: datetime
) -> list[payroll.Payslip]:
    """
    Replace payslips that were wrong, and what orders earned by them before they are invoiced.

    :raises Refusal: as `payroll.correct`
    """
    activities.hold(units={each.contract.unit_id for each in corrections})
    ids = [each.contract.contract_id for each in corrections if each.contract.contract_id]
    assignments = work.assignments_of(contracts=ids)
    jobs = orders.orders_of_assignments(assignments=list(assignments.values()))
    ahead = _hold_ahead(guarantee.sure(orders=list(jobs.values())))
    earning = {
        contract: ahead[assignment]
        for contract, assignment in assignments.items()
        if assignment in ahead
    }
    slips = payroll.correct(corrections=corrections, by=by, at=at)
    earn(slips, earning, by=by, at=at)
    return slips


@action
def announce_wages(*, by: Actor, at: datetime) -> list[letters.Letter]:
    """
    Write to everyone whose payslip was made since the last run, and return the letters. What the
    bank paid meanwhile, because the run is late, comes no more and is not announced.
    """
    events = unread(job="three_in_one.announce_wages", verbs=["payroll.run", "payroll.correct"])
    ids = [int(ref.removeprefix("payslip:")) for event in events for ref in event.subjects]
    slips = _to_come(list(pay_queries.many(ids=ids).values()))
    members = people.many(ids=[slip.member_id for slip in slips])
    return letters.post(
        letters=[_letter(slip, members[slip.member_id]) for slip in slips], by=by, at=at
    )


def _to_come(slips: Sequence[payroll.Payslip]) -> list[payroll.Payslip]:
    """A correction is paid as the item of what it corrects, so it is not among these and comes."""
    payments = bank.payments_of(items=[slip.ref for slip in slips])
    paid = {
        item
        for item, payment in payments.items()
        if payment.batch.state == PaymentBatch.State.EXECUTED
    }
    return [slip for slip in slips if slip.ref not in paid]


def _letter(slip: payroll.Payslip, member: people.Member) -> letters.NewLetter:
    return letters.NewLetter(
        to=member.email,
        name=member.full_name,
        language=member.language,
        kind="wage_coming",
        context={
            "title": slip.title,
            "net_cents": slip.net_cents,
            "due_on": f"{slip.due_on}",
            "link": f"{settings.SITE_ADDRESS}/my/payslips/{slip.pk}/",
        },
        about=slip.ref,
    )
