"""Work in the background: the papers of invoices and credit notes."""

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
