"""The budget of a unit by month and line by line: sums from balances, pages without a seam."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import Entry, Line
from commonweal.ledger.models import Line as LineRow
from commonweal.ledger.tests.books import invoice, payment, write

pytestmark = pytest.mark.django_db
MONTHS = [date(2026, 6, 1), date(2026, 5, 1), date(2026, 4, 1)]
IN_BUDGET = ("7000", "6199")


@pytest.fixture
def written():
    write(*[invoice(n, on=date(2026, 4 + n % 3, 1 + n), net=n * 100_00) for n in range(1, 10)])
    write(payment(3, cents=50_00), payment(4, cents=40_00), invoice(99, unit=8))


def read(**asked):
    return queries.budget_lines(**{"unit": 7, "months": MONTHS, "accounts": IN_BUDGET,
                                   "limit": 100} | asked)  # fmt: skip


def test_a_line_carries_the_day_of_its_entry(written):
    days = {line.entry_id: line.on for line in LineRow.objects.all()}
    assert days == {
        line.entry_id: line.entry.on for line in LineRow.objects.select_related("entry")
    }


def test_sums_come_by_account_month_and_journal(written):
    found = queries.unit_months(units=[7])
    assert sum(row.budget_cents for row in found) == queries.budget(unit=7)
    assert sum(row.collected_cents for row in found) == queries.collected(unit=7) == 90_00
    assert queries.standing(unit=7) == (queries.budget(unit=7), 90_00)
    (paid,) = [row for row in found if row.journal == "bank"]
    assert (paid.account, paid.month, paid.cents, paid.lines) == ("400", MONTHS[1], 90_00, 2)
    assert sum(row.lines for row in found) == LineRow.objects.filter(unit=7).count()


def test_lines_come_newest_first_and_pages_join_without_a_seam(written):
    whole = read()
    assert [line.mark for line in whole] == sorted((line.mark for line in whole), reverse=True)
    assert sum(line.cents for line in whole) == queries.budget(unit=7)
    pages, after = [], None
    while page := read(limit=5, after=after):
        pages, after = [*pages, *page], page[-1].mark
    assert pages == whole


def test_lines_keep_to_months_accounts_and_journal(written):
    (fee, *_rest) = fees = read(months=MONTHS[:1], accounts=["6199"])
    assert (fee.on, fee.cents, len(fees)) == (date(2026, 6, 9), -800_00 * 65 // 1000, 3)
    assert {line.account for line in read(accounts=["400"])} == {"400"}
    assert len(read(accounts=["400"], journals=["bank"])) == 2
    assert read(months=[]) == []


def test_the_budget_at_a_line_is_what_older_lines_made(written):
    whole = read()
    third = whole[2]
    since = queries.budget_since(unit=7, accounts=IN_BUDGET, mark=third.mark)
    assert since == sum(line.cents for line in whole[:3])


def test_a_statement_ends_at_the_budget(written):
    rows = queries.statement(unit=7)
    assert rows[-1].budget_cents == queries.budget(unit=7)
    assert (rows[0].cents, rows[0].budget_cents) == (300_00, 300_00)
    assert queries.statement(unit=12) == []


def test_every_line_is_read_some_at_a_time(written, monkeypatch):
    monkeypatch.setattr("commonweal.ledger.queries._budget.CHUNK", 4)
    found = list(queries.every_line(unit=7, months=MONTHS, accounts=IN_BUDGET))
    assert found == read()


def test_several_lines_of_one_entry_and_one_account_stay_apart():
    lines = [Line("7000", -1, 7), Line("7000", -2, 7), Line("550", 3)]
    write(Entry("misc", date(2026, 5, 4), "x", "k", "test", lines))
    assert [line.cents for line in read()] == [2, 1]
    assert [line.cents for line in read(after=read()[0].mark)] == [1]


def test_a_page_and_the_sums_are_one_question_each(written):
    with CaptureQueriesContext(connection) as asked:
        read()
        queries.unit_months(units=[7, 8])
    assert len(asked) == 2


def test_a_month_of_several_units_is_read_at_once(written):
    found = queries.lines_of_month(units=[7, 8, 12], month=MONTHS[1])
    assert {unit: len(lines) for unit, lines in found.items()} == {7: 6, 8: 2, 12: 0}
    assert [line.mark for line in found[7]] == sorted(line.mark for line in found[7])
    assert sum(line.cents for line in found[7]) == sum(
        row.budget_cents for row in queries.unit_months(units=[7]) if row.month == MONTHS[1]
    )
    assert queries.last_posted(units=[7, 12], month=MONTHS[1]) == {7: START}
    assert queries.units_moved(month=MONTHS[1]) == [7, 8]
    assert queries.units_moved(month=date(2026, 7, 1)) == []
