"""The VAT return of a period: every grid from the ledger, and what the books say beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from commonweal.kernel.models import LegalEntity
from commonweal.kernel.money import round_half_up
from commonweal.reporting.grids import CREDITED, GRIDS, PURCHASES, SALES
from commonweal.reporting.queries import _books
from commonweal.reporting.queries._books import Kept, LostVat, Scope, Sum
from commonweal.reporting.queries._places import (
    DEDUCTIBLE_VAT,
    LOSS,
    PURCHASE_VAT,
    SALES_VAT,
    Places,
    places,
)
from commonweal.reporting.values import Check, Grid, GridEntry, VatPeriod, VatReturn, balance
from commonweal.rules import vat
from commonweal.rules.parameters import figure

ADVANCE_UNTIL = 20  # December
RATES = {"standard": "7000", "intermediate": "7006", "reduced": "7001"}
# Cents for each ledger line: an invoice rounded line by line has at most some twenty lines.
MARGINS = {"total": 1, "line": 10}
UNEXPLAINED = "unexplained"


def vat_return(*, period: VatPeriod, entity: int = 1) -> VatReturn:
    """
    Return every grid of a period, with the checks against the books.

    :raises LegalEntity.DoesNotExist: if there is no such entity
    :raises NoFigure: if the law of that day is not known
    """
    of, table = _scope(period, entity), places(period.start)
    found, lost = _books.sums(of, table), _books.of_losses(of)
    left = found.pop("", Sum(0, 0, 0))
    grids = _grids(found)
    if period.closes_year:
        grids["91"] = replace(grids["91"], cents=max(0, _advance(of, table)))
    return VatReturn(
        LegalEntity.objects.get(id=entity),
        period,
        grids,
        Grid(UNEXPLAINED, *left),
        list(_checks(grids, Kept(of, table), table, of, lost)),
        sorted(_marks(grids, table, lost)),
    )


def grid_entries(
    *,
    period: VatPeriod,
    grid: str,
    entity: int = 1,
    after: int | None = None,
    limit: int | None = None,
) -> list[GridEntry]:
    """
    Return the entries behind a figure, the newest first: `cents` is what each adds to it.

    `grid` is a code, or "unexplained" for the lines that belong in none; `after` is the id of the
    last entry that was read.
    """
    code = "" if grid == UNEXPLAINED else grid
    found = _books.entries(
        _scope(period, entity), places(period.start), grid=code, after=after, limit=limit
    )
    return [replace(entry, cents=_sign(code) * entry.cents) for entry in found]


def _scope(period: VatPeriod, entity: int) -> Scope:
    return Scope(entity, period.start, period.end)


def _sign(grid: str) -> int:
    return 1 if grid not in GRIDS or GRIDS[grid].debit else -1


def _grids(found: Mapping[str, Sum]) -> dict[str, Grid]:
    grids = {code: Grid(code) for code in GRIDS}
    for code, (cents, lines, entries) in found.items():
        grids[code] = Grid(code, _sign(code) * cents, lines, entries)
    owed = balance(grids)
    grids["71"] = Grid("71", max(0, owed))
    grids["72"] = Grid("72", max(0, -owed))
    return grids


def _advance(of: Scope, table: Places) -> int:
    """What is really due from the beginning of the period up to and including 20 December."""
    until = date(of.end.year - 1, 12, ADVANCE_UNTIL + 1)
    return balance(_grids(_books.sums(of._replace(end=until), table)))


def _marks(grids: Mapping[str, Grid], table: Places, lost: LostVat) -> Iterator[str]:
    """The unconfirmed tables that this return rests on."""
    for kind, name in table.marks.items():
        if kind == LOSS and not any(lost):
            continue  # the grids of losses are filled by purchases too
        filled = {place.grid for place in table.places if place.kind == kind}
        if any(grids[code].lines for code in filled):
            yield name


def _checks(
    grids: Mapping[str, Grid], kept: Kept, table: Places, of: Scope, lost: LostVat
) -> Iterator[Check]:
    def total(*codes: str) -> int:
        return sum(grids[code].cents for code in codes)

    yield Check(
        "turnover",
        _("Turnover: grids 00 to 47 less 48 and 49, beside the accounts of turnover"),
        total(*SALES) - total(*CREDITED),
        -kept.of(table.turnover),
    )
    yield Check(
        "vat_on_sales",
        _("VAT on sales: grids 54 and 61 less 64 and the 62 of losses, beside account 4510"),
        total("54", "61") - total("64") - lost.back_cents,
        -kept.of(SALES_VAT),
    )
    yield Check(
        "vat_on_purchases",
        _("VAT owed on purchases: grids 55, 56 and 57 less 62, beside accounts 4511 and 4513"),
        total("55", "56", "57") - (total("62") - lost.back_cents),
        -kept.of(PURCHASE_VAT),
    )
    yield Check(
        "deductible",
        _("Deductible VAT: grid 59 less 63, beside account 4110"),
        total("59") - total("63"),
        kept.of(DEDUCTIBLE_VAT),
    )
    yield Check(
        "purchases",
        _("Purchases: grids 81, 82 and 83, beside the costs in the journal of purchases"),
        total(*PURCHASES),
        kept.purchases(),
    )
    due, deducted = _books.of_rows(of)
    yield Check(
        "rows",
        _("VAT owed less deducted on purchases, row by row, beside accounts 4511, 4513 and 4110"),
        due - deducted,
        -kept.of((*PURCHASE_VAT, *DEDUCTIBLE_VAT)),
    )
    yield Check(
        "balance",
        _("Balance: 71 less 72, beside all accounts of VAT"),
        total("71") - total("72"),
        -kept.of((*SALES_VAT, *PURCHASE_VAT, *DEDUCTIBLE_VAT)),
    )
    yield _rounding(grids, kept, of.start)


def _rounding(grids: Mapping[str, Grid], kept: Kept, on: date) -> Check:
    """
    VAT is rounded on each invoice, so the rates applied to a whole period give other cents: at
    most one for each ledger line, or some more when each line of an invoice was rounded. More is
    a wrong rate.
    """
    rates: Mapping[str, Fraction] = figure("vat.rates", on).value
    exact = -sum(rates[name] * kept.of([account]) for name, account in RATES.items())
    lines = sum(grids[code].lines for code in ("01", "02", "03", "49", "54", "64"))
    return Check(
        "rates",
        _("VAT on sales: what the rates make of the turnover at 21, 12 and 6 %"),
        grids["54"].cents - grids["64"].cents,
        round_half_up(exact.numerator, exact.denominator) if exact else 0,
        margin_cents=lines * MARGINS[vat.rounding(on)],
    )
