"""A placing is undone by another entry: what it settled is open again, and the movement waits."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking.tests.conftest import MAKER, NOW, came_in, claim
from commonweal.banking.tests.test_place_parts import INVOICE, place
from commonweal.banking.tests.waiting import still_open, wait, waiting
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def take_back(settling, because="the other festival"):
    return banking.take_back(settling=settling, because=because, by=MAKER, at=NOW)


@pytest.fixture
def placed(account):
    claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    return place(move, ("400", INVOICE, None, 12_100))[0]


def test_everything_is_as_before_and_both_entries_stay(placed):
    take_back(placed)
    assert (still_open(12), waiting(), books.collected(unit=7)) == (12_100, 12_100, 0)
    placed.refresh_from_db()
    assert (placed.undone_by_name, placed.undone_because) == (MAKER.name, "the other festival")


def test_it_may_be_placed_again_after(placed):
    take_back(placed)
    place(placed.move, ("400", INVOICE, None, 12_100))
    assert (still_open(12), waiting()) == (0, 0)


def test_it_happens_once(placed):
    take_back(placed)
    with pytest.raises(banking.AlreadyTakenBack):
        take_back(placed)


def test_it_wants_a_reason(placed):
    with pytest.raises(banking.WhyTakenBack):
        take_back(placed, "  ")
    assert still_open(12) == 0


def test_a_return_is_not_undone_when_the_client_paid_again(account):
    reference = claim(12, 12_100)
    (move,) = wait(came_in(12_100, reference), came_in(-12_100))
    (bounced,) = place(move, ("400", INVOICE, None, -12_100))
    wait(came_in(12_100, reference), sequence=2)
    with pytest.raises(banking.UsedMeanwhile):
        take_back(bounced)
    assert still_open(12) == 0
