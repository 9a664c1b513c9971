"""What suppliers sent over Peppol is taken in: one names Amina's budget, one names nobody."""

from datetime import date, datetime

from commonweal.flows.purchasing import actions as purchasing
from commonweal.kernel.actor import SYSTEM
from commonweal.peppol import jobs as network
from commonweal.peppol import queries as peppol

TAKEN_IN_ON = date(2026, 4, 30)


def live(day: date, at: datetime) -> None:
    """Empty the inbox of the network, and bring what was in it where it belongs."""
    if day == TAKEN_IN_ON:
        network.collect(at=at)
        arrived = purchasing.from_peppol(peppol.incoming())
        purchasing.take_in(documents=arrived, by=SYSTEM, at=at)
