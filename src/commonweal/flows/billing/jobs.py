"""What of billing happens by itself: drafts ahead of their day, parts, and what comes back."""

from datetime import date, datetime, timedelta

from procrastinate.contrib.django import app

from commonweal.flows.billing import actions
from commonweal.flows.steps import fault_of, in_batches_or_alone, tell
from commonweal.invoicing import queries as orders
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.rules.parameters import figure


@app.periodic(cron="* * * * * */10")  # the sixth place is seconds
@app.task(name="billing.follow", lock="billing.follow", queueing_lock="billing.follow")
def follow(timestamp: int = 0) -> None:
    """Draft and issue what is due by the clock of the house. It may run twice, or late."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """
    Do every step once; what is refused is logged, and nothing holds up the rest.

    :raises ExceptionGroup: what went wrong that is no refusal, once everything was tried
    """
    tell([fault for step in STEPS if (fault := fault_of(step.__name__, step, at))])


def _ahead(at: datetime) -> date:
    """The last day of issue whose drafts are shown today."""
    today = at.astimezone(clock.ZONE).date()
    return today + timedelta(days=figure("invoice.draft_days", today).value)


def _prepare(at: datetime) -> None:
    in_batches_or_alone(
        lambda some: actions.prepare(orders=some, by=SYSTEM, at=at),
        list(orders.to_prepare(until=_ahead(at))),
    )


def _prepare_parts(at: datetime) -> None:
    in_batches_or_alone(
        lambda some: actions.prepare_parts(parts=some, by=SYSTEM, at=at),
        list(orders.parts_to_prepare(until=_ahead(at))),
    )


def _bill_parts(at: datetime) -> None:
    in_batches_or_alone(
        lambda some: actions.bill_parts(parts=some, by=SYSTEM, at=at),
        list(orders.parts_to_bill(on=at.astimezone(clock.ZONE).date())),
    )


def _repeat(at: datetime) -> None:
    in_batches_or_alone(
        lambda some: [actions.repeat(recurrence=each, by=SYSTEM, at=at) for each in some],
        list(orders.recurrences_due(until=_ahead(at))),
    )


def _issue_free(at: datetime) -> None:
    today = at.astimezone(clock.ZONE).date()
    in_batches_or_alone(
        lambda some: actions.issue_free(drafts=some, due_by=today, by=SYSTEM, at=at),
        list(orders.to_issue(on=today)),
    )


STEPS = (_prepare, _prepare_parts, _bill_parts, _repeat, _issue_free)
