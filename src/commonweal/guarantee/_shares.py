"""How a loss, and a dividend on it, is divided. Pure: cents in, cents out."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from commonweal.kernel.money import round_half_up, split

VatRow = Sequence[Any]  # kind, rate in basis points, net, VAT


class Share(NamedTuple):
    """An amount with VAT as its net part and the VAT in it."""

    net_cents: int
    vat_cents: int


class Recovered(NamedTuple):
    """What of a dividend belongs to one loss."""

    net_cents: int
    vat_cents: int


def share_of(open_cents: int, rows: Sequence[VatRow], taken: Sequence[VatRow] = ()) -> Share:
    """
    Divide what is open of an invoice over its rates, in proportion to what is left of each after
    its credit notes (`taken`), and tell the VAT in it. Rates add up exactly (largest remainder).
    """
    left = _left(rows, taken)
    weights = [net + vat for net, vat in left]
    if min(weights, default=0) < 0 or sum(weights) <= 0:
        left = [(sum(row[2] for row in rows), sum(row[3] for row in rows))]
        weights = [sum(left[0])]
    parts = split(open_cents, weights)
    vat = sum(
        round_half_up(part * vat, whole)
        for part, whole, (_net, vat) in zip(parts, weights, left, strict=True)
        if whole
    )
    return Share(open_cents - vat, vat)


def _left(rows: Sequence[VatRow], taken: Sequence[VatRow]) -> list[tuple[int, int]]:
    """Net and VAT of each kind and rate that is left."""
    sums = {(row[0], row[1]): [row[2], row[3]] for row in rows}
    for row in taken:
        if (row[0], row[1]) in sums:
            sums[row[0], row[1]][0] -= row[2]
            sums[row[0], row[1]][1] -= row[3]
    return [(net, vat) for net, vat in sums.values()]


def came_back(back_cents: int, open_cents: int, vat_cents: int) -> Recovered:
    """
    Return what of `back_cents` that came in on a loss is net and what is VAT. What a dividend
    moves is the difference of two of these, so that whatever comes and goes, in any order, all of
    a loss that came back is its net and its VAT to the cent.
    """
    vat = round_half_up(back_cents * vat_cents, open_cents)
    return Recovered(back_cents - vat, vat)


def spread(cents: int, left: Sequence[int]) -> list[int]:
    """Divide what came in over what is left of each loss, in proportion; never more than that."""
    return split(cents, left)


def dividend(
    cents: int, losses: Sequence[tuple[int, int]], before_cents: int = 0
) -> list[Recovered]:
    """
    Divide a dividend over losses (what was open, and the VAT in it) in proportion, each with the
    VAT in its part. The parts add up to the dividend exactly, and those of all dividends
    (`before_cents` came in earlier) to the losses: many small ones round nothing away.
    """
    now, earlier = _divided(before_cents + cents, losses), _divided(before_cents, losses)
    return [
        Recovered(new.net_cents - old.net_cents, new.vat_cents - old.vat_cents)
        for new, old in zip(now, earlier, strict=True)
    ]


def _divided(cents: int, losses: Sequence[tuple[int, int]]) -> list[Recovered]:
    parts = split(cents, [whole for whole, _vat in losses])
    found = []
    for part, (whole, vat) in zip(parts, losses, strict=True):
        due = round_half_up(part * vat, whole)
        found.append(Recovered(part - due, due))
    return found
