"""The losses of the guarantee, as the annual report names them."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from commonweal.guarantee import queries as guarantee
from commonweal.ledger import queries as books
from commonweal.reporting.queries._places import LOSS
from commonweal.reporting.values import Check

FUND = "1641"


class LossesLine(NamedTuple):
    """
    What the fund bore in a year, and what came back to it, in cents; beside it what the room of
    the guarantee keeps of each invoice.
    """

    year: int
    cents: int
    recovered_cents: int
    check: Check


def losses_of_the_guarantee(*, year: int, entity: int = 1) -> LossesLine:
    """Return the line of a year: the debits of the fund (1641) that bankruptcies made."""
    sums = books.sums_by_origin(account=FUND, before=date(year + 1, 1, 1), entity=entity)
    rows = [row for row in sums if (row.year, row.kind) == (year, LOSS)]
    cents = sum(row.debit_cents for row in rows)
    kept = guarantee.losses(year=year, entity=entity).cents
    told = _(
        "Losses of the guarantee: account 1641, beside what was written off invoice by invoice"
    )
    back = sum(row.credit_cents for row in rows)
    return LossesLine(year, cents, back, Check("losses", told, cents, kept))
