"""Verbs on units and on what is promised on their budgets."""

from commonweal.activities.actions._budget import (
    BudgetTooSmall,
    NewCommitment,
    Spend,
    UnitClosed,
    commit,
    confirm,
    release,
    spend,
)
from commonweal.activities.actions._units import MissingName, NewUnit, open_unit
from commonweal.activities.models import (
    Commitment,
    CommitmentKind,
    Mandate,
    MandateRole,
    Unit,
    UnitKind,
)

__all__ = [
    "BudgetTooSmall",
    "Commitment",
    "CommitmentKind",
    "Mandate",
    "MandateRole",
    "MissingName",
    "NewCommitment",
    "NewUnit",
    "Spend",
    "Unit",
    "UnitClosed",
    "UnitKind",
    "commit",
    "confirm",
    "open_unit",
    "release",
    "spend",
]
