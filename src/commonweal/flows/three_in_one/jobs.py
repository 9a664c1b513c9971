"""
What happens by itself: every few seconds the jobs whose day has come are billed and paid.

Each step is its own transaction and may run twice; what a failure left behind, or days that
were missed, are caught up by the next run.
"""

from datetime import date, datetime

from procrastinate.contrib.django import app

from commonweal.employment import queries as work
from commonweal.flows.steps import fault_of, in_batches_or_alone, tell
from commonweal.flows.three_in_one import actions
from commonweal.invoicing import queries as orders
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * * */3")  # the sixth place is seconds
@app.task(name="three_in_one.advance", lock="three_in_one.advance", queueing_lock="three_in_one")
def advance(timestamp: int = 0) -> None:
    """Bill and pay what is due by the clock of the house, and write the letters that go with it."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """
    Do every step once; what is refused is logged, and nothing holds up the rest.

    :raises ExceptionGroup: what went wrong that is no refusal, once everything was tried
    """
    tell([fault for step in STEPS if (fault := fault_of(step.__name__, step, at))])


def _bill(at: datetime) -> None:
    today = _today(at)
    due = list(orders.to_bill(before=today))
    assignments = [order.assignment_id or 0 for order in due]
    declared = work.all_declared(assignments=assignments)
    last_days = work.last_days(assignments=assignments)  # later than the order's, if work moved
    over = {assignment for assignment in declared if last_days[assignment] < today}
    in_batches_or_alone(
        lambda some: actions.bill(orders=some, by=SYSTEM, at=at),
        [order for order in due if order.assignment_id in over or order.assignment_id is None],
    )


def _pay(at: datetime) -> None:
    due = list(work.contracts_worked(before=_today(at)))
    in_batches_or_alone(lambda some: actions.pay(contracts=some, by=SYSTEM, at=at), due)


def _today(at: datetime) -> date:
    return at.astimezone(clock.ZONE).date()


def _announce_wages(at: datetime) -> None:
    actions.announce_wages(by=SYSTEM, at=at)


def _warn_refused(at: datetime) -> None:
    actions.warn_refused(by=SYSTEM, at=at)


def _release_held(at: datetime) -> None:
    actions.release_held(by=SYSTEM, at=at)


STEPS = (_bill, _pay, _announce_wages, _warn_refused, _release_held)
