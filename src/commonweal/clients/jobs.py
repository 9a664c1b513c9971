"""What of clients happens by itself."""

from procrastinate.contrib.django import app

from commonweal.clients import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM

BATCH = 200


@app.periodic(cron="* * * * *")
@app.task(name="clients.compare", lock="clients.compare", queueing_lock="clients.compare")
def compare(timestamp: int = 0) -> None:
    """Look for doubles of what is new or changed, some clients at a time."""
    while actions.compare(limit=BATCH, by=SYSTEM, at=clock.now()):
        pass
