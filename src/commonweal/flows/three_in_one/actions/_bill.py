"""After the last work day: the invoice."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.employment import queries as work
from commonweal.flows.three_in_one._invoices import invoices_of
from commonweal.flows.three_in_one._progress import make_way
from commonweal.flows.wages import cost
from commonweal.guarantee import actions as guarantee
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.payroll import queries as payroll


@action
def bill(*, orders: Sequence[invoicing.Order], by: Actor, at: datetime) -> list[invoicing.Invoice]:
    """
    Invoice confirmed orders whose work is over, in the same order: the drafts their members were
    shown, with what was corrected of the clients since.

    The promise on the budget makes way for the books, and so does what was earned before; what
    the price has to carry for expenses and for wages still to be paid is kept aside, as far as
    the unit has it: a unit in debt is invoiced all the same.

    :raises AlreadyInvoiced, OrderCancelled, NotYetConfirmed: if an order is not to be invoiced
    :raises DraftHeld: if somebody holds a draft
    :raises Refusal: what an invoice still lacks
    """
    activities.hold(units={order.unit_id for order in orders})
    orders = invoicing.hold_confirmed(orders=orders)
    issued = invoicing.issue(drafts=_drafts(orders, by, at), by=by, at=at)
    guarantee.bind(invoices=issued, by=by, at=at)
    activities.release(origins=[order.ref for order in orders], by=by, at=at)
    make_way(orders, by=by, at=at)
    sure = [order for order, invoice in zip(orders, issued, strict=True) if invoice.guaranteed]
    if aside := list(_aside(sure, at.astimezone(ZONE).date())):
        activities.commit(commitments=aside, by=by, at=at)
    return issued


def _drafts(orders: Sequence[invoicing.Order], by: Actor, at: datetime) -> list[invoicing.Invoice]:
    """The draft of each of these orders, made now where there is none."""
    shown = found.drafts_of_orders(orders=[order.pk for order in orders])
    invoicing.refresh(drafts=list(shown.values()), by=by, at=at)
    others = [order for order in orders if order.pk not in shown]
    fresh = iter(invoicing.draft(invoices=invoices_of(others, at), by=by, at=at))
    return [shown.get(order.pk) or next(fresh) for order in orders]


def _aside(orders: Sequence[invoicing.Order], on: date) -> Iterator[activities.NewCommitment]:
    """What these orders still have to pay, at most what their units can spend now."""
    found = units.budgets(ids=[order.unit_id for order in orders], on=on)
    left = {budget.unit.pk: budget.spendable for budget in found}
    for unit, origin, wanted in (*_expenses(orders), *_unpaid(orders)):
        cents = min(wanted, left[unit])
        if cents > 0:
            left[unit] -= cents
            yield activities.NewCommitment(unit, activities.CommitmentKind.RESERVED, origin, cents)


def _expenses(orders: Sequence[invoicing.Order]) -> Iterator[tuple[int, str, int]]:
    for order in orders:
        wanted = sum(amount for _text, amount in order.expenses)
        yield order.unit_id, expenses_origin(order.ref), wanted


def expenses_origin(job: str) -> str:
    """Return what the expenses of a job ("order:7") are kept aside under."""
    return f"{job}:expenses"


def _unpaid(orders: Sequence[invoicing.Order]) -> Iterator[tuple[int, str, int]]:
    """The wages of these orders that have no payslip yet."""
    every = work.contracts(assignments=[order.assignment_id or 0 for order in orders])
    open = [each for each in every if each.state == work.Contract.State.DECLARED]
    for pay in payroll.inputs(contracts=open, guaranteed=()):
        yield pay.unit_id, f"contract:{pay.contract_id}", cost(pay)
