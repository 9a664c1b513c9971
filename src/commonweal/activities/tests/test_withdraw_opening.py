"""activities.withdraw_opening: the member changed their mind."""

import pytest
from tests.cast import actor, make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.tests.openings import ask


def test_nobody_decides_on_it_any_more(amina, by, at):
    request = ask(amina)
    activities.withdraw_opening(request=request, by=actor(amina), at=at)
    with pytest.raises(activities.AlreadyDecided):
        activities.accept_opening(request=request, adviser=make_staff(Role.ADVISER), by=by, at=at)
