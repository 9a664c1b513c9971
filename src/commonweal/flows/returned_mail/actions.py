"""What the outbox could not deliver is noted on the clients."""

from datetime import datetime

from commonweal.clients import actions as clients
from commonweal.kernel.actions import action, unread
from commonweal.kernel.actor import Actor
from commonweal.letters import queries as letters

TOLD = ("letters.bounce", "letters.send")


@action
def note_returned(*, by: Actor, at: datetime) -> list[clients.Client]:
    """Note on the clients which of their letters came back, or never left, since the last run."""
    events = unread(job="returned_mail.note_returned", verbs=TOLD)
    refs = {ref for event in events for ref in event.subjects}
    returned = letters.returned(refs=refs)
    bounces = [clients.Bounce(letter.to, letter.failed) for letter in returned]
    return clients.note_bounce(bounces=bounces, by=by, at=at) if bounces else []
