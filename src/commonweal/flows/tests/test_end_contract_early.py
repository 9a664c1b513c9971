"""Ending the contract of one worker before the last day that was announced."""

import pytest

from commonweal.employment import actions as employment
from commonweal.employment.models import Contract, Declaration
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.flows.three_in_one import actions, queries
from commonweal.invoicing.models import Invoice
from commonweal.invoicing.queries import get_order
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    """Three days of work that social security accepted."""
    days = [day(later(count)) for count in range(3)]
    order = place(amina, festival, job(amina_unit, festival, worker(amina, *days))).order
    confirm(order)
    declare()
    return order


def end(last_day, by, at, reason="The stage was flooded"):
    contract = Contract.objects.get()
    actions.end_contract_early(contract=contract, last_day=last_day, reason=reason, by=by, at=at)
    contract.refresh_from_db()
    return contract


def test_the_days_after_are_given_up_and_social_security_is_told(order, by):
    ended = end(later(0), by, on(later(1)))
    assert (ended.ends_on, ended.minutes) == (later(0), 480)
    assert Declaration.objects.filter(contract=ended, kind="out").count() == 1


def test_the_agreed_gross_is_paid_on_the_hours_that_are_left(order, by):
    agreed = Contract.objects.get().gross_cents
    end(later(0), by, on(later(1)))
    on(later(1))
    slip = payroll.standing().get()
    assert (slip.gross_cents, slip.minutes) == (agreed, 480)


def test_the_invoice_leaves_after_the_agreed_last_day_at_the_agreed_price(order, by):
    end(later(0), by, on(later(1)))
    on(later(2))
    assert not Invoice.objects.exists()
    on(later(3))
    assert Invoice.objects.get().net_cents == 1000_00


def test_the_timeline_tells_the_real_last_day_and_why(order, by):
    at = on(later(1))
    end(later(0), by, at)
    story = queries.story(order=get_order(id=order.pk), at=at)
    (step,) = [each for each in story if "earlier" in each.text]
    assert step.text == "Work of Amina Benali ends earlier, on 6 May 2026"
    assert (step.who, step.at) == ("Dirk Maes", at)
    assert step.note.startswith("The stage was flooded · The agreed gross pay stays")


def test_it_asks_for_a_reason(order, by):
    with pytest.raises(employment.ReasonMissing):
        end(later(0), by, on(later(1)), reason="")
    assert Contract.objects.get().ends_on == later(2)


def test_it_refuses_as_the_room_does(order, by):
    with pytest.raises(employment.EndsAsAnnounced):
        end(later(2), by, on(later(1)))
