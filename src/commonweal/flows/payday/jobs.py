"""
What happens by itself to files that left: nothing is ever sent here.

A file whose sender is gone is parked, the bank is asked about what nobody knows, and what it says
of the files it has is taken in. Each step may run twice.
"""

from datetime import datetime

from procrastinate.contrib.django import app

from commonweal.banking import actions as banking
from commonweal.flows.payday.actions import tell_refunds
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(name="payday.follow", lock="payday.follow", queueing_lock="payday.follow")
def follow(timestamp: int = 0) -> None:
    """Look after every file that left, by the clock of the house."""
    run(at=clock.now())


def run(*, at: datetime) -> None:
    """Park what nobody sends any more, ask about it, listen, and tell whose money went back."""
    banking.park(at=at)
    banking.ask_the_bank(at=at)
    banking.listen(at=at)
    tell_refunds(by=SYSTEM, at=at)
