"""activities.call_off: what was withdrawn needs no adviser."""

import pytest

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.validations import DIRK, asked, trusted

pytestmark = pytest.mark.django_db


def test_it_takes_off_what_waits_and_leaves_what_was_decided(amina, amina_unit, by, at):
    trusted(amina, 0)
    waits, other, decided = (asked(amina_unit, amina) for _turn in range(3))
    activities.decide(validation=decided, approved=True, by=DIRK, at=at)
    origins = [waits.origin, decided.origin]
    activities.call_off(origins=origins, by=by, at=at)
    assert list(queries.waiting()) == [other]
    assert queries.find_validation(origin=decided.origin) is not None
