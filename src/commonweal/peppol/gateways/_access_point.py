"""What the house asks of its access point: a provider is a class with these methods."""

from collections.abc import Collection, Sequence
from typing import Protocol

from commonweal.peppol.values import Arrived, Message, Participant, Told


class AccessPoint(Protocol):
    """What the house asks of its access point."""

    def lookup(self, participants: Collection[Participant]) -> set[Participant]:
        """
        Return those who receive invoices over Peppol.

        :raises NotReceived: if the question got no answer
        """

    def send(self, message: Message) -> None:
        """
        Hand over a message. One whose id was taken before is taken as the same: nothing happens.

        :raises NotReceived: if it was certainly not taken
        :raises AnswerLost: if it may have been taken
        :raises UnknownParticipant: if the receiver is not on the network
        :raises TurnedDown: if it was read and will not be sent
        """

    def statuses(self, message_ids: Sequence[str]) -> list[Told]:
        """
        Say of each of these messages whether it was taken and what was answered; an answer may
        come more than once. A message that is left out is one of which nothing is known now.

        :raises NotReceived: if the question got no answer
        """

    def inbox(self) -> list[Arrived]:
        """
        Return what came in and was not acknowledged, the oldest first.

        :raises NotReceived: if the question got no answer
        """

    def acknowledge(self, ids: Sequence[str]) -> None:
        """
        Take these out of the inbox, by the access point's own handles.

        :raises NotReceived: if it is not certain that this was heard
        """
