"""What of quotes happens by itself: clients are reminded, and an offer ends on its day."""

from procrastinate.contrib.django import app

from commonweal.flows.quotes import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(name="quotes.follow", lock="quotes.follow", queueing_lock="quotes.follow")
def follow(timestamp: int = 0) -> None:
    """Remind and expire by the clock of the house. It may run twice, or late."""
    at = clock.now()
    actions.expire(by=SYSTEM, at=at)
    actions.remind(by=SYSTEM, at=at)
