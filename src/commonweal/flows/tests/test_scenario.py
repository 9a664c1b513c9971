"""
From order to wage, read aloud by a bookkeeper.

Amina makes a poster for the festival: 1,000.00 euro without VAT, eight hours on 6 May 2026.
"""

import pytest
from tests.cast import NOW

from commonweal.activities import queries as units
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.invoicing.queries import invoices_of_orders
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


def test_amina_enters_a_job_and_is_paid(amina, amina_unit, festival, entity):
    placed = place(amina, festival, job(amina_unit, festival, worker(amina)))
    order = placed.order
    assert (placed.estimate.contribution_cents, placed.estimate.work_budget_cents) == (
        65_00,
        935_00,
    )
    (part,) = placed.estimate.parts
    assert part.gross_cents == 578_19
    assert units.states(unit=amina_unit.pk, on=NOW.date()).planned == 935_00

    confirm(order)
    assert units.states(unit=amina_unit.pk, on=NOW.date()).confirmed == 935_00
    declare()

    on(later(1))  # 7 May: the work is over
    invoice = invoices_of_orders(orders=[order.pk])[order.pk]
    assert (invoice.net_cents, invoice.vat_cents, invoice.issued_on) == (1000_00, 210_00, later(1))
    (slip,) = payroll.standing()
    assert slip.gross_cents == 578_19
    assert slip.due_on == later(7)
    assert units.states(unit=amina_unit.pk, on=later(1)).confirmed == 0
    lines = [(row.account, row.cents) for row in ledger.statement(unit=amina_unit.pk)]
    assert lines == [
        ("7000", 1000_00),
        ("6199", -65_00),
        ("6203", -slip.gross_cents),
        ("6211", -slip.tariff_cents),
    ]
    assert ledger.budget(unit=amina_unit.pk) == 935_00 - slip.gross_cents - slip.tariff_cents
    assert set(ledger.proofs().values()) == {0}
