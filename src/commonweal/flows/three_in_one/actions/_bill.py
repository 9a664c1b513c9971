"""After the last work day: the invoice."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.clients import queries as clients
from commonweal.clients.actions import Client
from commonweal.employment import queries as work
from commonweal.flows.three_in_one._progress import make_way
from commonweal.flows.three_in_one._terms import obstacles
from commonweal.flows.wages import cost
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.payroll import queries as payroll
from commonweal.rules import budget


@action
def bill(*, orders: Sequence[invoicing.Order], by: Actor, at: datetime) -> list[invoicing.Invoice]:
    """
    Invoice confirmed orders whose work is over, in the same order.

    The promise on the budget makes way for the books, and so does what was earned before; what
    the price has to carry for expenses and for wages still to be paid is kept aside, as far as
    the unit has it: a unit in debt is invoiced all the same.

    :raises AlreadyInvoiced, OrderCancelled, NotYetConfirmed: if an order is not to be invoiced
    :raises Refusal: what an invoice still lacks
    """
    activities.hold(units={order.unit_id for order in orders})
    orders = invoicing.hold_confirmed(orders=orders)
    buyers = clients.many(ids=[order.client_id for order in orders])
    new = [_invoice(order, buyers[order.client_id], at) for order in orders]
    drafts = invoicing.draft(invoices=new, by=by, at=at)
    issued = invoicing.issue(drafts=drafts, by=by, at=at)
    activities.release(origins=[order.ref for order in orders], by=by, at=at)
    make_way(orders, by=by, at=at)
    sure = [order for order, invoice in zip(orders, issued, strict=True) if invoice.guaranteed]
    if aside := list(_aside(sure, at.astimezone(ZONE).date())):
        activities.commit(commitments=aside, by=by, at=at)
    return issued


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


def _invoice(order: invoicing.Order, client: Client, at: datetime) -> invoicing.NewInvoice:
    today = at.astimezone(ZONE).date()
    line = invoicing.NewLine(
        description=order.title,
        price_cents=order.price_cents,
        vat=invoicing.Vat(order.vat),
        rate_bp=order.rate_bp,
    )
    return invoicing.NewInvoice(
        unit_id=order.unit_id,
        client=client,
        title=order.title,
        lines=[line],
        contribution_cents=budget.contribution_on_turnover(
            order.price_cents, order.ends_on or today
        ),
        guaranteed=not obstacles(order=order, client=client, on=today),
        order_id=order.pk,
        purchase_order=order.purchase_order,
        language=order.language,
        work_starts_on=order.starts_on,
        work_ends_on=order.ends_on,
        payment_days=clients.payment_days(client=client, on=today),
    )
