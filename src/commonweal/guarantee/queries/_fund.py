"""The fund for losses (1641), as the ledger knows it."""

from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.guarantee.queries._losses import BANKRUPTCY
from commonweal.kernel.money import round_half_up
from commonweal.kernel.period import month_of, next_month
from commonweal.ledger import queries as books
from commonweal.rules.parameters import figure

FUND, CHARGE = "1641", "6370"
TURNOVER = "70"
# Between the house and its own units: no turnover.
INTERNAL = ("7031", "7040", "7041")


@dataclass(frozen=True, slots=True)
class Fund:
    """The fund at the end of a day, in cents: fed - lost + recovered = balance."""

    balance_cents: int
    fed_cents: int
    lost_cents: int
    recovered_cents: int


def fund(*, on: date, entity: int | None = 1) -> Fund:
    """
    Return what the fund of an entity (None: of all of them) holds at the end of a day, and how it
    came to that.
    """
    sums = books.sums_by_origin(account=FUND, before=on + timedelta(days=1), entity=entity)
    of_losses = [row for row in sums if row.kind == BANKRUPTCY]
    lost = sum(row.debit_cents for row in of_losses)
    recovered = sum(row.credit_cents for row in of_losses)
    balance = sum(row.credit_cents - row.debit_cents for row in sums)
    return Fund(balance, balance + lost - recovered, lost, recovered)


def fund_key(*, month: date, entity: int) -> str:
    """Return the key under which the books hold what fed the fund for a month."""
    return f"fund:{entity}:{month:%Y-%m}"


def to_feed(*, month: date) -> dict[int, int]:
    """
    Return what the fund of each entity is to be fed for a month (its first day), in cents: its
    part of the turnover by the house figure. An entity that was fed, or sold nothing, is absent.

    :raises NoFigure: if the house had no figure then
    """
    rate = figure("guarantee.fund_rate", month).value
    turnover: dict[int, int] = {}
    for (entity, account), cents in books.moved_in_month(month=month, begin=TURNOVER).items():
        if account not in INTERNAL:
            turnover[entity] = turnover.get(entity, 0) - cents
    keys = {fund_key(month=month, entity=entity): entity for entity in turnover}
    done = books.entries_by_key(keys=list(keys))
    due = {
        entity: round_half_up(turnover[entity] * rate.numerator, rate.denominator)
        for key, entity in keys.items()
        if key not in done
    }
    return {entity: cents for entity, cents in due.items() if cents > 0}


def months_to_feed(*, on: date, most: int = 3) -> list[date]:
    """Return the months over on a day that were not fed yet, of the last so many; oldest first."""
    month = month_of(on)
    past = []
    for _ in range(most):
        month = month_of(month - timedelta(days=1))
        past.append(month)
    return [month for month in reversed(past) if next_month(month) <= on and to_feed(month=month)]
