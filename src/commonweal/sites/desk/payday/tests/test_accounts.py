"""Account numbers at the desk: who entered them, what they wait for, and a colleague's word."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, actor, make_staff

from commonweal.access.queries import Role
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.einvoice.values import Vat
from commonweal.flows.payday import actions as payday
from commonweal.flows.payday import queries
from commonweal.flows.payday.tests.bills import EXEMPT, settle
from commonweal.kernel.actor import Actor
from commonweal.purchases import actions as purchases
from commonweal.purchases.tests.suppliers import at_unit, document, filled, item

pytestmark = pytest.mark.django_db
NEW = "BE68539007547034"
OTHER = "BE47313215646480"
LIST = "desk:payee_accounts"


@pytest.fixture
def maker():
    return make_staff(Role.FINANCE_MAKER)


@pytest.fixture
def desk(entity, maker):
    client = Client(headers={"accept-language": "en"})
    client.force_login(maker)
    return client


@pytest.fixture
def waits(amina):
    return payday.change_account(member=amina, iban=NEW, by=actor(amina), at=NOW)


def held(payee, at=NOW):
    return bank.held(payees=[payee], at=at).get(payee)


def send(desk, name, account, **words):
    return desk.post(reverse(f"desk:payee_account_{name}", args=[account.pk]), words)


def test_a_number_that_waits_is_listed_with_who_entered_it(desk, waits):
    text = desk.get(reverse(LIST)).text
    assert "Amina Benali" in text and "once it is confirmed" in text
    assert "BE•• •••• 7034" in text and "5390 0754" not in text


def test_a_colleague_confirms_it_and_says_how_they_know(desk, waits, amina):
    because = "Called her on the number of the contract"
    assert send(desk, "confirm", waits, because=because).status_code == 302
    assert held(amina.ref).needs == "time"
    text = desk.get(reverse("desk:payee_account", args=[waits.pk])).text
    assert because in text and "Dirk Maes" in text


def test_what_is_to_confirm_is_a_queue_of_the_desk(desk, waits):
    assert "Account numbers to confirm" in desk.get(reverse("desk:home")).text
    banking.confirm_account(account=waits, how="link", by=Actor("member:1", "Amina"), at=NOW)
    assert "Account numbers to confirm" not in desk.get(reverse("desk:home")).text
    assert "too new yet" in desk.get(reverse(LIST)).text


def test_without_a_reason_nothing_is_confirmed(desk, waits, amina):
    page = send(desk, "confirm", waits, because=" ")
    assert page.status_code == 422
    assert "id_because_error" in page.text
    assert held(amina.ref).needs == "confirmation"


def test_a_colleague_stops_it(desk, waits, amina):
    send(desk, "stop", waits, because="She called: it was not her")
    assert held(amina.ref) is None
    amina.refresh_from_db()
    assert amina.iban == "BE48001123456727"
    assert send(desk, "stop", waits, because="again").status_code == 422


def test_the_page_of_a_member_lists_the_numbers_with_their_story(desk, waits, amina):
    text = desk.get(reverse("desk:member", args=[amina.pk])).text
    assert "Account numbers" in text and "First account" in text
    assert "BE•• •••• 7034" in text and "BE•• •••• 6727" in text
    assert "5390 0754" not in text


def test_an_auditor_looks_and_touches_nothing(entity, waits):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(Role.AUDITOR, name="Nora Peeters"))
    assert client.get(reverse(LIST)).status_code == 200
    assert send(client, "confirm", waits, because="I know").status_code == 403


def test_a_number_that_nobody_knows(desk):
    assert desk.get(reverse("desk:payee_account", args=[98765])).status_code == 404


@pytest.fixture
def bill(amina_unit, by, maker):
    """Bills of the printer, booked by the maker; each with the account number it says."""
    filled(amina_unit, 5000_00, by)
    account = banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")
    banking.open_accounts(accounts=[account], by=by, at=NOW)

    def bill(number, iban):
        purchase = at_unit(amina_unit, document(number=number, iban=iban), by)
        purchases.approve(purchases=[purchase], account="614", by=by, at=NOW)
        booker = Actor(maker.ref, maker.name)
        (booked,) = purchases.book(purchases=[purchase], account="614", by=booker, at=NOW)
        return booked

    return bill


def due(item):
    found = queries.due(until=NOW.date().replace(month=7), at=NOW)
    return next(one for one in found if one.item == item)


@pytest.fixture
def changed(bill, by):
    """The printer was paid on one number, and bills with another."""
    first = bill("P1", NEW)
    payday.prepare(until=NOW.date().replace(month=7), by=by, at=NOW)
    assert held(due_payee(first)) is None
    return bill("P2", OTHER)


def due_payee(purchase):
    return f"supplier:{purchase.supplier_key}"


def test_a_supplier_with_another_number_waits_for_a_colleague(desk, changed, maker):
    assert "Confirm" in due(changed.ref).held
    text = desk.get(reverse(LIST)).text
    assert "Drukkerij De Pers" in text and "BE47 3132 1564 6480" in text
    desk.post(reverse("desk:payee_account_ask"), {"item": changed.ref})
    (noted,) = bank.unconfirmed_accounts()
    assert (noted.iban, noted.entered_by) == (OTHER, maker.ref)
    page = send(desk, "confirm", noted, because="I booked it")
    assert page.status_code == 422  # who booked the bill does not confirm its number
    colleague = Client(headers={"accept-language": "en"})
    colleague.force_login(make_staff(Role.FINANCE_CHECKER, name="Chris Claes"))
    because = "Called the printer on the number of its website"
    assert send(colleague, "confirm", noted, because=because).status_code == 302
    assert "Wait until" in due(changed.ref).held
    later = queries.due(until=NOW.date().replace(month=7), at=NOW.replace(day=5))
    assert [one.held for one in later if one.item == changed.ref] == [""]


def test_what_is_noted_already_is_not_asked_twice(desk, changed):
    for _time in range(2):
        answer = desk.post(reverse("desk:payee_account_ask"), {"item": changed.ref})
        assert answer.status_code == 302
    assert bank.unconfirmed_accounts().count() == 1
    assert answer.url == reverse(LIST)


def test_of_two_numbers_of_a_new_supplier_only_the_first_is_paid(bill, by):
    first, second = bill("P1", NEW), bill("P2", OTHER)
    (batch,) = payday.prepare(until=NOW.date().replace(month=7), by=by, at=NOW)
    assert [payment.item for payment in bank.payments(batch=batch)] == [first.ref]
    assert "Confirm" in due(second.ref).held


def test_a_new_supplier_who_looks_like_a_known_one_says_like_whom_until_confirmed(
    desk, amina_unit, bill, by
):
    settle(bill("P1", NEW), by)
    paper = document(
        item(100_00, Vat.OUTSIDE_SCOPE, 0), number="X1", iban=OTHER,
        seller=replace(EXEMPT, name="Drukkerij de Pers bv"),
    )  # fmt: skip
    doubted = at_unit(amina_unit, paper, by)
    purchases.approve(purchases=[doubted], account="614", by=by, at=NOW)
    purchases.book(purchases=[doubted], account="614", by=by, at=NOW)
    text = desk.get(reverse(LIST)).text
    assert "New suppliers who look like one we know" in text
    said = "Looks like “Drukkerij De Pers”, who is paid on another number."
    assert said in text and "Drukkerij de Pers bv" in text
    desk.post(reverse("desk:payee_account_ask"), {"item": doubted.ref})
    (noted,) = bank.unconfirmed_accounts()
    page = reverse("desk:payee_account", args=[noted.pk])
    assert said in desk.get(reverse(LIST)).text and said in desk.get(page).text
    assert send(desk, "confirm", noted, because="Called them: two printers").status_code == 302
    assert said not in desk.get(page).text
    assert due(doubted.ref).held == ""
