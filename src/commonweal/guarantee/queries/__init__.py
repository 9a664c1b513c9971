"""Reads of the guarantee: what is promised, exposed, due and lost."""

from commonweal.guarantee._claim_paper import ClaimWages
from commonweal.guarantee._words import (
    ClientBankrupt,
    ClientBlocked,
    DataMissing,
    NearCap,
    NoOrder,
    NotConfirmed,
    NotGuaranteed,
    OutsideEu,
    OverCap,
)
from commonweal.guarantee.cash import (
    RECEIPTS,
    WAGES,
    Book,
    CashForecast,
    CashMove,
    Kind,
    Point,
    Week,
    cautious,
    forecast,
    still_due,
)
from commonweal.guarantee.models import Bankruptcy, Cap, Claim, Guarantee, Loss, Recovery
from commonweal.guarantee.queries._cash import Cash, cash, days_ahead
from commonweal.guarantee.queries._clock import STAGES, clock, late, to_pay
from commonweal.guarantee.queries._delays import delays
from commonweal.guarantee.queries._engaged import near_caps, promised
from commonweal.guarantee.queries._exposure import by, concentration, coverage, dso, exposures
from commonweal.guarantee.queries._fund import Fund, fund, months_to_feed
from commonweal.guarantee.queries._judged import (
    explain,
    explain_client,
    explain_invoice,
    facts_of,
    obstacles,
    of_invoices,
    of_orders,
    sure,
)
from commonweal.guarantee.queries._losses import (
    Failed,
    Losses,
    bankruptcies,
    claim_pdf,
    claims_of,
    debits_waiting,
    dividends_waiting,
    failed,
    find_bankruptcy,
    get_bankruptcy,
    left_of,
    losses,
    losses_of,
    recoveries_of,
)
from commonweal.guarantee.queries._of_client import caps
from commonweal.guarantee.queries._shock import NoShock, OutsideTheForecast, TooSlow, shock
from commonweal.guarantee.simulate import Shock
from commonweal.guarantee.values import (
    Covered,
    Delay,
    Exposure,
    Group,
    Promised,
    Stand,
    WageDue,
)

__all__ = [
    "Bankruptcy", "Book", "Cap", "Cash", "CashForecast", "CashMove", "Claim", "ClaimWages",
    "ClientBankrupt", "ClientBlocked", "Covered", "DataMissing", "Delay", "Exposure", "Failed",
    "Fund", "Group", "Guarantee", "Kind", "Loss", "Losses", "NearCap", "NoOrder", "NoShock",
    "NotConfirmed", "NotGuaranteed", "OutsideEu", "OutsideTheForecast", "OverCap", "Point",
    "Promised", "RECEIPTS", "Recovery", "STAGES", "Shock", "Stand", "TooSlow", "WAGES",
    "WageDue", "Week", "bankruptcies", "by", "caps", "cash", "cautious", "claim_pdf",
    "claims_of", "clock", "concentration", "coverage", "days_ahead", "debits_waiting", "delays",
    "dividends_waiting", "dso", "explain", "explain_client", "explain_invoice", "exposures",
    "facts_of", "failed", "find_bankruptcy", "forecast", "fund", "get_bankruptcy", "late",
    "left_of", "losses", "losses_of", "months_to_feed", "near_caps", "obstacles", "of_invoices",
    "of_orders", "promised", "recoveries_of", "shock", "still_due", "sure", "to_pay",
]  # fmt: skip
