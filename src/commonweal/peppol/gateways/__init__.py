"""The door to the network: the access point of this house."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module

from django.conf import settings

from commonweal.kernel import clock
from commonweal.peppol import simulator
from commonweal.peppol.gateways._access_point import AccessPoint
from commonweal.peppol.gateways._recording import RecordingAccessPoint
from commonweal.peppol.values import AnswerLost, NotReceived, TurnedDown, UnknownParticipant

__all__ = [
    "AccessPoint",
    "AnswerLost",
    "NotReceived",
    "RecordingAccessPoint",
    "TurnedDown",
    "UnknownParticipant",
    "access_point",
    "forget",
    "is_connected",
    "replaced",
]

_replacement: list[AccessPoint] = []


def access_point() -> AccessPoint:
    """
    Return the access point of this house; in demo and tests the simulator.

    :raises NotReceived: if this is a live house and none is configured
    """
    return _replacement[-1] if _replacement else _configured()


def is_connected() -> bool:
    """Whether this house has an access point at all."""
    return bool(_replacement or settings.PEPPOL["access_point"] or settings.CLOCK_IS_MOVABLE)


@contextmanager
def replaced(by: AccessPoint) -> Iterator[None]:
    """Let a test stand in for the network."""
    _replacement.append(by)
    try:
        yield
    finally:
        _replacement.pop()


def forget() -> None:
    """Let the next question make the access point anew: each test meets an empty network."""
    _configured.cache_clear()


@cache
def _configured() -> AccessPoint:
    """`package.module:Name` in the settings is called with the rest of them, and answers."""
    if named := settings.PEPPOL["access_point"]:
        module, _, name = named.partition(":")
        made: AccessPoint = getattr(import_module(module), name)(**settings.PEPPOL["options"])
        return made
    if not settings.CLOCK_IS_MOVABLE:
        raise NotReceived("Set COMMONWEAL_PEPPOL to send and receive over Peppol.")
    memory = settings.HOME / "peppol" / "network.json" if settings.MODE == "demo" else None
    return simulator.Simulator(now=clock.now, memory=memory)
