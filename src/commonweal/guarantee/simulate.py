"""
What a shock does to the money: a client fails, or everybody pays later. Pure.

When a client fails its money never comes and its VAT comes back later; wages stay as they were,
which is the promise. The fund takes the loss of what was guaranteed, and a charge (6370) what the
fund has not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.guarantee.cash import Book, CashForecast, CashMove, Kind, forecast


@dataclass(frozen=True, slots=True)
class Failure:
    """Clients (one, with those merged into it) that fail on a day; the VAT is back on another."""

    clients: frozenset[int]
    on: date
    vat_back_on: date


@dataclass(frozen=True, slots=True)
class Shock:
    """
    The forecast before and after a shock, and who bears what is lost, in cents.

    `lost` is every invoice and order that will not be paid, also beyond the forecast.
    """

    before: CashForecast
    after: CashForecast
    lost: tuple[CashMove, ...]
    fund_cents: int

    @property
    def lost_cents(self) -> int:
        """What will not come, VAT included."""
        return sum(move.cents for move in self.lost)

    @property
    def vat_cents(self) -> int:
        """What of it the state gives back."""
        return sum(move.cents - move.net_cents for move in self.lost)

    @property
    def guaranteed_cents(self) -> int:
        """The loss of the house: what was guaranteed, without VAT."""
        return sum(move.net_cents for move in self.lost if move.guaranteed)

    @property
    def held_cents(self) -> int:
        """What was not guaranteed, without VAT: no wage was promised on it."""
        return sum(move.net_cents for move in self.lost if not move.guaranteed)

    @property
    def from_fund_cents(self) -> int:
        return min(self.guaranteed_cents, max(self.fund_cents, 0))

    @property
    def topped_up_cents(self) -> int:
        """What the fund has not: it is fed first, at the charge of the year (6370)."""
        return self.guaranteed_cents - self.from_fund_cents

    @property
    def fund_left_cents(self) -> int:
        return self.fund_cents - self.from_fund_cents

    @property
    def wages_cents(self) -> int:
        """All wages of the forecast: no shock changes them."""
        return -sum(move.cents for move in self.after.moves if move.is_wage)

    @property
    def wages_covered_cents(self) -> int:
        """What of the wages can be paid with what is there on their day."""
        return sum(_covered(self.after))


def shock(
    book: Book, *, days: int = 90, failure: Failure | None = None, slow_days: int = 0
) -> Shock:
    """
    Return what becomes of the money when a client fails, when everybody pays `slow_days` later, or
    both. The curve after it is never above the one before.

    :raises ValueError: if money would come sooner, or a failure lies before the book
    """
    if slow_days < 0:
        raise ValueError("a shock makes nobody pay sooner")
    if failure and failure.on < book.on:
        raise ValueError(f"a failure on {failure.on} lies before {book.on}")
    moves = [_slowed(move, slow_days) for move in book.moves]
    lost = [move for move in moves if failure and _is_lost(move, failure)]
    gone = set(map(id, lost))
    after = [move for move in moves if id(move) not in gone]
    if failure:
        after += _vat_back(lost, failure)
        lost += [move for move in book.doubtful if _is_of(move, failure)]
    return Shock(
        forecast(book.opening_cents, book.moves, on=book.on, days=days),
        forecast(book.opening_cents, after, on=book.on, days=days),
        tuple(lost),
        book.fund_cents,
    )


def _slowed(move: CashMove, days: int) -> CashMove:
    return move.later(days) if days and move.is_receipt else move


def _is_lost(move: CashMove, failure: Failure) -> bool:
    return _is_of(move, failure) and move.on >= failure.on


def _is_of(move: CashMove, failure: Failure) -> bool:
    return move.is_receipt and move.client_id in failure.clients


def _vat_back(lost: Sequence[CashMove], failure: Failure) -> Iterator[CashMove]:
    """
    The state gives VAT back with a return after the failure, and never before the client would
    have paid. Nobody counts on the VAT of what was in doubt before.
    """
    for move in lost:
        if vat := move.cents - move.net_cents:
            on = max(move.on, failure.vat_back_on)
            yield CashMove(on, Kind.VAT_BACK, vat, move.origin, on, move.text, move.client_id)


def _covered(found: CashForecast) -> Iterator[int]:
    """What of each day's wages is there: what lacks in the evening was lacking for them."""
    wages: dict[date, int] = {}
    for move in found.moves:
        if move.is_wage:
            wages[move.on] = wages.get(move.on, 0) - move.cents
    for point in found.points:
        due = wages.get(point.on, 0)
        yield max(0, due + min(point.cents, 0))
