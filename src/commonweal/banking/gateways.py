"""The door to the bank: the line over which payment files leave, if this house has one."""

from collections.abc import Collection, Sequence
from pkgutil import resolve_name
from typing import Protocol

from django.conf import settings

from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.values import NotSent, Unsure
from commonweal.kernel.outside import Outside

__all__ = ["BankLine", "NotSent", "Unsure", "forget", "is_connected", "line", "replaced"]


class BankLine(Protocol):
    """What the house asks of the line to its bank: a provider is a class with these methods."""

    def send(self, message_id: str, content: bytes) -> None:
        """
        Give the bank a payment file.

        :raises NotSent: if it was certainly not received
        :raises Unsure: if it may have been received
        """

    def knows(self, message_id: str) -> bool | None:
        """
        Say whether the bank received this file: yes, certainly not, or it cannot be said now.

        :raises Unsure: if the question got no answer
        """

    def reports(self, message_ids: Collection[str]) -> Sequence[bytes]:
        """
        Return what the bank says of these files (pain.002); a report may come more than once.

        :raises Unsure: if the question got no answer
        """


def _configured() -> BankLine:
    """`package.module:Name` in the settings is called with the rest of them, and sends."""
    if named := settings.BANK["line"]:
        made: BankLine = resolve_name(named)(**settings.BANK["options"])
        return made
    if not settings.CLOCK_IS_MOVABLE:
        raise NotSent("Set COMMONWEAL_BANK to give payment files over a line.")
    memory = settings.HOME / "bank" / "received.jsonl" if settings.MODE == "demo" else None
    return SimulatedLine(memory=memory, **settings.BANK["options"])


# The line of this house; in demo and tests the simulator. A live house without one: NotSent.
line: Outside[BankLine] = Outside(_configured)
replaced, forget = line.replaced, line.forget


def is_connected() -> bool:
    """Whether files can leave over a line; without one, a person uploads them."""
    return bool(line.is_replaced or settings.BANK["line"] or settings.CLOCK_IS_MOVABLE)
