"""Every day: who sleeps is told, and who slept through the notice is settled."""

from datetime import datetime

from procrastinate.contrib.django import app

from commonweal.activities import actions as activities
from commonweal.flows.year_end import queries
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="20 4 * * *")
@app.task(name="year_end.dormant", lock="year_end.dormant", queueing_lock="year_end.dormant")
def dormant(timestamp: int = 0) -> None:
    """Look after the units that sleep, by the clock of the house."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """Settle what was told long ago, then tell what began to sleep; twice a day changes nothing."""
    busy = queries.busy()
    activities.settle_dormant(by=SYSTEM, at=at, busy=busy)
    activities.notify_dormant(by=SYSTEM, at=at, busy=busy)
