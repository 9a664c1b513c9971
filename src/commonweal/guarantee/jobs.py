"""What happens by itself: the fund has its part of every month."""

from procrastinate.contrib.django import app

from commonweal.guarantee import actions, queries
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE


@app.periodic(cron="40 4 2 * *")  # the night after the first: the last invoices of the month are in
@app.task(
    name="guarantee.feed_fund", lock="guarantee.feed_fund", queueing_lock="guarantee.feed_fund"
)
def feed_fund(timestamp: int = 0) -> None:
    """Feed the fund for every month that is over and was not fed yet."""
    at = clock.now()
    for month in queries.months_to_feed(on=at.astimezone(ZONE).date()):
        actions.feed_fund(month=month, by=SYSTEM, at=at)
