"""Reads of the guarantee: what is promised, exposed, due and lost."""

from commonweal.guarantee._words import (
    ClientBankrupt,
    ClientBlocked,
    DataMissing,
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
)
from commonweal.guarantee.models import Bankruptcy, Cap, Guarantee, Loss, Recovery
from commonweal.guarantee.queries._cash import Cash, cash, days_ahead
from commonweal.guarantee.queries._engaged import promised
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
    dividends_waiting,
    failed,
    find_bankruptcy,
    get_bankruptcy,
    losses,
    losses_of,
    recoveries_of,
)
from commonweal.guarantee.queries._shock import NoShock, OutsideTheForecast, TooSlow, shock
from commonweal.guarantee.simulate import Shock
from commonweal.guarantee.values import Promised, Stand

__all__ = [
    "Bankruptcy", "Book", "Cap", "Cash", "CashForecast", "CashMove", "ClientBankrupt",
    "ClientBlocked", "DataMissing", "Failed", "Fund", "Guarantee", "Kind", "Loss", "Losses",
    "NoOrder", "NoShock", "NotConfirmed", "NotGuaranteed", "OutsideEu", "OutsideTheForecast",
    "OverCap", "Point", "Promised", "RECEIPTS", "Recovery", "Shock", "Stand", "TooSlow",
    "WAGES", "Week", "bankruptcies", "cash", "cautious", "claim_pdf", "days_ahead",
    "dividends_waiting", "explain", "explain_client", "explain_invoice", "facts_of", "failed",
    "find_bankruptcy", "forecast", "fund", "get_bankruptcy", "losses", "losses_of",
    "months_to_feed", "obstacles", "of_invoices", "of_orders", "promised", "recoveries_of",
    "shock", "sure",
]  # fmt: skip
