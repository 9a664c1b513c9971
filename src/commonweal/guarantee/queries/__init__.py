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
    "Failed", "Fund", "Losses", "bankruptcies", "dividends_waiting", "failed", "find_bankruptcy",
    "fund", "get_bankruptcy", "losses", "losses_of", "months_to_feed", "recoveries_of",
    "Book", "Cash", "CashForecast", "CashMove", "Kind", "NoShock", "OutsideTheForecast", "Point",
    "RECEIPTS", "Shock", "TooSlow", "WAGES", "Week", "cash", "cautious", "days_ahead", "forecast",
    "shock",
    "Bankruptcy", "Cap", "ClientBankrupt", "ClientBlocked", "DataMissing", "Guarantee", "Loss",
    "NoOrder", "NotConfirmed", "NotGuaranteed", "OutsideEu", "OverCap", "Promised", "Recovery",
    "Stand", "explain", "explain_client", "explain_invoice", "facts_of",
    "obstacles", "of_invoices", "of_orders", "promised", "sure",
]  # fmt: skip
