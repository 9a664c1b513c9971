"""three_in_one.credit: an invoice is taken back, and nothing stays kept aside for its expenses."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.activities import queries as units
from commonweal.activities.models import Commitment
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
from commonweal.flows.three_in_one import actions
from commonweal.flows.three_in_one.actions import Expense
from commonweal.invoicing.queries import invoices_of_orders
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(amina, bram, amina_unit, festival):
    """Amina worked on 6 May and was paid first, then Bram; 40.00 of it is for paper."""
    workers = worker(amina, day(later(0))), worker(bram, day(later(5)))
    paper = (Expense("Paper", 40_00),)
    wanted = job(amina_unit, festival, *workers, price=2400_00, expenses=paper)
    order = place(amina, festival, wanted).order
    confirm(order)
    declare()
    on(later(1))
    on(later(6))
    return invoices_of_orders(orders=[order.pk])[order.pk]


def credit(invoice):
    at = on(later(7))
    (note,) = actions.credit(invoices=[invoice], reason="Wrong client", by=SYSTEM, at=at)
    return note


def test_what_was_kept_aside_for_its_expenses_is_free(invoice, amina_unit):
    before = units.states(unit=amina_unit.pk, on=later(7))
    assert before.reserved == 40_00
    credit(invoice)
    states = units.states(unit=amina_unit.pk, on=later(7))
    assert states.available == before.available - 2244_00
    assert (states.reserved, states.confirmed, states.planned) == (0, 0, 0)
    assert not Commitment.objects.exists()
    assert ledger.account_balance(account="491") == ledger.account_balance(account="717") == 0
    assert set(ledger.proofs().values()) == {0}


def test_the_desk_credits_by_it(invoice, amina_unit, client):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    address = reverse("desk:invoice_credit_note", args=[invoice.number])
    assert client.post(address, {"extent": "whole", "reason": "Wrong client"}).status_code == 302
    assert not Commitment.objects.exists()
