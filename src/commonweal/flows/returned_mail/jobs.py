"""Every minute: mail that came back is noted."""

from procrastinate.contrib.django import app

from commonweal.flows.returned_mail import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM


@app.periodic(cron="* * * * *")
@app.task(
    name="returned_mail.note_returned",
    lock="returned_mail.note_returned",
    queueing_lock="returned_mail.note_returned",
)
def note_returned(timestamp: int = 0) -> None:
    """Note on the clients what came back, by the clock of the house."""
    actions.note_returned(by=SYSTEM, at=clock.now())
