"""What waits has an owner and an age."""

from datetime import timedelta

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import MAKER, NOW, TODAY, came_in, claim
from commonweal.banking.tests.waiting import place_by_reference, wait
from commonweal.kernel.models import Event

pytestmark = pytest.mark.django_db


def own(*moves, owner="user:5", name="Sofie Claes", **more):
    return banking.own(
        moves=[move.pk for move in moves], owner=owner, owner_name=name, by=MAKER, at=NOW, **more
    )


def test_the_last_word_on_it_counts_and_the_others_stay(account):
    first, second = wait(came_in(100), came_in(200))
    own(first, second)
    own(first, owner="user:6", name="Bram", note="asked the client", remind_on=TODAY)
    rows = queries.waits(on=TODAY + timedelta(40))
    assert [(row.owner, row.days) for row in rows] == [("user:6", 40), ("user:5", 40)]
    assert rows[0].owned.note == "asked the client"
    assert Event.objects.filter(verb="banking.own").count() == 2


def test_it_refuses_a_movement_that_waits_no_more(account):
    (move,) = wait(came_in(12_100))
    place_by_reference(move, claim(12, 12_100))
    with pytest.raises(banking.NothingWaits):
        own(move)


def test_it_wants_an_owner_or_a_note(account):
    (move,) = wait(came_in(100))
    with pytest.raises(banking.NoOwner):
        own(move, owner="", name="", note=" ")
    own(move, owner="", name="", note="nobody knows")
