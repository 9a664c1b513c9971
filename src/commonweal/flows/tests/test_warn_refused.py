"""A refused declaration is told at once to who must not start, in their own language."""

import pytest
from tests.cast import NOW

from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, place, worker
from commonweal.flows.three_in_one import actions
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray

# A job sees an event when its transaction is over: these tests commit.
pytestmark = pytest.mark.usefixtures("own_database")


def declared(*, language, result=""):
    """Amina's job, confirmed and answered by social security."""
    from tests.cast import make_client, make_member, make_unit
    from tests.journeys.house import open_house

    open_house()
    amina, festival = make_member(language=language), make_client()
    confirm(place(amina, festival, job(make_unit(amina), festival, worker(amina))).order)
    declare(results={amina.national_number: result} if result else {})
    return amina


@pytest.mark.parametrize(
    ("language", "remedy"),
    [("nl", "Geef het werk aan als gewoon werk."), ("en", "Declare the work as ordinary work.")],
)
def test_it_writes_once_with_reason_and_remedy_in_the_language_of_the_worker(language, remedy):
    amina = declared(language=language, result="B")
    actions.warn_refused(by=SYSTEM, at=NOW)
    actions.warn_refused(by=SYSTEM, at=NOW)
    letter = tray().get(kind="declaration_refused")
    assert (letter.to, letter.language) == (amina.email, language)
    assert letter.context["remedy"] == remedy


def test_it_writes_to_nobody_when_all_is_accepted():
    declared(language="nl")
    actions.warn_refused(by=SYSTEM, at=NOW)
    assert not tray().filter(kind="declaration_refused").exists()
