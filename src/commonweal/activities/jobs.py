"""What of budgets happens by itself. Every job may run twice, or late."""

from procrastinate.contrib.django import app

from commonweal.activities import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(name="activities.expire", lock="activities.expire", queueing_lock="activities.expire")
def expire(timestamp: int = 0) -> None:
    """End the proposals nobody answered in time, and the reservations whose day is over."""
    actions.expire(by=SYSTEM, at=clock.now())
