"""Work in the background: the statements of the month that ended."""

from datetime import date, timedelta

from procrastinate.contrib.django import app

from commonweal.flows.statements import actions
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.period import month_of
from commonweal.kernel.queue import defer_all
from commonweal.ledger import queries as ledger

CHUNK = 100


@app.periodic(cron="0 5 * * *")  # every night: what the bank brings of the last days comes later
@app.task(name="statements.after_month", queueing_lock="statements.after_month")
def after_month(timestamp: int = 0) -> None:
    """Queue the statements of the last month that is over, for every unit that moved in it."""
    today = clock.now().astimezone(clock.ZONE).date()
    month = month_of(month_of(today) - timedelta(days=1))
    units = ledger.units_moved(month=month)
    chunks = [units[start : start + CHUNK] for start in range(0, len(units), CHUNK)]
    defer_all("statements.draw", [{"units": chunk, "month": month.isoformat()} for chunk in chunks])


@app.task(name="statements.draw")
def draw(units: list[int], month: str) -> None:
    """Set the statements of a month of some units. A second time does nothing."""
    actions.draw(units=units, month=date.fromisoformat(month), by=SYSTEM, at=clock.now())
