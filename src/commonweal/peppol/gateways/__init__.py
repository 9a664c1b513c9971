"""The door to the network: the access point of this house."""

from pkgutil import resolve_name

from django.conf import settings

from commonweal.kernel import clock
from commonweal.kernel.outside import Outside
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


def _configured() -> AccessPoint:
    """`package.module:Name` in the settings is called with the rest of them, and answers."""
    if named := settings.PEPPOL["access_point"]:
        made: AccessPoint = resolve_name(named)(**settings.PEPPOL["options"])
        return made
    if not settings.CLOCK_IS_MOVABLE:
        raise NotReceived("Set COMMONWEAL_PEPPOL to send and receive over Peppol.")
    memory = settings.HOME / "peppol" / "network.json" if settings.MODE == "demo" else None
    return simulator.Simulator(now=clock.now, memory=memory)


# The access point of this house; in demo and tests the simulator. None in a live one: NotReceived.
access_point: Outside[AccessPoint] = Outside(_configured)
replaced, forget = access_point.replaced, access_point.forget


def is_connected() -> bool:
    """Whether this house has an access point at all."""
    return bool(
        access_point.is_replaced or settings.PEPPOL["access_point"] or settings.CLOCK_IS_MOVABLE
    )
