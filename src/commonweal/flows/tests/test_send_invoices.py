import pytest
from tests.cast import NOW

from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, later, on, place, worker
from commonweal.flows.three_in_one import actions
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import Cursor
from commonweal.letters.queries import tray

# A job sees an event when its transaction is over: these tests commit.
pytestmark = pytest.mark.usefixtures("own_database")


def test_an_invoice_with_its_papers_goes_to_the_client_once(request):
    amina, festival, amina_unit = _cast()
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    declare()
    at = on(later(1))
    invoicing.render(invoices=[invoicing.Invoice.objects.get().pk], by=SYSTEM, at=at)
    actions.send_invoices(by=SYSTEM, at=at)
    actions.send_invoices(by=SYSTEM, at=at)
    letter = tray().get(kind="invoice")
    assert letter.to == festival.email
    assert letter.context["member"] == "Amina Benali"
    kinds = [seal["media_type"] for seal in letter.attachments]
    assert kinds == ["application/pdf", "application/xml"]
    assert Cursor.objects.get(job="three_in_one.send_invoices").transaction > 0
    assert at > NOW


def test_a_credit_note_is_sent_as_one_and_asks_for_no_money(request):
    amina, festival, amina_unit = _cast()
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    declare()
    at = on(later(1))
    invoice = invoicing.Invoice.objects.get()
    (note,) = invoicing.credit_note(invoices=[invoice], reason="Rain", by=SYSTEM, at=at)
    invoicing.render(invoices=[note.pk], by=SYSTEM, at=at)
    actions.send_invoices(by=SYSTEM, at=at)
    letter = tray().get(about=note.ref)
    assert letter.kind == "credit_note"
    assert invoice.number in letter.body
    assert "Rain" in letter.body
    assert "BE69" not in letter.body


def _cast():
    from tests.cast import make_client, make_member, make_unit
    from tests.journeys.house import open_house

    open_house()
    amina = make_member()
    return amina, make_client(), make_unit(amina)
