"""Money that goes back, at the desk: from what waits, from a client, and its way to the bank."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import PaymentBatch, Refund
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW, TODAY, bring, coda
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.tests.refunds import OTHER, PAYER, came_in, give_back
from commonweal.banking.tests.test_build_batch import wage
from commonweal.banking.tests.test_place_parts import place
from commonweal.banking.tests.test_take_status import given_batch, report
from commonweal.banking.tests.waiting import wait, waiting
from commonweal.banking.values import ReadMove
from commonweal.flows.payday import actions as payday
from commonweal.flows.payday import queries as due
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.cash import Kind
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.conftest import draft as draft
from commonweal.invoicing.tests.conftest import new_invoice as new_invoice
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, settings, entity, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


@pytest.fixture
def invoice(draft, by, at):
    """An invoice of the festival: 1,210.00."""
    (invoice,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    return invoice


@pytest.fixture
def credited(invoice, by, at):
    """Paid on the 4th of May, and credited the same day."""
    bring(coda(came_in(121_000, invoice.reference)))
    invoicing.credit_note(invoices=[invoice], reason="No concert", by=by, at=at)
    return invoice


def new(account, item):
    return f"{reverse('desk:refund_new')}?account={account}&item={item}"


def give(desk, account, item, **more):
    given = {"because": "paid twice", "cents": "1210,00"} | more
    return desk.post(new(account, item), given)


def test_what_waits_has_a_key_and_a_button_to_give_it_back(desk):
    (move,) = wait(came_in(121_000))
    page = desk.get(reverse("desk:matching"))
    assert 'data-refund aria-keyshortcuts="r"' in page.text
    assert escape(new("499", f"move%3A{move.pk}")) in page.text
    form = desk.get(new("499", move.ref))
    assert (form.status_code, "BE71 0961 2345 6769" in form.text) == (200, True)
    answer = give(desk, "499", move.ref)
    assert answer.url == reverse("desk:matching")
    assert (waiting(), Refund.objects.get().cents) == (0, 121_000)


def test_money_that_went_out_cannot_go_back(desk):
    wait(came_in(-500))
    assert "data-refund" not in desk.get(reverse("desk:matching")).text


def test_what_was_typed_stays_when_it_is_refused(desk):
    (move,) = wait(came_in(121_000))
    page = give(desk, "499", move.ref, because="", cents="9.999,00", iban="BE68539007547035")
    assert page.status_code == 422
    assert "BE68539007547035" in page.text and "9.999,00" in page.text
    page = give(desk, "499", move.ref, cents="9.999,00")
    assert (page.status_code, waiting()) == (422, 121_000)
    assert set(page.context["form"].errors) == {"cents"}


def test_a_credit_shows_with_its_client_and_on_its_invoice(desk, credited):
    for url in (
        reverse("desk:refunds"),
        reverse("desk:client", args=[credited.client_id]),
        reverse("desk:invoice", args=[credited.number]),
    ):
        page = desk.get(url)
        assert (page.status_code, "1.210,00" in page.text) == (200, True), url
        assert reverse("desk:refund_new") in page.text, url
    give(desk, "400", credited.ref)
    assert reverse("desk:refund_new") not in desk.get(reverse("desk:refunds")).text


def test_from_the_credit_to_the_statement_with_every_figure(desk, credited):
    """In 1,210.00, back 1,210.00: the account, the claim and what is owed end at nothing."""
    give(desk, "400", credited.ref, because="No concert")
    refund = Refund.objects.get()
    assert (refund.name, refund.iban) == ("Festival vzw", PAYER)
    (one,) = due.due(until=refund.due_on, at=NOW)
    assert (one.kind, one.cents, one.held) == ("refund", 121_000, "")
    assert credited.number in one.reference
    forecast = guarantee.cash(on=TODAY).book.moves
    assert [(move.kind, move.cents) for move in forecast] == [(Kind.REFUND, -121_000)]
    desk.post(reverse("desk:payments_build"), {"item": [refund.ref]})
    batch = PaymentBatch.objects.get()
    payday.approve(batch=batch, by=CHECKER, at=NOW)
    batch = payday.export(batch=batch, by=MAKER, at=NOW)
    assert [move.cents for move in guarantee.cash(on=TODAY).book.moves] == [-121_000]
    assert due.due(until=refund.due_on, at=NOW) == []
    out = ReadMove(-121_000, TODAY, TODAY, order_reference=f"CW{batch.pk}-{TODAY:%Y%m%d}")
    bring(coda(out, sequence=2, old_cents=121_000))
    ((_row, state, *_told),) = desk.get(reverse("desk:refunds")).context["rows"]
    assert state == "paid"
    for number in ("400", "460", "499", "5509", "550"):
        assert books.account_balance(account=number) == 0, number


def test_another_number_is_held_and_the_proposals_say_so(desk):
    (move,) = wait(came_in(121_000))
    give(desk, "499", move.ref, iban=OTHER)
    (one,) = due.due(until=Refund.objects.get().due_on, at=NOW)
    assert (one.iban, bool(one.held)) == (OTHER, True)
    with pytest.raises(payday.NothingReady):
        payday.prepare(until=one.due_on, by=MAKER, at=NOW)


def test_a_refund_is_taken_back_with_a_reason(desk):
    (move,) = wait(came_in(121_000))
    give(desk, "499", move.ref)
    url = reverse("desk:refund_undo", args=[Refund.objects.get().pk])
    assert desk.post(url, {"because": ""}).status_code == 422
    assert desk.post(url, {"because": "they keep it"}).url == reverse("desk:refunds")
    assert waiting() == 121_000
    assert "they keep it" in desk.get(reverse("desk:refunds")).text


def test_what_is_not_there_is_not_found(desk):
    assert desk.get(new("499", "move:0")).status_code == 404
    assert desk.get(new("455", "payslip:1")).status_code == 404
    assert desk.get(reverse("desk:refund_new")).status_code == 404


def test_an_auditor_reads_and_gives_nothing_back(desk, client):
    (move,) = wait(came_in(121_000))
    client.force_login(make_staff(Role.AUDITOR, name="An Auditor"))
    assert client.get(reverse("desk:refunds")).status_code == 200
    assert client.get(new("499", move.ref)).status_code == 403
    refund = banking.refund(account="499", item=move.ref, because="x", by=MAKER, at=NOW)
    url = reverse("desk:refund_undo", args=[refund.pk])
    assert client.post(url, {"because": "x"}).status_code == 403
    assert queries.get_refund(id=refund.pk).undone_at is None


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.ADVISER, Role.PAYROLL, Role.ADMINISTRATOR, None]
)
def test_who_is_not_of_finance_gives_nothing_back_and_writes_no_office(
    client, settings, entity, account, role
):
    settings.STAFF_NEED_SECOND_FACTOR = False
    if role:
        client.force_login(make_staff(role))
    (move,) = wait(came_in(121_000))
    refund = give_back("499", move.ref, cents=100)
    office = {"name": "Office", "iban": OTHER}
    deeds = [
        (new("499", move.ref), {"because": "x", "cents": "1,00"}),
        (reverse("desk:refund_undo", args=[refund.pk]), {"because": "x"}),
        (reverse("desk:state_office", args=["vat"]), office),
    ]
    assert {client.post(url, data).status_code for url, data in deeds} == {403 if role else 302}
    assert Refund.objects.get().undone_at is None
    assert queries.authorities() == {}


@pytest.mark.parametrize(
    "odd",
    ["account=499&item=%00", "account=%00&item=move:1", "account=460&item=refund:1", "item=x"],
)
def test_an_address_that_names_no_money_is_a_page_that_is_not_there(desk, odd):
    assert desk.get(f"{reverse('desk:refund_new')}?{odd}").status_code == 404


def test_the_desk_leads_a_colleague_to_a_refusal_that_waits(desk):
    """Else a wage that the bank refused would wait for somebody who opens its batch by chance."""
    batch = given_batch(wage(1))
    file = banking.BankFile("r.xml", report(batch, "RJCT"))
    banking.take_status(files=[file], by=CHECKER, at=NOW)
    assert reverse("desk:batch", args=[batch.pk]) in desk.get(reverse("desk:home")).text
    banking.confirm_refusals(batch=batch, by=MAKER, at=NOW)
    assert reverse("desk:batch", args=[batch.pk]) not in desk.get(reverse("desk:home")).text


def test_of_a_refund_that_came_back_less_a_fee_the_rest_is_paid_and_nothing_stops(desk):
    """What was asked for once is more than is owed: all that is chosen with it would be refused."""
    (move,) = wait(came_in(12_100))
    refund = give_back("499", move.ref)
    until = TODAY + timedelta(days=30)
    (batch,) = payday.prepare(until=until, by=MAKER, at=NOW)
    payday.approve(batch=batch, by=CHECKER, at=NOW)
    payday.export(batch=batch, by=MAKER, at=NOW)
    out = ReadMove(-12_100, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    (less,) = wait(out, came_in(12_000, name="Bank"), sequence=3, old_cents=12_100)
    place(less, ("460", refund.ref, None, 12_000))
    assert [one.cents for one in due.due(until=until, at=NOW)] == [12_000]
    (again,) = payday.prepare(until=until, by=MAKER, at=NOW)
    assert again.total_cents == 12_000
