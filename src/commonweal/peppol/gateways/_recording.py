"""An access point that remembers what it was told and does as the test wants."""

from collections.abc import Collection, Sequence

from commonweal.peppol.values import Arrived, Message, Participant, Told


class RecordingAccessPoint:
    """
    Knows everybody and takes everything. `answers` are given for a message id, `failures` raised
    once each, in their order, and `strangers` are not on the network.
    """

    def __init__(
        self, *, failures: Sequence[Exception] = (), strangers: Collection[Participant] = ()
    ) -> None:
        self.messages: list[Message] = []
        self.answers: dict[str, list[bytes]] = {}
        self.arrived: list[Arrived] = []
        self.acknowledged: list[str] = []
        self.failures, self.strangers = list(failures), set(strangers)

    def lookup(self, participants: Collection[Participant]) -> set[Participant]:
        """Know everybody but the strangers."""
        return set(participants) - self.strangers

    def send(self, message: Message) -> None:
        """Remember the message, or fail as planned."""
        if self.failures:
            raise self.failures.pop(0)
        self.messages.append(message)

    def statuses(self, message_ids: Sequence[str]) -> list[Told]:
        """Give the planned answers, and nothing else for what was taken."""
        taken = {message.id for message in self.messages}
        return [
            Told(id, known=id in taken, answer=answer)
            for id in message_ids
            for answer in self.answers.get(id, [b""])
        ]

    def inbox(self) -> list[Arrived]:
        """Return what arrived and was not acknowledged."""
        return [each for each in self.arrived if each.id not in self.acknowledged]

    def acknowledge(self, ids: Sequence[str]) -> None:
        """Remember what was acknowledged."""
        self.acknowledged += ids
