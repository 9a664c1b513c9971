"""activities.ask_papers: one more paper before the decision."""

import pytest
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities.tests.openings import ask
from commonweal.letters.queries import tray


@pytest.fixture
def adviser(entity):
    return make_staff(Role.ADVISER)


def test_the_member_reads_which(amina, adviser, by, at):
    asked = activities.ask_papers(
        request=ask(amina), remark="Stuur het VCA-attest.", adviser=adviser, by=by, at=at
    )
    assert (asked.state, asked.adviser) == ("papers_asked", adviser)
    assert "Stuur het VCA-attest." in tray().get(kind="opening_papers").body


def test_it_says_which(amina, adviser, by, at):
    with pytest.raises(activities.ReasonMissing):
        activities.ask_papers(request=ask(amina), remark="", adviser=adviser, by=by, at=at)
