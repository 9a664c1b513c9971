"""Bankruptcies at the desk: look first, then confirm; the claim; a dividend."""

import pytest
from django.urls import reverse
from tests.cast import NOW, make_staff

from commonweal.access.queries import Role
from commonweal.clients import actions as clients
from commonweal.guarantee import queries
from commonweal.guarantee.tests.failing import bank_brings, invoice
from commonweal.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
JUDGMENT = {"on": "2026-05-04", "trustee_name": "Mr. Lievens", "language": "fr"}
LIST = "/desk/guarantee/bankruptcies/"


@pytest.fixture
def finance(client, entity):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


@pytest.fixture
def owed(amina_unit, festival):
    return invoice(amina_unit, festival)


def ask(browser, url=LIST, **query):
    return browser.get(url, query, headers={"accept-language": "en"})


def send(browser, url, **values):
    return browser.post(url, values, headers={"accept-language": "en"})


def new(festival):
    return f"{reverse('desk:guarantee_bankruptcy_new')}?client={festival.pk}"


def marked(browser, festival):
    send(browser, new(festival), **JUDGMENT, confirm="yes")
    return queries.bankruptcies().get()


def test_an_empty_house_says_that_nobody_failed(finance):
    page = ask(finance).text
    assert "No client failed" in page
    assert "Losses of the guarantee" in page


def test_a_client_is_found_by_its_name(finance, festival):
    page = ask(finance, reverse("desk:guarantee_bankruptcy_new"), q="senne").text
    assert f"?client={festival.pk}" in page
    assert "No client is found" in ask(finance, f"{LIST}new/", q="nobody").text


def test_first_it_shows_what_happens_and_keeps_nothing(finance, festival, owed):
    page = send(finance, new(festival), **JUDGMENT).text
    for told in ("€1,210.00", "€210.00", "€1,000.00", owed.number, "The fund is too small"):
        assert told in page
    assert "Mr. Lievens" in page
    assert not queries.bankruptcies().exists()


def test_what_lacks_is_said_beside_its_field_and_what_was_typed_stays(finance, festival, owed):
    page = send(finance, new(festival), **{**JUDGMENT, "on": "2026-05-05", "court": "Gent"})
    assert page.status_code == 422
    assert "Wait for the judgment" in page.text
    assert 'value="Gent"' in page.text


