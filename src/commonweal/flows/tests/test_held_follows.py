"""Whatever is paid and comes back: what is held is what is not collected, to the cent."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, make_client

from commonweal.clients import queries as clients
from commonweal.flows.tests.unsure import bill
from commonweal.flows.three_in_one import actions
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.money import round_half_up
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def bank_moves(invoice, cents, key):
    lines = (
        ledger.Line("550", cents),
        ledger.Line("400", -cents, invoice.unit_id, invoice.ref),
    )
    entry = ledger.Entry("bank", NOW.date(), key, key, key, lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    net=st.integers(1, 9_999_99),
    shares=st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=8),
)
def test_what_is_held_is_what_is_not_collected(amina_unit, net, shares):
    from django.db import transaction

    with transaction.atomic():
        client = clients.get(id=make_client().pk)
        line = invoicing.NewLine("Concert", net, invoicing.Vat.STANDARD, 2100)
        contribution = net * 65 // 1000
        invoice = bill(amina_unit, client, line, contribution)
        whole, keys = net - contribution, count()
        start = books.budget(unit=amina_unit.pk)
        for percent, run in shares:  # so much of the price is paid from now on
            owed = books.open_amount(account="400", item=invoice.ref)
            paid = invoice.total_cents * percent // 100
            if cents := paid - (invoice.total_cents - owed):
                bank_moves(invoice, cents, f"{invoice.ref}:{next(keys)}")
            if run:
                actions.release_paid(by=SYSTEM, at=NOW)
                earned = round_half_up(whole * paid, invoice.total_cents)
                assert books.open_amount(account="4894", item=invoice.ref) == earned - whole
                assert books.budget(unit=amina_unit.pk) == start + earned
                assert actions.release_paid(by=SYSTEM, at=NOW) == []
        assert books.proofs()["open_items_equal_lines"] == 0
        transaction.set_rollback(True)


def test_a_guaranteed_invoice_that_opens_again_holds_nothing(amina_unit):
    line = invoicing.NewLine("Concert", 1000_00, invoicing.Vat.STANDARD, 2100)
    new = invoicing.NewInvoice(
        amina_unit.pk, clients.get(id=make_client().pk), "Concert", [line],
        contribution_cents=65_00, guaranteed=True,
    )  # fmt: skip
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=NOW)
    (invoice,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=NOW)
    bank_moves(invoice, 1210_00, "paid")
    bank_moves(invoice, -1210_00, "back")
    assert books.reopened(account="400") == [invoice.ref]
    assert actions.release_paid(by=SYSTEM, at=NOW) == []
