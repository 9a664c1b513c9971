"""The portfolio of an adviser: units with what they can spend, and what asks for attention."""

from collections.abc import Sequence
from datetime import date

from commonweal.activities import queries as activities
from commonweal.activities.queries import Unit
from commonweal.flows.portfolio import _signals
from commonweal.flows.portfolio.values import Kind, Level, Scene, Signal, Watched

__all__ = ["Kind", "Level", "Signal", "Watched", "portfolio", "signals"]


def portfolio(*, units: Sequence[Unit], on: date) -> list[Watched]:
    """
    Return these units with their managers, budgets and signals, the most urgent first, in a
    number of queries that does not grow with them.
    """
    ids = [unit.pk for unit in units]
    budgets = {each.unit.pk: each for each in activities.budgets(ids=ids, on=on)}
    leaders = activities.leaders(units=ids)
    scene = Scene(
        {unit.pk: unit for unit in units},
        {id: budget.available for id, budget in budgets.items()},
        {id: budget.expected for id, budget in budgets.items()},
        on,
    )
    found = _signals.every(scene)
    watched = [
        Watched(
            unit,
            tuple(leaders[unit.pk]),
            budgets[unit.pk].spendable,
            budgets[unit.pk].expected,
            tuple(found[unit.pk]),
        )
        for unit in units
    ]
    return sorted(watched, key=lambda each: each.urgency)


def signals(*, unit: Unit, on: date) -> Sequence[Signal]:
    """Return what asks for attention of one unit, the most urgent first."""
    (found,) = portfolio(units=[unit], on=on)
    return found.signals
