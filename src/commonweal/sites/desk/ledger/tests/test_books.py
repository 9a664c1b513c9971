"""The books at the desk: every page opens for who may read it, and shows what the books say."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.ledger import queries as ledger
from commonweal.ledger.tests.books import invoice, payment, write

pytestmark = pytest.mark.django_db
PAGES = ["books", "books_journals", "books_open", "books_proofs"]


@pytest.fixture
def entries(entity):
    return write(invoice(1), invoice(2), payment(1, cents=1210_00))


def signed_in(role):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(role))
    return client


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE_CHECKER, Role.PAYROLL])
def test_who_keeps_or_checks_the_books_reads_them(entries, name, role):
    assert signed_in(role).get(reverse(f"desk:{name}")).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_an_adviser_does_not(entries, name):
    assert signed_in(Role.ADVISER).get(reverse(f"desk:{name}")).status_code == 403


def test_the_balance_shows_each_account_and_that_all_is_nought(entries):
    page = signed_in(Role.AUDITOR).get(reverse("desk:books"))
    assert "7000" in page.text
    assert "The books balance" in page.text


def test_a_card_leads_to_the_entry_and_the_entry_to_its_lines(entries):
    auditor = signed_in(Role.AUDITOR)
    card = auditor.get(reverse("desk:books_card", args=["400"]))
    address = reverse("desk:books_entry", args=[entries[0].id])
    assert address in card.text
    page = auditor.get(address)
    assert page.text.count("1,275.00") == 2
    assert "invoice:1" in page.text


def test_a_journal_lists_its_entries(entries):
    page = signed_in(Role.AUDITOR).get(reverse("desk:books_journal", args=["sales"]))
    assert "Invoice 2" in page.text


def test_an_open_item_is_told_with_its_age(entries):
    page = signed_in(Role.AUDITOR).get(reverse("desk:books_open"), {"account": "400"})
    assert "invoice:2" in page.text
    assert "invoice:1<" not in page.text


def test_proofs_are_made_on_request_and_kept(entries):
    auditor = signed_in(Role.AUDITOR)
    page = auditor.post(reverse("desk:books_prove"), follow=True)
    assert page.text.count("Proven") >= 9
    proof = ledger.last_proof()
    assert proof is not None
    assert not proof.faults


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("books_file", []), ("books_card_file", ["400"]), ("books_journals_file", []),
        ("books_journal_file", ["sales"]), ("books_open_file", []), ("books_proofs_file", []),
    ],
)  # fmt: skip
def test_every_list_can_be_taken_along(entries, name, arguments):
    answer = signed_in(Role.AUDITOR).get(reverse(f"desk:{name}", args=arguments))
    assert answer.headers["Content-Type"].startswith("text/csv")


def test_only_the_second_pair_of_eyes_closes_a_month(entries):
    closing = {"month": "2026-04"}
    assert signed_in(Role.PAYROLL).post(reverse("desk:books_close"), closing).status_code == 403


def test_a_closed_month_is_shown_with_who_closed_it(entries):
    checker = signed_in(Role.FINANCE_CHECKER)
    checker.post(reverse("desk:books_close"), {"month": "2026-04"})
    assert f"{ledger.closed_up_to():%Y-%m}" == "2026-04"
    assert "2026-04" in checker.get(reverse("desk:books_journals")).text


def test_what_is_not_there_is_not_found(entries):
    auditor = signed_in(Role.AUDITOR)
    for name, argument in (("books_entry", 5), ("books_card", "9999"), ("books_journal", "cash")):
        assert auditor.get(reverse(f"desk:{name}", args=[argument])).status_code == 404
