"""Reads of units: who acts for them, and the states of their budgets."""

from commonweal.activities._powers import Deed
from commonweal.activities.models import Advance, Commitment, Mandate, MandateRole, Unit, UnitKind
from commonweal.activities.queries._budgets import (
    Budget,
    States,
    advances,
    budgets,
    commitments,
    credits,
    reserved,
    spendable,
    states,
)
from commonweal.activities.queries._units import (
    get,
    managed,
    managers,
    mandates,
    many,
    may,
    names,
    open_units,
    standing_mandates,
    units_of,
)

__all__ = [
    "Advance", "Budget", "Commitment", "Deed", "Mandate", "MandateRole", "States", "Unit",
    "UnitKind", "advances", "budgets", "commitments", "credits", "get", "managed", "managers",
    "mandates", "many", "may", "names", "open_units", "reserved", "spendable",
    "standing_mandates", "states", "units_of",
]  # fmt: skip
