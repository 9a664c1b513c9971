"""Production units, who may act for them, and what is promised on their budgets."""

from commonweal.activities._advising import CarryOver, Note, Trust, Validation
from commonweal.activities._between import (
    FundingAgreement,
    FundingReport,
    FundingTranche,
    InternalInvoice,
    InternalSeries,
    Transfer,
)
from commonweal.activities._contacts import Contact
from commonweal.activities._promises import Advance, Commitment, CommitmentKind, ForecastLine
from commonweal.activities._units import (
    Mandate,
    MandateInvitation,
    MandateRole,
    OpeningRequest,
    Unit,
    UnitKind,
)

__all__ = [
    "Advance",
    "CarryOver",
    "Commitment",
    "CommitmentKind",
    "Contact",
    "ForecastLine",
    "FundingAgreement",
    "FundingReport",
    "FundingTranche",
    "InternalInvoice",
    "InternalSeries",
    "Mandate",
    "MandateInvitation",
    "MandateRole",
    "Note",
    "OpeningRequest",
    "Transfer",
    "Trust",
    "Unit",
    "UnitKind",
    "Validation",
]
