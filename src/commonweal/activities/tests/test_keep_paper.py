"""activities.keep_paper: the signed paper stands with the agreement."""

import pytest

from commonweal.activities import actions as activities
from commonweal.activities.tests.fundings import atelier, new_funding, signed


def test_a_later_paper_replaces_the_one_before(amina, by, at):
    agreement = signed(atelier(amina))
    for paper in (7, 8):
        activities.keep_paper(agreement=agreement, paper=paper, by=by, at=at)
    agreement.refresh_from_db()
    assert agreement.paper == 8


def test_a_draft_has_no_signed_paper(amina, by, at):
    draft = activities.draft_funding(new=new_funding(atelier(amina)), by=by, at=at)
    with pytest.raises(activities.NotSigned):
        activities.keep_paper(agreement=draft, paper=7, by=by, at=at)
