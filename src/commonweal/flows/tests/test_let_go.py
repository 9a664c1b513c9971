"""three_in_one.let_go: an adviser approved, the client is asked."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from commonweal.activities import queries as units
from commonweal.activities.tests.validations import DIRK, trusted
from commonweal.employment.models import Contract
from commonweal.flows.tests.jobs_of_amina import confirm, job, place, worker
from commonweal.flows.three_in_one import actions, queries
from commonweal.flows.three_in_one.actions import StartHasPassed
from commonweal.invoicing.actions import NothingToCheck, StillChecking
from commonweal.invoicing.queries import get_order
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(amina, amina_unit, festival):
    trusted(amina, 500_00)
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def let_go(order, at=NOW):
    return actions.let_go(order=get_order(id=order.pk), by=DIRK, at=at)


def test_above_the_limit_everything_is_planned_but_the_client_hears_nothing(held, amina_unit):
    assert held.state == "checking"
    assert Contract.objects.get().state == "planned"
    assert units.states(unit=amina_unit.pk, on=NOW.date()).planned == 935_00
    assert not tray().exists()
    (waits,) = units.waiting()
    assert (waits.origin, waits.cents, waits.member.first_name) == (held.ref, 1000_00, "Amina")
    with pytest.raises(StillChecking):
        confirm(held)


def test_up_to_the_limit_the_client_is_asked_at_once(amina, amina_unit, festival):
    trusted(amina, 1000_00)
    assert place(amina, festival, job(amina_unit, festival, worker(amina))).order.state == "sent"
    assert units.find_validation(origin=tray().get().about).state == "free"


def test_the_limit_of_the_manager_counts_where_no_member_enters_it(amina, amina_unit, festival):
    trusted(amina, 500_00)
    wanted = job(amina_unit, festival, worker(amina))
    placed = actions.place(job=wanted, client=festival, key="system", by=SYSTEM, at=NOW)
    assert placed.order.state == "checking"


def test_the_timeline_says_that_an_adviser_looks_first(held):
    first, second, *_rest = queries.story(order=held, at=NOW)
    assert (first.text, second.text, second.state) == (
        "Order entered", "An adviser looks at it", "next",
    )  # fmt: skip
    assert "500.00" in second.note
    assert queries.stations(order=held, at=NOW) == -1


def test_then_the_client_gets_the_link(held, festival):
    assert let_go(held).state == "sent"
    assert tray().get(kind="order_to_confirm").to == festival.email
    assert confirm(held).state == "confirmed"


def test_it_waits_for_an_adviser_only_once(held):
    let_go(held)
    with pytest.raises(NothingToCheck):
        let_go(held)


def test_after_the_start_it_is_too_late(held):
    with pytest.raises(StartHasPassed):
        let_go(held, at=NOW + timedelta(days=3))
    assert get_order(id=held.pk).state == "checking"


def test_a_job_that_is_taken_back_waits_for_nobody(held, amina):
    actions.withdraw(order=get_order(id=held.pk), reason="Rain", by=DIRK, at=NOW)
    assert not units.waiting()
    texts = [each.text for each in queries.story(order=get_order(id=held.pk), at=NOW)]
    assert texts[:2] == ["Order entered", "Order cancelled"]
