"""Which units sleep, knowing also of the work that only employment knows."""

from datetime import date

from commonweal.activities import queries as activities
from commonweal.activities.queries import Sleeping
from commonweal.employment import queries as work

ENDED = ("worked", "cancelled")


def busy() -> set[int]:
    """Return the units with a contract that is neither worked nor cancelled."""
    contracts = work.Contract.objects.exclude(state__in=ENDED)
    return set(contracts.values_list("unit", flat=True))


def sleeping(*, on: date) -> list[Sleeping]:
    """Return the units that sleep on a day, longest first."""
    return activities.sleeping(on=on, busy=busy())
