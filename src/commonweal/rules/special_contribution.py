"""The special contribution for social security: a monthly advance by family situation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commonweal.rules.arithmetic import Cents, Rate, choose, least, line, most

FOREVER = 1 << 62
COLUMNS = {
    "single": "single",
    "single_parent": "single",
    "partner_with_income": "partner_with_income",
    "partner_without_income": "partner_without_income",
    "partner_low_income": "partner_with_income",
    "partner_low_pension": "partner_with_income",
}


@dataclass(frozen=True, slots=True)
class Band:
    """Up to `to_cents` of pay: `base + rate * (pay - over)`, not under `low`, not above `high`."""

    to_cents: int
    base_cents: int
    rate: Fraction
    over_cents: int
    low_cents: int
    high_cents: int


def bands(rows: Sequence[Mapping[str, Any]]) -> tuple[Band, ...]:
    """Return the bands of one column of the table."""
    return tuple(
        Band(
            to_cents=FOREVER if row["to"] is None else row["to"],
            base_cents=row.get("base", 0),
            rate=row.get("rate", Rate(0)),
            over_cents=row.get("over", 0),
            low_cents=row.get("min", 0),
            high_cents=row.get("max", FOREVER),
        )
        for row in rows
    )


def of_month(pay: Cents, table: Sequence[Band]) -> Cents:
    """Return the contribution kept from the pay of a month."""
    contribution = 0
    for band in reversed(table):
        inside = band.base_cents
        if band.rate:
            inside = line(inside, most(pay - band.over_cents, 0), band.rate)
            inside = least(most(inside, band.low_cents), band.high_cents)
        contribution = choose(pay <= band.to_cents, inside, contribution)
    return contribution
