"""Ready-made work for the tests of this room."""

from datetime import date, time, timedelta

from tests.cast import NOW

from commonweal.employment import actions, queries
from commonweal.employment.models import Contract, Declaration
from commonweal.kernel.actor import SYSTEM

TOMORROW = date(2026, 5, 5)


def period(days: int = 1, start: int = 9, hours: float = 8) -> actions.NewPeriod:
    """Work so many days after the NOW of the cast, from that hour, for that long."""
    on = NOW.date() + timedelta(days=days)
    return actions.NewPeriod(on, time(start), int(hours * 60))


def contract(member, *periods, gross_cents=25_000, worker_status="white_collar"):
    """A contract that passes every check: eight hours tomorrow for € 250."""
    return actions.NewContract(member.pk, worker_status, gross_cents, periods or (period(),))


def assignment(unit, *contracts, title="Poster for the festival"):
    """A job of this unit."""
    return actions.NewAssignment(unit.pk, title, contracts)


def plan(unit, *contracts, at=NOW):
    """Plan one job and return its contracts."""
    made = actions.plan(assignments=[assignment(unit, *contracts)], by=SYSTEM, at=at)
    return list(queries.contracts(assignments=[each.pk for each in made]))


def clear(unit, *contracts):
    """Plan one job and clear it."""
    return actions.clear_for_work(contracts=plan(unit, *contracts), by=SYSTEM, at=NOW)


def declare(unit, *contracts):
    """Plan, clear and queue; return the declaration of the (last) contract."""
    made = actions.declare(contracts=clear(unit, *contracts), by=SYSTEM, at=NOW)
    return Declaration.objects.get(contract=made[-1])


def state(contract):
    """The state of a contract in the database."""
    return Contract.objects.values_list("state", flat=True).get(pk=contract.pk)


def queued():
    """The names of the jobs that were asked for, oldest first."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True))
