"""How an invoice went to its client, for pages and lists."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """The ways to a client."""

    PEPPOL = "peppol"
    MAIL = "mail"
    POST = "post"


class Stage(StrEnum):
    """
    How far it came. `WAITING` has not left the house; `SENT` left, and nothing more is known;
    `ARRIVED` was accepted by the receiver; `REFUSED` came back, with a reason.
    """

    WAITING = "waiting"
    SENT = "sent"
    ARRIVED = "arrived"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    One attempt to bring an invoice to its client. `at` is when this became so, `left_at` when it
    left, `to` the address it went to. `reason` is what the other side said, on paper why it goes
    by post; `stranger` that nobody is there under this number, `undecided` that somebody has to say
    what becomes of it. A `notice` is only
    a mail that says that the invoice went another way.
    """

    channel: Channel
    stage: Stage
    at: datetime
    left_at: datetime | None = None
    to: str = ""
    reason: str = ""
    stranger: bool = False
    undecided: bool = False
    notice: bool = False
