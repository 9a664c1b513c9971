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


@app.periodic(cron="* * * * * */10")  # the sixth place is seconds
@app.task(
    name="activities.release_tranches",
    lock="activities.release_tranches",
    queueing_lock="activities.release_tranches",
)
def release_tranches(timestamp: int = 0) -> None:
    """Give units what funders paid since the last time."""
    actions.release_tranches(by=SYSTEM, at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="activities.close_advances",
    lock="activities.close_advances",
    queueing_lock="activities.close_advances",
)
def close_advances(timestamp: int = 0) -> None:
    """End the advances past their day that are repaid."""
    actions.close_advances(by=SYSTEM, at=clock.now())
