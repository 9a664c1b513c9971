"""Several people accept the same proposal at once: one does it, the others hear why not."""

from commonweal.banking import actions as banking
from commonweal.banking.tests.conftest import MAKER, NOW, came_in, claim
from commonweal.banking.tests.test_parallel import PEOPLE, at_once
from commonweal.banking.tests.test_parallel import house as house
from commonweal.banking.tests.waiting import owed, propose, still_open, wait, waiting


def test_a_movement_is_placed_once(house):
    claim(12, 12_100)
    wait(came_in(12_100))
    (row,) = propose(owed(12))
    heard = at_once(lambda: banking.accept(proposals=[row.pk], by=MAKER, at=NOW))
    assert heard == ["ProposalGone"] * (PEOPLE - 1) + ["done"]
    assert (still_open(12), waiting()) == (0, 0)


def test_who_accepts_and_who_places_by_hand_never_wait_for_each_other_in_a_ring(house):
    claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    (row,) = propose(owed(12))
    part = (banking.Part("400", "invoice:2026-000012", None, 12_100),)
    placing = banking.Placing(move.pk, part)
    deeds = iter(
        [
            lambda: banking.accept(proposals=[row.pk], by=MAKER, at=NOW),
            lambda: banking.place_parts(placings=[placing], by=MAKER, at=NOW),
            lambda: propose(owed(12)),
        ]
        * PEOPLE
    )
    assert at_once(lambda: next(deeds)()).count("OperationalError") == 0
    assert (still_open(12), waiting()) == (0, 0)


def test_two_movements_never_settle_one_claim_twice(house):
    claim(12, 12_100)
    moves = wait(came_in(12_100), came_in(12_100, name="Festival"))
    part = (banking.Part("400", "invoice:2026-000012", None, 12_100),)
    chosen = iter([banking.Placing(move.pk, part) for move in moves] * PEOPLE)
    heard = at_once(lambda: banking.place_parts(placings=[next(chosen)], by=MAKER, at=NOW))
    assert heard.count("done") == 1
    assert (still_open(12), waiting()) == (0, 12_100)
