"""The postman's round."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters import actions

BATCH = 20
PATIENCE = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.task(name="letters.send", queueing_lock=None, retry=PATIENCE)
def send() -> None:
    """Carry away the outbox, a few letters at a time; a closed way is tried again later."""
    while actions.send(limit=BATCH, by=SYSTEM, at=clock.now()):
        pass
