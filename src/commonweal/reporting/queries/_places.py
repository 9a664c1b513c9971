"""Which grid each ledger line belongs to, from the dated tables of rules/be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from commonweal.ledger.queries import Account
from commonweal.rules.parameters import figure

# What an entry was made for ("invoice:2026-000012") and the table that places its lines.
LOSS = "bankruptcy"
TABLES = {
    "invoice": "vat.grids.sales",
    "purchase": "vat.grids.purchases",
    LOSS: "vat.grids.losses",
}
# The rows of purchases are placed besides: the books do not say whether goods or services came.
ROW, ROWS_TABLE = "row", "vat.grids.treatments"
# Between the house and its own units: no supply, so no VAT (MONEY.md section 2).
INTERNAL = ("6199", "7031", "7040", "7041")
TURNOVER = "70"
SALES_VAT = ("4510", "451")
PURCHASE_VAT = ("4511", "4513")
DEDUCTIBLE_VAT = ("4110", "411")
SIDES = {"debit": True, "credit": False}


class Place(NamedTuple):
    """
    Lines of an account and a side, in entries made for one kind of paper, fill this grid; `factor`
    is -1 where they are taken away from it. Of the kind `ROW`, `account` is a treatment of VAT.
    """

    kind: str
    account: str
    debit: bool
    grid: str
    factor: int = 1


class Places(NamedTuple):
    """
    All places of a day, and the accounts of which no line may be left without one.

    `marks` names, for each kind of paper, the tables that nobody has confirmed yet.
    """

    places: Sequence[Place]
    watched: Sequence[str]
    marks: Mapping[str, str]

    @property
    def treatments(self) -> list[str]:
        return sorted({place.account for place in self.places if place.kind == ROW})

    @property
    def turnover(self) -> list[str]:
        return [code for code in self.watched if code.startswith(TURNOVER)]


def places(on: date) -> Places:
    """
    Return where lines belong on a day, for the accounts of the chart.

    :raises NoFigure: if the law of that day is not known
    """
    chart = sorted(Account.objects.values_list("code", flat=True))
    tables = {kind: figure(name, on) for kind, name in (*TABLES.items(), (ROW, ROWS_TABLE))}
    vat = {*SALES_VAT, *PURCHASE_VAT, *DEDUCTIBLE_VAT}
    rows = tables[ROW].value
    found = [place for kind in TABLES for place in _of_kind(kind, tables[kind].value, chart)]
    return Places(
        [*found, *_of_kind(ROW, rows, sorted(rows))],
        [code for code in chart if code in vat or _is_turnover(code)],
        {kind: each.parameter for kind, each in tables.items() if each.confidence != "confirmed"},
    )


def _is_turnover(code: str) -> bool:
    return code.startswith(TURNOVER) and code not in INTERNAL


def _of_kind(
    kind: str, table: Mapping[str, Mapping[str, Sequence[str]]], chart: Sequence[str]
) -> Iterator[Place]:
    """Spread a table over the chart: the longest beginning of an account decides."""
    for code in chart:
        begins = max((key for key in table if code.startswith(key)), key=len, default=None)
        if begins is None or code in INTERNAL:
            continue
        for side, grids in table[begins].items():
            for grid in grids:
                factor = -1 if grid.startswith("-") else 1
                yield Place(kind, code, SIDES[side], grid.lstrip("-"), factor)
