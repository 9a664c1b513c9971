"""What happens by itself: after the bank brought something, proposals for what waits."""

from datetime import datetime

from procrastinate.contrib.django import app

from commonweal.flows.matching import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * * */3")  # the sixth place is seconds
@app.task(name="matching.propose", lock="matching.propose", queueing_lock="matching.propose")
def propose(timestamp: int = 0) -> None:
    """Propose what new waiting movements may be, by the clock of the house."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """Do it once; nothing is read when nothing happened."""
    actions.propose(by=SYSTEM, at=at)
