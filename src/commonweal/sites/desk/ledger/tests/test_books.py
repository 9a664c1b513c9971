"""The books at the desk: every page opens for who may read it, and shows what the books say."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from tests.cast import NOW, make_staff

from commonweal.access.queries import Role
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import LegalEntity
from commonweal.ledger import actions, queries
from commonweal.ledger.actions import Entry, Line
from commonweal.ledger.tests.books import MAY_4, invoice, payment, write

pytestmark = pytest.mark.django_db
PAGES = ["books", "books_journals", "books_open", "books_proofs"]
READERS = [Role.AUDITOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.PAYROLL]
MAY = date(2026, 5, 1)


@pytest.fixture
def entries(entity, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    return write(invoice(1), invoice(2), payment(1, cents=1210_00))


def signed_in(role, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(make_staff(role, name=f"{role.value.title()} Maes"))
    return client


@pytest.fixture
def auditor(entries):
    return signed_in(Role.AUDITOR)


def address(name, *arguments, **query):
    return reverse(f"desk:{name}", args=arguments, query=query)


def every_page(entries):
    card = [("books_card", "400"), ("books_card_file", "400")]
    entry = [("books_entry", entries[0].id), ("books_entry_file", entries[0].id)]
    journal = [("books_journal", "sales"), ("books_journal_file", "sales")]
    return [*((name,) for name in PAGES), *((f"{name}_file",) for name in PAGES), *card, *entry,
            *journal]  # fmt: skip


@pytest.mark.parametrize("role", READERS)
def test_who_keeps_or_checks_the_books_reads_them_all(entries, role):
    reader = signed_in(role)
    for page in every_page(entries):
        assert reader.get(address(*page)).status_code == 200, page


def test_nobody_else_enters(entries, amina):
    others = [role for role in Role if role not in {*READERS, Role.MEMBER}]
    for reader in [Client(), *map(signed_in, others)]:
        for page in every_page(entries):
            assert reader.get(address(*page)).status_code in (302, 403), page
    member = Client()
    member.force_login(amina.user)
    assert member.get(address("books")).status_code == 403


@pytest.mark.parametrize("role", READERS)
def test_payroll_reads_only_and_only_the_checker_closes(entries, role):
    reader = signed_in(role)
    proved = reader.post(address("books_prove"))
    assert proved.status_code == (403 if role == Role.PAYROLL else 302)
    closed = reader.post(address("books_close"), {"month": "2026-04"})
    assert closed.status_code == (302 if role == Role.FINANCE_CHECKER else 403)


def test_the_balance_shows_what_stood_what_moved_and_what_is_left(auditor):
    write(invoice(3, on=date(2026, 6, 2)))
    page = auditor.get(address("books", month="2026-06"))
    claims = next(
        row for group in page.context["groups"] for row in group.rows if row.code == "400"
    )
    assert claims[2:] == (1210_00, 1210_00, 0, 2420_00)
    assert "The books balance" in page.text
    assert address("books_card", "400", month="2026-06") in page.text


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_an_account_is_called_by_its_name_in_the_readers_language(entries, language):
    """The chart has no German: English is read there."""
    (account,) = queries.accounts(codes=["4510"])
    names = {"nl": account.label_nl, "fr": account.label_fr}
    page = signed_in(Role.AUDITOR, language).get(address("books"))
    assert escape(names.get(language, account.label_en)) in page.text
    assert len({account.label_nl, account.label_fr, account.label_en}) == 3


@pytest.mark.parametrize("month", ["2026-13", "May", "0001-01", "9999-12", "2026-05-04"])
def test_a_month_that_is_none_is_refused_beside_its_field(auditor, month):
    for page in (("books",), ("books_card", "400"), ("books_journal", "sales")):
        answer = auditor.get(address(*page, month=month))
        assert answer.status_code == 422
        assert "such as 2026-05" in answer.text


def test_a_card_leads_to_the_entry_and_keeps_its_filter(auditor, entries):
    write(invoice(3, unit=8))
    page = auditor.get(address("books_card", "400", month="2026-05", unit="7"))
    assert [row.name for row in page.context["page"].rows] == ["Sales 1", "Sales 2", "Bank 1"]
    assert address("books_entry", entries[0].id) in page.text
    assert "?month=2026-05&amp;unit=7" in page.text  # the file has the same lines
    assert page.context["totals"].closing_cents == 1210_00
    item = auditor.get(address("books_card", "400", item="invoice:3"))
    assert [row.unit for row in item.context["page"].rows] == [8]


def test_a_long_card_goes_on_where_the_page_ended(auditor):
    write(*[invoice(n, net=n * 100) for n in range(10, 130)])
    rows, url = [], address("books_card", "7000", unit="7")
    while url:
        page = auditor.get(url).context["page"]
        rows += page.rows
        url = page.next_url and address("books_card", "7000") + page.next_url
    assert len(rows) == 122
    assert len({row.name for row in rows}) == 122
    assert rows[-1].balance_cents == queries.totals(of=queries.Scope("7000")).closing_cents
    assert "Back to the start" in auditor.get(
        address("books_card", "7000", unit="7", after="2026-05-04_1000000000012_2")
    ).text  # fmt: skip


@pytest.mark.parametrize("after", ["x", "2026-02-31_1_1", "9999-99-99_1_1", "' or 1=1"])
def test_a_place_that_is_none_is_the_beginning(auditor, after):
    page = auditor.get(address("books_card", "400", unit="7", after=after))
    assert len(page.context["page"].rows) == 3


def test_an_entry_shows_both_sides_who_when_why_and_its_seal(auditor, entries):
    page = auditor.get(address("books_entry", entries[1].id))
    assert page.text.count("1,275.00") == 2
    assert "user:9" in page.text  # posted by somebody who has no account here
    assert "order:1" in page.text
    assert "The seal fits the content" in page.text
    assert "Hangs on the link before it" in page.text or "the chain begins here" in page.text
    assert address("books_entry", entries[0].id) in page.text  # the entry before


def test_a_correction_and_what_it_corrects_lead_to_each_other(auditor, entries):
    (undone,) = actions.reverse(
        ids=[entries[0].id], on=MAY_4, text="Undone", origin="test", by=SYSTEM, at=NOW
    )
    first, second = (
        auditor.get(address("books_entry", id)).text for id in (entries[0].id, undone.id)
    )
    assert "It is corrected by" in first and address("books_entry", undone.id) in first
    assert "It corrects" in second and address("books_entry", entries[0].id) in second
    assert SYSTEM.name in second


def test_a_forged_entry_says_so(auditor, entries):
    with connection.cursor() as cursor:
        cursor.execute(
            "set constraints all immediate; alter table ledger_entry disable trigger user"
        )
        cursor.execute("update ledger_entry set text = 'forged' where id = %s", [entries[0].id])
    assert "Changed after it was sealed" in auditor.get(address("books_entry", entries[0].id)).text


def test_a_worker_has_no_name_in_the_books(auditor):
    lines = [Line("6203", 5, 7), Line("455", -5, None, "payslip:3")]
    (pay,) = write(Entry("pay", MAY_4, "Amina Benali: Decor", "payslip:3", "payslip:3", lines))
    pages = [("books_entry", pay.id), ("books_journal", "pay"), ("books_card", "455"),
             ("books_card_file", "455"), ("books_journal_file", "pay")]  # fmt: skip
    for page in pages:
        text = auditor.get(address(*page)).text
        assert "Amina" not in text and "Payslip 3" in text, page


def test_the_paper_of_an_entry_opens_for_who_may_open_it(entries):
    entry = Entry("misc", MAY_4, "x", "x", "move:5", [Line("550", 1), Line("499", -1, None, "m")])
    (posted,) = write(entry)
    for role, may in ((Role.FINANCE_MAKER, True), (Role.PAYROLL, False)):
        page = signed_in(role).get(address("books_entry", posted.id))
        assert (address("bank_move", 5) in page.text) is may


def test_journals_tell_their_numbers_and_their_chain(auditor):
    page = auditor.get(address("books_journals"))
    assert "1–2" in page.text
    assert queries.books()[0].head in page.text
    entries = auditor.get(address("books_journal", "sales", month="2026-05"))
    assert [row.name for row in entries.context["rows"]] == ["Sales 2", "Sales 1"]


def test_an_open_item_is_told_with_its_age(auditor):
    write(invoice(3, on=date(2026, 3, 1)))
    page = auditor.get(address("books_open", account="400"))
    assert [(row.item, row.days) for row in page.context["page"].rows] == [
        ("invoice:3", 64), ("invoice:2", 0)
    ]  # fmt: skip
    assert [bucket.size for bucket in page.context["buckets"]] == [1, 0, 1, 0]
    assert page.context["unexplained_cents"] == 0
    assert "explained item by item" in page.text


def test_many_open_items_come_page_by_page(auditor):
    write(*[invoice(n) for n in range(100, 180)])
    seen, url = [], address("books_open", account="400")
    while url:
        page = auditor.get(url).context["page"]
        seen += [row.item for row in page.rows]
        url = page.next_url and address("books_open") + page.next_url
    assert (len(seen), len(set(seen))) == (81, 81)


def test_an_unknown_account_of_open_items_is_the_first(auditor):
    assert auditor.get(address("books_open", account="7000")).context["code"] == "400"


def test_proofs_are_made_on_request_and_kept_with_who_asked(auditor):
    assert "No proof was made yet" in auditor.get(address("books_proofs")).text
    page = auditor.post(address("books_prove"), follow=True)
    assert page.text.count("Proven") == 12
    assert queries.last_proof().by_name == "Auditor Maes"


def test_a_fault_stands_on_the_proofs_and_on_the_desk(entries):
    with connection.cursor() as cursor:
        cursor.execute("update ledger_unitbalance set budget_cents = 0")
    actions.prove(by=SYSTEM, at=NOW)
    for role in (Role.AUDITOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER):
        reader = signed_in(role)
        assert "members may see a wrong amount" in reader.get(address("books_proofs")).text
        assert "proof of the books fails" in reader.get(address("home")).text
    assert "proof of the books" not in signed_in(Role.PAYROLL).get(address("home")).text


def test_sound_books_are_no_task(auditor):
    actions.prove(by=SYSTEM, at=NOW)
    assert "proof of the books" not in auditor.get(address("home")).text


def test_the_checker_closes_a_month_that_is_over(entries):
    checker = signed_in(Role.FINANCE_CHECKER)
    assert "Close the month" in checker.get(address("books", month="2026-04")).text
    assert "Close the month" not in checker.get(address("books", month="2026-05")).text
    checker.post(address("books_close"), {"month": "2026-04"})
    assert queries.closed_up_to() == date(2026, 4, 1)
    assert "Close the month" not in checker.get(address("books", month="2026-04")).text
    page = checker.get(address("books_journals"))
    assert "April 2026" in page.text and "Finance_Checker Maes" in page.text


@pytest.mark.parametrize(
    ("month", "says"), [("2026-05", "Wait until"), ("2026-03", "closed up to"), ("x", "Choose")]
)
def test_a_month_that_cannot_be_closed_is_refused_with_the_remedy(entries, month, says):
    actions.close_month(month=date(2026, 4, 1), by=SYSTEM, at=NOW)
    answer = signed_in(Role.FINANCE_CHECKER).post(
        address("books_close"), {"month": month}, follow=True
    )
    assert says in answer.text
    assert queries.closed_up_to() == date(2026, 4, 1)


def test_a_file_holds_what_the_page_shows_and_no_formula(auditor):
    lines = [Line("400", 500, 7, "=cmd|x"), Line("7000", -500, 7)]
    for number, text in enumerate(["=1+1", "+1", "-1", "@x", "\tx", "\rx"]):
        write(Entry("misc", MAY_4, text, f"m:{number}", "o", lines))
    file = auditor.get(address("books_card_file", "400", month="2026-05"))
    rows = file.content.decode("utf-8-sig").split("\r\n")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert rows[0].startswith("Date;Entry;Text")
    assert rows[1] == "2026-05-04;Sales 1;Invoice 1;7;invoice:1;1210.00;;1210.00"
    texts = [row.split(";")[2].strip('"') for row in rows[4:10]]
    assert all(text.startswith("'") for text in texts)
    assert all(";'=cmd|x;" in row for row in rows[4:10])
    assert len(rows) == 3 + 6 + 2


def test_what_is_not_there_is_not_found(auditor):
    for name, argument in (
        ("books_entry", 5), ("books_entry", 10**20), ("books_card", "9999"),
        ("books_journal", "cash"), ("books_journal_file", "cash"), ("books_card_file", "9999"),
    ):  # fmt: skip
        assert auditor.get(address(name, argument)).status_code == 404


def test_pages_ask_the_same_whatever_their_length(auditor, entries):
    def cost(page):
        with CaptureQueriesContext(connection) as seen:
            auditor.get(address(*page))
        return len(seen)

    pages = [page for page in every_page(entries) if not page[0].endswith("file")]
    before = {page: (cost(page), cost(page))[1] for page in pages}
    write(*[invoice(n, unit=n) for n in range(10, 60)])
    write(invoice(70))
    assert {page: cost(page) for page in pages} == before
    assert max(before.values()) <= 20, before


@pytest.fixture
def sister(auditor):
    LegalEntity.objects.create(
        id=2, name="Samen School cv", enterprise_number="0403019261", series="SC"
    )
    actions.open_books(entity=2, by=SYSTEM, at=NOW)
    write(invoice(3, entity=2))
    return actions.post_across(entries=[payment(3, cents=1000_00)], by=SYSTEM, at=NOW)[0]


def test_the_balance_of_one_entity_balances_and_says_what_the_other_owes(auditor, sister):
    both = auditor.get(address("books", month="2026-05")).text
    assert "Commonweal cv owes Samen School cv" in both
    hers = auditor.get(address("books", month="2026-05", entity=2)).text
    assert "The books balance" in hers and "210.00" in hers
    assert escape("?month=2026-05&entity=2") in hers
    card = auditor.get(address("books_card", "4164", entity=2)).text
    assert "Bank (2) 1" in card and "Bank 1" not in card
    named = auditor.get(address("books_file", month="2026-05", entity=2))
    assert "balance-2026-05-2" in named["content-disposition"]


def test_an_entry_in_two_books_leads_to_its_other_part(auditor, sister):
    page = auditor.get(address("books_entry", sister.id)).text
    assert "In the other books" in page and "Bank (2) 1" in page


def test_a_house_of_one_entity_is_not_asked_whose_books(auditor):
    assert 'name="entity"' not in auditor.get(address("books")).text
    assert auditor.get(address("books", entity="7")).status_code == 200
    assert auditor.get(address("books", entity="x")).status_code == 200
