"""The demands of a client stand on its invoice; who was merged is invoiced as who goes on."""

import pytest
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, later, on, place, worker
from commonweal.invoicing.queries import invoices_of_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def billed(amina, amina_unit):
    """Bill one job of a client as it is known on the day after."""

    def billed(client):
        order = place(amina, client, job(amina_unit, client, worker(amina))).order
        confirm(order)
        declare()
        return order

    return billed


def bill_of(order):
    on(later(1))
    return invoices_of_orders(orders=[order.pk])[order.pk]


def test_the_demands_of_a_client_stand_on_its_invoice(billed, festival, by, at):
    details = {
        "invoice_email": "compta@festival.example", "cost_centre": "K4", "payment_days": 60,
        "peppol_id": "0208:0456789133",
    }  # fmt: skip
    order = billed(festival)
    clients.correct(client=festival, details=details, by=by, at=at)
    invoice = bill_of(order)
    assert invoice.due_on == later(61)
    assert invoice.buyer["cost_centre"] == "K4"
    assert invoice.buyer["peppol_id"] == "0208:0456789133"
    assert invoice.buyer["invoice_email"] == "compta@festival.example"


def test_a_job_of_a_client_that_was_merged_is_invoiced_to_the_one_that_goes_on(
    billed, festival, by, at
):
    double = make_client(
        name="Festival Senne", enterprise_number="0456789133", vat_number="BE0456789133"
    )
    order = billed(double)
    clients.correct(
        client=double, details={"enterprise_number": None, "vat_number": ""}, by=by, at=at
    )
    clients.merge(keep=festival, others=[double], reason="same house", by=by, at=at)
    invoice = bill_of(order)
    assert invoice.client_id == festival.pk
    assert invoice.buyer["name"] == "Festival de la Senne"
    assert order.client_id in queries.family(client=festival)
