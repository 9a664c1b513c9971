"""
What happens by itself: every few seconds the jobs whose day has come are billed and paid.

Each step is its own transaction and may run twice; what a failure left behind, or days that
were missed, are caught up by the next run.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from procrastinate.contrib.django import app

from commonweal.employment import queries as work
from commonweal.flows.three_in_one import actions
from commonweal.invoicing import queries as orders
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal

log = logging.getLogger(__name__)
CHUNK = 500


@app.periodic(cron="* * * * * */3")  # the sixth place is seconds
@app.task(name="three_in_one.advance", lock="three_in_one.advance", queueing_lock="three_in_one")
def advance(timestamp: int = 0) -> None:
    """Bill and pay what is due by the clock of the house, and write the letters that go with it."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """Do every step once; one that is refused is logged and does not hold up the others."""
    for step in STEPS:
        _try(step, at)


def _try(step: Callable[[datetime], object], at: datetime) -> None:
    try:
        step(at)
    except Refusal as refusal:
        log.error("%s: %s", step.__name__, refusal)


def _bill(at: datetime) -> None:
    """One by one when a batch is refused, so that one incomplete client stops only itself."""
    due = list(orders.to_bill(before=_today(at))[:CHUNK])
    declared = work.all_declared(assignments=[order.assignment_id or 0 for order in due])
    due = [order for order in due if order.assignment_id in declared]
    _in_batch_or_alone(lambda some: actions.bill(orders=some, by=SYSTEM, at=at), due)


def _pay(at: datetime) -> None:
    due = list(work.contracts_worked(before=_today(at))[:CHUNK])
    _in_batch_or_alone(lambda some: actions.pay(contracts=some, by=SYSTEM, at=at), due)


def _today(at: datetime) -> date:
    return at.astimezone(clock.ZONE).date()


def _in_batch_or_alone(verb: Callable[[list[Any]], object], things: list[Any]) -> None:
    if not things:
        return
    try:
        verb(things)
    except Refusal:
        for thing in things:
            try:
                verb([thing])
            except Refusal as refusal:
                log.error("%s: %s", thing.ref, refusal)


def _send_invoices(at: datetime) -> None:
    actions.send_invoices(by=SYSTEM, at=at)


def _announce_wages(at: datetime) -> None:
    actions.announce_wages(by=SYSTEM, at=at)


def _warn_refused(at: datetime) -> None:
    actions.warn_refused(by=SYSTEM, at=at)


def _release_held(at: datetime) -> None:
    actions.release_held(by=SYSTEM, at=at)


STEPS = (_bill, _pay, _send_invoices, _announce_wages, _warn_refused, _release_held)