def test_then_it_is_marked_and_everybody_reads_it(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    page = ask(finance, f"{LIST}{bankruptcy.pk}/").text
    assert "Claim for the trustee" in page
    assert owed.number in page
    assert "Festival de la Senne" in ask(finance).text
    shown = ask(finance, f"/desk/invoices/{owed.number}/").text
    assert "Lost" in shown
    assert ">Paid<" not in shown
    festival.refresh_from_db()
    assert festival.blocked_on


def test_a_second_click_leads_to_the_first(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    answer = send(finance, new(festival), **JUDGMENT, confirm="yes")
    assert answer.headers["location"] == f"{LIST}{bankruptcy.pk}/"


def test_the_claim_is_a_paper_that_stays_the_same(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    first, second = (ask(finance, f"{LIST}{bankruptcy.pk}/claim.pdf") for _ in range(2))
    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content


def test_a_dividend_is_chosen_of_what_waits_at_the_bank(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    bank_brings(121_00, "move:7", account="499", name="move:7")
    assert "€121.00" in ask(finance, f"{LIST}{bankruptcy.pk}/").text
    send(finance, f"{LIST}{bankruptcy.pk}/dividend/", move="move:7", cents="")
    (recovery,) = queries.recoveries_of(bankruptcy=bankruptcy)
    assert (recovery.cents, recovery.vat_cents) == (121_00, 21_00)


def test_too_much_is_refused_and_told(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    bank_brings(2_000_00, "move:7", account="499", name="move:7")
    page = send(finance, f"{LIST}{bankruptcy.pk}/dividend/", move="move:7", cents="1500")
    assert page.status_code == 422
    assert "Fill in at most 1,210.00 euro" in page.text


def test_what_was_invoiced_since_is_written_off_later(finance, amina_unit, festival, owed):
    bankruptcy = marked(finance, festival)
    clients.unblock(clients=[festival], by=SYSTEM, at=NOW)
    invoice(amina_unit, festival)
    send(finance, f"{LIST}{bankruptcy.pk}/write-off/")
    assert queries.losses_of(bankruptcy=bankruptcy).count() == 2


def test_it_is_closed_with_the_court(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    wrong = send(finance, f"{LIST}{bankruptcy.pk}/close/", closed_on="2026-05-03")
    assert wrong.status_code == 422
    send(finance, f"{LIST}{bankruptcy.pk}/close/", closed_on="2026-05-04")
    assert "closed on" in ask(finance).text


def test_a_bankrupt_client_is_not_unblocked(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    page = ask(finance, f"/desk/clients/{festival.pk}/").text
    assert f"{LIST}{bankruptcy.pk}/" in page
    assert "Unblock" not in page
    finance.post(f"/desk/clients/{festival.pk}/unblock/")
    festival.refresh_from_db()
    assert festival.blocked_on


def test_the_page_of_a_client_leads_to_marking_it(finance, festival):
    assert f"{LIST}new/?client={festival.pk}" in ask(finance, f"/desk/clients/{festival.pk}/").text


def test_one_invoice_is_paid_by_somebody_else_and_too_much_waits(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    bank_brings(1_300_00, "move:7", account="499", name="move:7")
    send(finance, f"{LIST}{bankruptcy.pk}/dividend/", move="move:7", cents="", of=owed.ref)
    page = ask(finance, f"{LIST}{bankruptcy.pk}/").text
    assert f"Somebody paid {owed.number}" in page
    assert queries.dividends_waiting() == [("move:7", NOW.date(), 90_00)]
    assert ">Paid<" in ask(finance, f"/desk/invoices/{owed.number}/").text


def test_a_dividend_is_taken_back_by_the_bank(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    bank_brings(121_00, "move:7", account="499", name="move:7")
    send(finance, f"{LIST}{bankruptcy.pk}/dividend/", move="move:7", cents="")
    bank_brings(-121_00, "move:8", account="499", name="move:8")
    (recovery,) = queries.recoveries_of(bankruptcy=bankruptcy)
    back = {"back-recovery": recovery.pk, "back-move": "move:8"}
    without = send(finance, f"{LIST}{bankruptcy.pk}/dividend/back/", **back)
    assert without.status_code == 422
    assert "Say in a few words why" in without.text
    send(finance, f"{LIST}{bankruptcy.pk}/dividend/back/", **back, **{"back-because": "Recalled"})
    page = ask(finance, f"{LIST}{bankruptcy.pk}/").text
    assert "Dividend taken back" in page
    assert "Take a dividend back" not in page
    assert queries.left_of(bankruptcy=bankruptcy) == 1210_00


def test_what_bounced_after_the_end_is_told_and_taken_up_again(finance, amina_unit, festival, owed):
    bank_brings(605_00, owed.ref, unit=amina_unit.pk)
    bankruptcy = marked(finance, festival)
    send(finance, f"{LIST}{bankruptcy.pk}/close/", closed_on="2026-05-04")
    bank_brings(-605_00, owed.ref, unit=amina_unit.pk, name="move:2")
    page = ask(finance, f"{LIST}{bankruptcy.pk}/").text
    assert "€605.00 is owed and not written off" in page
    send(finance, f"{LIST}{bankruptcy.pk}/reopen/")
    send(finance, f"{LIST}{bankruptcy.pk}/write-off/")
    page = ask(finance, f"{LIST}{bankruptcy.pk}/").text
    assert "is owed and not written off" not in page
    assert "1 invoice, VAT included" in page


def test_a_mistake_is_undone_for_a_reason(finance, festival, owed):
    bankruptcy = marked(finance, festival)
    assert send(finance, f"{LIST}{bankruptcy.pk}/mistake/").status_code == 422
    send(finance, f"{LIST}{bankruptcy.pk}/mistake/", **{"mistake-because": "Another Festival"})
    page = ask(finance, f"{LIST}{bankruptcy.pk}/").text
    assert "It was a mistake" in page
    assert "Another Festival" in page
    assert "Record a dividend" not in page
    assert "it was a mistake" in ask(finance).text
    festival.refresh_from_db()
    assert not festival.blocked_on


def test_the_auditor_reads_and_writes_nothing(client, entity, festival, owed):
    client.force_login(make_staff(Role.AUDITOR))
    assert "Mark a client bankrupt" not in ask(client).text
    assert ask(client, reverse("desk:guarantee_bankruptcy_new")).status_code == 403
