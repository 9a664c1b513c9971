"""An order of an activity names no workers: its price feeds the budget that pays the work."""

from datetime import date, timedelta

import pytest
from tests.cast import NOW, TODAY, actor, make_unit

from commonweal.activities import queries as units
from commonweal.flows.shareholders.queries import ShareNeeded
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one import jobs, queries
from commonweal.flows.wages import UnknownWorker
from commonweal.invoicing import queries as invoicing
from commonweal.invoicing.actions import WrongPeriod
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.letters.queries import tray
from commonweal.members import actions as members

FIRST, LAST = TODAY + timedelta(days=2), TODAY + timedelta(days=4)


@pytest.fixture
def activity(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return make_unit(amina, "activity", "Atelier Brume")


def order(unit, festival, amina, **changes):
    facts = {"title": "Posters", "price_cents": 2000_00, "starts_on": FIRST, "ends_on": LAST}
    job = three_in_one.Job(unit_id=unit.pk, client_id=festival.pk, **facts | changes)
    placed = three_in_one.place(job=job, client=festival, key="1", by=actor(amina), at=NOW)
    return placed.order


def confirmed(found):
    fatima = Actor(f"client:{found.client_id}", "Fatima El Amrani")
    return three_in_one.confirm(order=found, purchase_order="", by=fatima, at=NOW)


def states(unit, on=TODAY):
    found = units.states(unit=unit.pk, on=on)
    return found.planned, found.confirmed, found.available, found.collected


def test_the_price_less_the_contribution_is_planned_and_then_confirmed(activity, festival, amina):
    found = order(activity, festival, amina)
    assert states(activity) == (1870_00, 0, 0, 0)
    confirmed(found)
    assert states(activity) == (0, 1870_00, 0, 0)


def test_the_day_after_the_last_day_it_is_invoiced_and_available(activity, festival, amina):
    found = confirmed(order(activity, festival, amina))
    jobs.run(at=NOW + timedelta(days=4))
    assert not invoicing.invoices_of_orders(orders=[found.pk])
    jobs.run(at=NOW + timedelta(days=5))
    invoice = invoicing.invoices_of_orders(orders=[found.pk])[found.pk]
    assert (invoice.net_cents, invoice.guaranteed) == (2000_00, True)
    assert states(activity, on=LAST) == (0, 0, 1870_00, 0)


def test_the_client_has_its_days_to_confirm_also_when_the_work_began(activity, festival, amina):
    order(activity, festival, amina, starts_on=TODAY - timedelta(days=9), ends_on=TODAY)
    assert "2026" in tray().get(kind="order_to_confirm").body


def test_its_story_speaks_of_no_declaration_and_no_wage(activity, festival, amina):
    found = confirmed(order(activity, festival, amina))
    told = [each.text for each in queries.story(order=found, at=NOW)]
    assert not [text for text in told if "declared" in text or "Wage" in text]
    assert queries.stations(order=found, at=NOW) == 2


def test_it_can_be_taken_back(activity, festival, amina):
    found = confirmed(order(activity, festival, amina))
    three_in_one.withdraw(order=found, reason="Cancelled", by=actor(amina), at=NOW)
    assert states(activity) == (0, 0, 0, 0)


def test_the_estimate_leaves_all_of_it_on_the_budget(activity, festival):
    job = three_in_one.Job(activity.pk, festival.pk, "Posters", 2000_00, starts_on=FIRST)
    found = queries.estimate(job=job)
    assert (found.parts, found.rest_cents) == ((), 1870_00)


def test_a_3in1_account_says_who_works(amina_unit, festival, amina):
    with pytest.raises(UnknownWorker):
        order(amina_unit, festival, amina)


def test_it_ends_after_it_starts(activity, festival, amina):
    with pytest.raises(WrongPeriod):
        order(activity, festival, amina, starts_on=LAST, ends_on=FIRST)


def test_to_invoice_from_an_activity_a_manager_owns_a_share(bram, festival):
    unit = make_unit(bram, "activity", "Klank")
    with pytest.raises(ShareNeeded, match="Let Bram De Smet pay a share first"):
        order(unit, festival, bram)
