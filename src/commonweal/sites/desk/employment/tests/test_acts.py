"""One contract at the desk: cancelled while its job goes on, or ended earlier."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
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
from commonweal.invoicing.models import Invoice
from commonweal.invoicing.queries import get_order

pytestmark = pytest.mark.django_db
ACTS = ["desk:contract_cancellation", "desk:contract_end"]


@pytest.fixture
def order(amina, bram, amina_unit, festival):
    """Amina works three days, Bram one; social security refuses Bram's."""
    days = [day(later(count)) for count in range(3)]
    both = job(amina_unit, festival, worker(amina, *days), worker(bram), price=2000_00)
    order = place(amina, festival, both).order
    confirm(order)
    declare(results={bram.national_number: "B"})
    return order


@pytest.fixture
def desk(client):
    return enter(client, make_staff(Role.PAYROLL))


def enter(client, user):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(user)
    return client


def contract(member):
    return Contract.objects.get(member=member)


def show(desk, member):
    return desk.get(reverse("desk:contract", args=[contract(member).pk]))


def post(desk, name, member, **said):
    return desk.post(reverse(name, args=[contract(member).pk]), said)


def cancel(desk, member, reason="He cannot come"):
    return post(desk, "desk:contract_cancellation", member, reason=reason)


def end(desk, member, last_day, reason="The stage was flooded"):
    return post(desk, "desk:contract_end", member, last_day=last_day, reason=reason)


def test_a_refused_contract_is_cancelled_and_the_invoice_leaves(desk, order, bram):
    assert "The rest of the job goes on" in show(desk, bram).text
    assert cancel(desk, bram).status_code == 302
    page = show(desk, bram)
    assert "Contract of Bram De Smet cancelled" in page.text
    assert "He cannot come" in page.text
    assert reverse(ACTS[0], args=[contract(bram).pk]) not in page.text
    on(later(3))
    assert Invoice.objects.get().order_id == order.pk


def test_the_member_reads_on_the_timeline_that_the_price_stays(desk, order, amina, bram):
    cancel(desk, bram)
    page = enter(desk, amina.user).get(reverse("portal:job", args=[order.pk]))
    assert "Contract of Bram De Smet cancelled" in page.text
    assert "The price stays as agreed" in page.text


def test_it_says_before_the_last_worker_goes_that_the_order_falls(desk, order, amina, bram):
    cancel(desk, bram)
    assert "the order is cancelled too" in show(desk, amina).text
    cancel(desk, amina, reason="The festival is off")
    assert get_order(id=order.pk).state == "cancelled"


def test_work_ends_earlier_and_the_page_says_that_the_gross_stays(desk, order, amina):
    on(later(1))
    assert "The agreed gross pay stays and is paid in full" in show(desk, amina).text
    assert end(desk, amina, later(0)).status_code == 302
    assert contract(amina).ends_on == later(0)
    assert Declaration.objects.filter(kind="out").count() == 1
    page = show(desk, amina)
    assert "Work of Amina Benali ends earlier, on 6 May 2026" in page.text
    assert "The stage was flooded" in page.text


def test_an_end_that_is_none_is_refused_beside_its_field(desk, order, amina):
    on(later(1))
    page = end(desk, amina, later(2))
    assert page.status_code == 422
    assert "Choose an earlier day" in page.context["end_form"].errors["last_day"][0]
    assert "The stage was flooded" in page.text
    assert page.text.count('<details class="more" open') == 1


def test_work_that_has_not_begun_is_cancelled_instead(desk, order, amina):
    assert reverse(ACTS[1], args=[contract(amina).pk]) not in show(desk, amina).text
    page = end(desk, amina, later(0))
    assert page.status_code == 422
    assert "Move the work to other days instead" in page.text


@pytest.mark.parametrize("name", ACTS)
def test_an_act_without_reason_is_refused_and_does_nothing(desk, order, amina, name):
    on(later(1))
    page = post(desk, name, amina, last_day=later(0), reason=" ")
    assert page.status_code == 422
    assert contract(amina).state == "declared"
    assert contract(amina).ends_on == later(2)


def test_a_second_cancellation_is_refused_on_top(desk, order, bram):
    cancel(desk, bram)
    page = cancel(desk, bram)
    assert page.status_code == 422
    assert "Reload the page" in page.context["cancel_form"].non_field_errors()[0]


def test_the_gross_is_not_on_the_page(desk, order, amina):
    page = show(desk, amina)
    whole, cents = divmod(contract(amina).gross_cents, 100)
    assert "Private: it opens with the payslip" in page.text
    assert f"{whole}.{cents:02}" not in page.text
    assert f"{whole},{cents:02}" not in page.text


def test_a_paid_contract_leads_to_the_payslip_that_asks_for_a_reason(desk, order, amina):
    on(later(3))
    page = show(desk, amina)
    slip = page.context["slip"]
    assert reverse("desk:payslip", args=[slip.pk]) in page.text
    assert not page.context["may_cancel"]
    assert cancel(desk, amina).status_code == 422


@pytest.mark.parametrize("role", [Role.ADVISER, Role.AUDITOR])
def test_who_only_reads_sees_no_acts_and_cannot_do_them(client, order, amina, bram, role):
    reader = enter(client, make_staff(role))
    on(later(1))
    page = show(reader, amina)
    assert page.status_code == 200
    for name in ACTS:
        assert reverse(name, args=[contract(amina).pk]) not in page.text
    assert cancel(reader, bram).status_code == 403
    assert end(reader, amina, later(0)).status_code == 403


def test_neither_member_nor_stranger_enters(client, order, amina, bram):
    member = enter(client, amina.user)
    assert cancel(member, bram).status_code == 403
    assert end(member, amina, later(0)).status_code == 403
    client.logout()
    assert cancel(client, bram).status_code == 302
    assert contract(bram).state == "refused"


@pytest.mark.parametrize("name", ACTS)
def test_what_is_not_there_is_not_found(desk, name):
    assert desk.post(reverse(name, args=[404]), {"reason": "x"}).status_code == 404


def test_an_act_is_not_a_page(desk, order, amina):
    for name in ACTS:
        assert desk.get(reverse(name, args=[contract(amina).pk])).status_code == 405
