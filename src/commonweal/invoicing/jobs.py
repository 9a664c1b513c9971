"""Work in the background: the papers of invoices, and what is kept of them proved at night."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonweal.invoicing import actions
from commonweal.kernel import clock, hands
from commonweal.kernel.actor import SYSTEM

CHUNK = 50
PATIENCE = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(name="invoicing.render", retry=PATIENCE)
def render(invoices: list[int]) -> None:
    """Set the papers of invoices, some at a time: after a failure only the rest is done again."""
    with hands.several(len(invoices)):
        for first in range(0, len(invoices), CHUNK):
            chunk = invoices[first : first + CHUNK]
            actions.render(invoices=chunk, by=SYSTEM, at=clock.now())


@app.periodic(cron="20 3 * * *")
@app.task(name="invoicing.mend_receivables", queueing_lock="invoicing.mend_receivables")
def mend_receivables(timestamp: int = 0) -> None:
    """Compare what is kept of issued invoices with the books; what differs is mended and logged."""
    actions.mend_receivables(by=SYSTEM, at=clock.now())
