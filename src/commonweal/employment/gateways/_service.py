"""
What the house asks of social security, and the answers.

A message that went out may have been taken although no answer came back. So a failure says
which of the two it is: `NotReceived` (send it again) or `AnswerLost` (ask before anything else).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from commonweal.employment.gateways._messages import Message

Result = Literal["A", "W", "B", "S"]


class NotReceived(Exception):
    """Social security did not take the message: it can be sent again."""


class AnswerLost(Exception):
    """Social security may have taken the message: ask before sending it again."""


class Malformed(Exception):
    """Social security cannot read the message; `raw` is what it said."""

    def __init__(self, raw: str) -> None:
        super().__init__("malformed declaration")
        self.raw = raw


@dataclass(frozen=True, slots=True)
class Anomaly:
    """An objection, by the code of social security. `text` is its own description, if any."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A accepted, W accepted with a warning, B refused, S still in treatment."""

    result: Result
    period_number: str = ""
    anomalies: tuple[Anomaly, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


class SocialSecurity(Protocol):
    """What the house asks of social security."""

    def declare(self, message: Message) -> str:
        """
        Hand over a message and return its number.

        :raises NotReceived: if it was certainly not taken
        :raises AnswerLost: if it may have been taken
        :raises Malformed: if it was read and turned down on the spot
        """

    def status(self, number: str) -> Answer | None:
        """
        Return what became of a declaration; None while it is still unknown there.

        :raises NotReceived: if the question got no answer
        """

    def find(self, message: Message) -> list[str]:
        """
        Return the numbers of the declarations with this content.

        :raises NotReceived: if the question got no answer
        """
