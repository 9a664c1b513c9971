"""
Work that is done and not invoiced yet: income of the unit all the same, when it is guaranteed.

The wage of one worker may be booked before the job of several is invoiced. What the order has
earned by then is income: 491 + / 717 − on the unit, item the order; and no longer confirmed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonweal.activities import actions as activities
from commonweal.employment import queries as work
from commonweal.invoicing.actions import Order
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.payroll import queries as payroll
from commonweal.payroll.actions import Payslip
from commonweal.rules import budget

ACCRUED, IN_PROGRESS = "491", "717"
WAGES = (Payslip.Kind.ORDINARY, Payslip.Kind.FORTNIGHT)


@dataclass(slots=True)
class _Account:
    """How an order stands, in cents: what it brings in all, what was earned, what work has cost."""

    order: Order
    whole: int
    earned: int
    cost: int

    def earn(self, cents: int) -> int:
        """Add the cost of work; return what is earned by it, never more than the order brings."""
        self.cost += cents
        more = min(self.cost, self.whole) - self.earned
        self.earned += more
        return more


def cost(slip: Payslip) -> int:
    """Return what a payslip costs its unit, in cents: G + E*."""
    return slip.gross_cents + slip.tariff_cents


def whole(order: Order, on: date) -> int:
    """Return what an order brings its unit, in cents: the price less the contribution."""
    day = order.ends_on or on
    return order.price_cents - budget.contribution_on_turnover(order.price_cents, day)


def earn(
    slips: Sequence[Payslip], jobs: Mapping[int, Order], *, by: Actor, at: datetime
) -> list[ledger.Posted]:
    """
    Book what orders earned by the work of these payslips, and lower their promises by it.

    `jobs` has the order of each contract that is confirmed, guaranteed and held. A payslip that
    corrects another books the difference.
    """
    done = [slip for slip in slips if slip.contract_id in jobs and slip.kind in WAGES]
    if not done:
        return []
    today = at.astimezone(ZONE).date()
    job_of = {slip.pk: jobs[slip.contract_id or 0] for slip in done}
    accounts = _accounts(list({order.pk: order for order in job_of.values()}.values()), today)
    more = _more(done)
    for slip in done:
        accounts[job_of[slip.pk].pk].cost -= more[slip.pk]
    entries = [
        _entry(slip, job_of[slip.pk], cents, today)
        for slip in done
        if (cents := accounts[job_of[slip.pk].pk].earn(more[slip.pk]))
    ]
    posted = ledger.post(entries=entries, by=by, at=at)
    _promise(list(accounts.values()), by, at)
    return posted


def _more(slips: Sequence[Payslip]) -> dict[int, int]:
    """What each of these payslips costs more than the one it corrects, in cents."""
    replaced = payroll.many(ids=[slip.corrects_id for slip in slips if slip.corrects_id])
    before = {0: 0} | {id: cost(slip) for id, slip in replaced.items()}
    return {slip.pk: cost(slip) - before[slip.corrects_id or 0] for slip in slips}


def _accounts(orders: Sequence[Order], today: date) -> dict[int, _Account]:
    """What is known of these orders with all payslips made: a constant number of queries."""
    earned = earned_by(orders)
    contracts = work.contracts(assignments=[order.assignment_id or 0 for order in orders])
    jobs = {contract.pk: contract.assignment_id for contract in contracts}
    costs: dict[int, int] = defaultdict(int)
    for contract, slip in payroll.of_contracts(contracts=list(jobs)).items():
        costs[jobs[contract]] += cost(slip)
    return {
        order.pk: _Account(
            order, whole(order, today), earned.get(order.ref, 0), costs[order.assignment_id or 0]
        )
        for order in orders
    }


def earned_by(orders: Sequence[Order]) -> dict[str, int]:
    """Return what these orders have earned and not invoiced, in cents, by their ref."""
    return books.open_amounts(account=ACCRUED, items=[order.ref for order in orders])


def _entry(slip: Payslip, order: Order, cents: int, on: date) -> ledger.Entry:
    return ledger.Entry(
        "misc", on, f"{slip.name}: {slip.title}", f"progress:{slip.ref}", order.ref,
        _sides(order, cents),
    )  # fmt: skip


def _sides(order: Order, cents: int) -> tuple[ledger.Line, ...]:
    return (
        ledger.Line(ACCRUED, cents, order.unit_id, order.ref),
        ledger.Line(IN_PROGRESS, -cents, order.unit_id),
    )


def _promise(accounts: Sequence[_Account], by: Actor, at: datetime) -> None:
    """What is still to come of each order is confirmed; what was earned is not counted twice."""
    left = {each.order: each.whole - each.earned for each in accounts}
    promises = [
        activities.NewCommitment(
            order.unit_id, activities.CommitmentKind.CONFIRMED, order.ref, cents
        )
        for order, cents in left.items()
        if cents > 0
    ]
    if promises:
        activities.commit(commitments=promises, by=by, at=at)
    if over := [order.ref for order, cents in left.items() if cents <= 0]:
        activities.release(origins=over, by=by, at=at)


def make_way(orders: Sequence[Order], *, by: Actor, at: datetime) -> list[ledger.Posted]:
    """Take back what these orders earned before their invoice: the invoice holds it all."""
    today = at.astimezone(ZONE).date()
    earned = earned_by(orders)
    return ledger.post(entries=list(_reversals(orders, earned, today)), by=by, at=at)


def _reversals(
    orders: Sequence[Order], earned: Mapping[str, int], on: date
) -> Iterator[ledger.Entry]:
    for order in orders:
        if cents := earned.get(order.ref, 0):
            yield ledger.Entry(
                "misc", on, order.title, f"progress:{order.ref}:invoiced", order.ref,
                _sides(order, -cents),
            )  # fmt: skip
