"""Whose wages and whose work hang on a client."""

from collections.abc import Sequence
from datetime import date

from commonweal.activities import queries as units
from commonweal.banking import queries as bank
from commonweal.clients import queries as clients
from commonweal.employment import queries as work
from commonweal.flows.insolvency.values import Wage
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.queries import ClaimWages, Loss
from commonweal.invoicing import queries as found
from commonweal.invoicing.queries import Order
from commonweal.ledger import queries as books
from commonweal.payroll import queries as payroll
from commonweal.rules import labour

PLANNED, CANCELLED = work.Contract.State.PLANNED, work.Contract.State.CANCELLED


def running(client: clients.Client) -> list[Order]:
    """Return the orders a client confirmed, under any name it had, that are not invoiced whole."""
    family = clients.family(client=client)
    confirmed = found.orders().filter(client__in=family, state=Order.State.CONFIRMED)
    return list(confirmed.order_by("starts_on", "id"))


def wages(losses: Sequence[Loss], orders: Sequence[Order]) -> list[Wage]:
    """
    Return the wages of the jobs behind these losses, and of these orders: a constant number of
    queries. Wages that are due come in the order in which they are. Work that was neither promised
    nor declared earns none.
    """
    of_losses = {loss.invoice.order_id for loss in losses if loss.invoice.order_id}
    jobs = [*found.orders().filter(id__in=of_losses), *orders]
    contracts = _of(jobs)
    slips = payroll.of_contracts(contracts=[each.pk for each in contracts])
    payments = bank.payments_of(items=[slip.item for slip in slips.values()])
    settled = _settled([slip.item for slip in slips.values() if slip.item not in payments])
    terms = units.pay_terms(units=[each.unit_id for each in contracts])
    rows = []
    for each in contracts:
        slip = slips.get(each.pk)
        payment = payments.get(slip.item) if slip else None
        rows.append(
            Wage(
                each.member,
                each.assignment.title,
                slip.net_cents if slip else 0,
                slip.due_on if slip else labour.wage_due_on(each.ends_on, terms[each.unit_id]),
                payment.batch.executed_on if payment else settled.get(slip.item if slip else ""),
            )
        )
    return sorted(rows, key=lambda wage: (wage.due_on, wage.member.pk))


def _of(jobs: Sequence[Order]) -> list[work.Contract]:
    """What is declared of these jobs, or will be because the house stands for it."""
    assignments = {order.assignment_id for order in jobs if order.assignment_id}
    promised = {order.assignment_id for order in guarantee.sure(orders=jobs)}
    return [
        each
        for each in work.contracts(assignments=assignments)
        if each.state not in (PLANNED, CANCELLED)
        or (each.state == PLANNED and each.assignment_id in promised)
    ]


def _settled(items: Sequence[str]) -> dict[str, date]:
    """Of which of these items nothing is owed, and since when: no bank has to pay them."""
    owed = books.open_amounts(account=payroll.ACCOUNT, items=items)
    return books.last_days(
        account=payroll.ACCOUNT, items=[item for item in items if owed.get(item, 0) >= 0]
    )


def claimed(wages: Sequence[Wage]) -> ClaimWages:
    """Return the sums of these wages, as a claim tells them: nobody is named to a trustee."""
    paid = [wage for wage in wages if wage.paid_on]
    due = [wage for wage in wages if not wage.paid_on]
    return ClaimWages(
        len(paid), sum(wage.cents for wage in paid), len(due), sum(wage.cents for wage in due)
    )
