"""
What happens by itself: every few seconds what has papers goes to its clients, and the network's
answers are followed. Each step is its own transaction and may run twice.
"""

from datetime import datetime

from procrastinate.contrib.django import app

from commonweal.flows.dispatch import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * * */3")  # the sixth place is seconds
@app.task(name="dispatch.carry", lock="dispatch.carry", queueing_lock="dispatch.carry")
def carry(timestamp: int = 0) -> None:
    """Bring to clients what is new, and follow what was answered, by the clock of the house."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """
    Do both once. One failing does not keep the other from happening.

    :raises Exception: what went wrong first, once both were tried
    """
    try:
        actions.dispatch(by=SYSTEM, at=at)
    finally:
        actions.follow(by=SYSTEM, at=at)
