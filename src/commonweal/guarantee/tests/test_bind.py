import pytest
from tests.cast import NOW, make_unit

from commonweal.flows.billing import actions as billing
from commonweal.flows.tests.jobs_of_amina import declare, later, on
from commonweal.guarantee import actions, queries
from commonweal.guarantee.models import Guarantee
from commonweal.guarantee.tests.scene import DIRK, confirmed
from commonweal.invoicing.actions import NewInvoice, NewLine, Vat
from commonweal.invoicing.models import Invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(amina, amina_unit, festival):
    confirmed(amina, amina_unit, festival)
    declare()
    on(later(1))
    return Invoice.objects.get()


def test_an_invoice_is_bound_when_it_is_issued(invoice):
    row = queries.of_invoices(invoices=[invoice.pk])[invoice.pk]
    assert (row.eligible, row.promised_cents) == (True, 1000_00)
    assert row.order_id == invoice.order_id
    told = queries.explain_invoice(invoice=invoice)
    assert told.because.startswith("Guaranteed because Festival de la Senne confirmed on ")


def test_a_second_time_changes_nothing(invoice):
    actions.bind(invoices=[invoice], by=DIRK, at=NOW)
    assert Guarantee.objects.filter(invoice=invoice).count() == 1


def test_what_no_order_stands_behind_is_not_guaranteed(amina, festival):
    unit = make_unit(amina, "activity", "Atelier")
    type(amina).objects.update(share_paid_on=NOW.date())
    new = NewInvoice(
        unit.pk, festival, "Prints", [NewLine("Prints", 500_00, Vat.STANDARD, 2100)], 0,
        guaranteed=False, work_starts_on=NOW.date(), work_ends_on=NOW.date(),
    )  # fmt: skip
    draft = billing.draft_free(invoice=new, by=DIRK, at=NOW)
    (issued,) = billing.issue_free(drafts=[draft], by=DIRK, at=NOW)
    told = queries.explain_invoice(invoice=issued)
    assert not told.eligible
    assert "Wait until the client pays" in str(told.reasons[0])
