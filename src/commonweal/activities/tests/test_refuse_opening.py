"""activities.refuse_opening: a no with its reason."""

import pytest
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.tests.openings import ask
from commonweal.letters.queries import tray


@pytest.fixture
def adviser(entity):
    return make_staff(Role.ADVISER)


def test_the_member_reads_why(amina, adviser, by, at):
    refused = activities.refuse_opening(
        request=ask(amina), remark="Dit is een winkel.", adviser=adviser, by=by, at=at
    )
    assert (refused.state, refused.unit) == ("refused", None)
    assert "Dit is een winkel." in tray().get(kind="opening_refused").body


def test_a_no_needs_a_reason(amina, adviser, by, at):
    with pytest.raises(activities.ReasonMissing):
        activities.refuse_opening(request=ask(amina), remark=" ", adviser=adviser, by=by, at=at)


def test_the_member_may_ask_again(amina, adviser, by, at):
    activities.refuse_opening(request=ask(amina), remark="Nee.", adviser=adviser, by=by, at=at)
    assert ask(amina).state == "sent"
