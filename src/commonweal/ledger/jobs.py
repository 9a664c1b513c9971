"""Work of the night: the books are asked to prove themselves."""

from procrastinate.contrib.django import app

from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions


@app.periodic(cron="0 3 * * *")
@app.task(name="ledger.prove", queueing_lock="ledger.prove")
def prove(timestamp: int = 0) -> None:
    """Make every proof and keep the answers; a fault is shown on the desk."""
    actions.prove(by=SYSTEM, at=clock.now())
