"""Work in the background: what came over Peppol becomes purchases."""

from procrastinate.contrib.django import app

from commonweal.flows.purchasing import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * * */20")
@app.task(name=actions.JOB, lock=actions.JOB, queueing_lock=actions.JOB)
def take_in(timestamp: int = 0) -> None:
    """Take in what is new. A failed run leaves it unread, a second one finds nothing."""
    actions.take_in_peppol(by=SYSTEM, at=clock.now())
