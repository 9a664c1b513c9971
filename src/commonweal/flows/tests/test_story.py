"""The timeline of a job: one thing at a time is what it waits for."""

import pytest
from tests.cast import NOW

from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, later, on, place, worker
from commonweal.flows.three_in_one import queries
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.queries import get_order, invoices_of_orders
from commonweal.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def told(order, at=NOW):
    story = queries.story(order=get_order(id=order.pk), at=at)
    return [(each.state, each.text) for each in story]


def test_first_it_waits_for_the_client(order):
    states = told(order)
    assert states[0] == ("done", "Order sent to Festival de la Senne")
    assert states[1] == ("next", "Festival de la Senne confirms the order")
    assert {state for state, _text in states[1:]} == {"next"}
    assert queries.stations(order=order, at=NOW) == 0


def test_then_for_the_work_and_then_for_the_money(order):
    confirm(order)
    declare()
    assert ("done", "Work of Amina Benali declared to social security") in told(order)
    at = on(later(1))
    states = told(order, at)
    assert [text for state, text in states if state == "next"] == [
        "Wage of Amina Benali is paid",
        "Festival de la Senne pays the invoice",
    ]
    assert queries.stations(order=get_order(id=order.pk), at=at) == 4


def test_a_refused_declaration_stands_out_with_its_remedy(order, amina):
    confirm(order)
    declare(results={amina.national_number: "B"})
    assert ("refused", "Declaration of Amina Benali refused") in told(order)


def test_work_that_begins_undeclared_is_an_alarm(order):
    confirm(order)
    noon = on(later(0), hour=12)
    refused = [each for each in queries.story(order=get_order(id=order.pk), at=noon)
               if each.state == "refused"]  # fmt: skip
    assert "Too late" in refused[0].note


def test_its_queries_do_not_grow_with_the_workers(
    order, amina, amina_unit, bram, festival, django_assert_max_num_queries
):
    with django_assert_max_num_queries(24):
        told(order)


def test_an_invoice_that_was_taken_back_is_not_told_as_paid(order):
    confirm(order)
    declare()
    at = on(later(1))
    invoice = invoices_of_orders(orders=[order.pk])[order.pk]
    invoicing.credit_note(invoices=[invoice], reason="Rain", by=SYSTEM, at=at)
    states = told(order, at)
    assert ("refused", "Taken back by credit note C2026-000001") in states
    assert not [text for _state, text in states if "pays" in text or "has paid" in text]
    assert queries.stations(order=get_order(id=order.pk), at=at) == 4
