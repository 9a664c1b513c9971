"""What is left after each move, by dice: nothing is lost, nothing counts twice."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as some

from commonweal.flows.outlook import _running
from commonweal.flows.outlook.queries import Certainty, Forecast, Kind, Move, Start

TODAY = date(2026, 5, 4)
FAR = TODAY + timedelta(days=400)
DAYS = some.dates(TODAY, TODAY + timedelta(days=365))
CENTS = some.integers(-2_000_00, 2_000_00)
ASIDE = some.sampled_from([0, 0, 0, 150_00])
MOVES = some.lists(
    some.builds(
        Move, DAYS, some.just("income"), some.just("x"), CENTS,
        some.sampled_from(list(Certainty)), some.just("order:1"), ASIDE,
    ),
    max_size=15,
)  # fmt: skip


@some.composite
def starts(draw):
    """A budget as the house may hold one: below zero only as far as its advance was drawn."""
    advance = draw(some.sampled_from([0, 1_000_00]))
    drawn = draw(some.integers(0, advance))
    budget = draw(some.integers(-drawn, 5_000_00))
    return Start(budget, draw(some.integers(0, 500_00)), advance, drawn)


def ended(start, moves):
    """The same moves, and the day on which the advance ends."""
    if not start.advance:
        return moves
    day = TODAY + timedelta(days=380)
    return [
        *moves,
        Move(day, Kind.ADVANCE, "ends", -start.credit, Certainty.DUE, "advance:1"),
    ]


def found(start, moves):
    return Forecast(1, TODAY, FAR, start, tuple(ended(start, moves)))


@given(starts(), MOVES)
def test_start_and_moves_make_the_end(start, moves):
    rows = _running.run(start, ended(start, moves))
    end = rows[-1].left_cents if rows else start.spendable
    assert start.spendable + sum(row.move.cents - row.repays_cents for row in rows) == end
    assert start.spendable + sum(row.move.cents for row in rows) == end


@given(starts(), MOVES, some.data())
def test_leaving_one_line_out_changes_the_end_by_exactly_it(start, moves, data):
    assume(moves)
    gone = data.draw(some.integers(0, len(moves) - 1))
    rest = [move for place, move in enumerate(moves) if place != gone]
    assert found(start, moves).everything_cents - found(start, rest).everything_cents == (
        moves[gone].cents
    )


@given(starts(), MOVES)
def test_both_scenarios_differ_by_what_is_not_sure(start, moves):
    both = found(start, moves)
    unsure = sum(move.cents for move in moves if not move.is_sure)
    assert both.everything_cents - both.sure_cents == unsure


@given(starts(), MOVES, DAYS)
def test_what_is_free_uncovers_nothing_later_and_not_a_cent_more_is(start, moves, day):
    rows = _running.run(start, moves)
    free, limit = _running.free(start, rows, day)
    later = [day + timedelta(days=step) for step in range(370)]
    least = min(_running.left(start, rows, each) for each in later)
    assert free == least
    assert (limit is None) == (free == _running.left(start, rows, day))
    assert limit is None or limit.on > day


def test_an_advance_is_repaid_first_and_used_once():
    """1000 granted, 400 drawn: what comes in fills the hole first, then the advance shrinks."""
    start = Start(budget=-400_00, advance=1000_00, drawn=400_00)
    assert start.spendable == 600_00
    moves = [
        Move(date(2026, 6, 1), "income", "Poster", 400_00, "confirmed", "order:1"),
        Move(date(2026, 6, 5), "pay", "Amina", -500_00, "confirmed", "order:1"),
        Move(date(2026, 6, 9), "income", "Logo", 700_00, "confirmed", "order:2"),
        Move(date(2026, 7, 1), "advance", "ends", -600_00, "due", "advance:1"),
    ]
    rows = _running.run(start, moves)
    assert [row.left_cents for row in rows] == [600_00, 100_00, 300_00, 200_00]
    assert [row.repays_cents for row in rows] == [400_00, 0, 500_00, -500_00]


def test_the_budget_of_the_last_row_is_what_the_books_will_say():
    start = Start(budget=1000_00, aside=300_00)
    moves = [
        Move(date(2026, 6, 1), "pay", "Amina", 0, "reserved", "contract:1", 300_00),
        Move(date(2026, 6, 2), "expense", "Paper", -100_00, "expected", "forecast_line:1"),
    ]
    assert start.after(moves[0]) == Start(700_00, 0)
    assert [row.left_cents for row in _running.run(start, moves)] == [700_00, 600_00]


def test_what_comes_in_counts_before_what_goes_out_on_the_same_day():
    moves = [
        Move(date(2026, 6, 1), "pay", "Amina", -900_00, "confirmed", "order:1"),
        Move(date(2026, 6, 1), "income", "Poster", 935_00, "confirmed", "order:1"),
    ]
    assert [row.left_cents for row in _running.run(Start(0), moves)] == [935_00, 35_00]
    assert _running.free(Start(0), _running.run(Start(0), moves), TODAY) == (0, None)
