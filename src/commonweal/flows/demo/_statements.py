"""The papers of the month that is over, as the night makes them."""

from datetime import datetime, timedelta

from commonweal.flows.statements import actions as statements
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import month_of
from commonweal.ledger import queries as books


def draw(at: datetime) -> None:
    """Set the statement of last month for every unit that moved in it."""
    month = month_of(month_of(at.astimezone(ZONE).date()) - timedelta(days=1))
    statements.draw(units=books.units_moved(month=month), month=month, by=SYSTEM, at=at)
