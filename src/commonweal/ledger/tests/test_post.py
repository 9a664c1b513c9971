from datetime import date

import pytest
from django.db import DataError, IntegrityError, connection

from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import (
    Entry,
    KeyReused,
    Line,
    PeriodClosed,
    ReferenceReused,
    Unbalanced,
    UnknownAccount,
    UnknownJournal,
    close_month,
)
from commonweal.ledger.models import Balance, UnitBalance
from commonweal.ledger.models import Entry as Row
from commonweal.ledger.models import Line as LineRow
from commonweal.ledger.tests.books import BOOKKEEPER, MAY_4, invoice, payment, write

pytestmark = pytest.mark.django_db


def test_it_writes_an_entry_with_its_lines_and_number():
    (posted,) = write(invoice(12))
    entry, lines = queries.get_entry(id=posted.id)
    assert (entry.journal.code, entry.number, entry.id) == ("sales", 1, 1_000_000_000_001)
    assert [(line.account_id, line.cents) for line in lines] == [
        ("400", 1210_00),
        ("7000", -1000_00),
        ("4510", -210_00),
        ("6199", 65_00),
        ("7040", -65_00),
    ]
    assert (entry.posted_by, entry.posted_at) == (BOOKKEEPER.id, START)


def test_it_leaves_the_unit_a_budget_of_price_less_contribution():
    write(invoice(1, net=1000_00))
    assert queries.budget(unit=7) == 935_00
    assert queries.statement(unit=7)[-1].budget_cents == 935_00


def test_it_numbers_each_journal_without_gaps():
    write(invoice(1), payment(1, cents=500_00), invoice(2))
    write(payment(2, cents=100_00))
    numbers = Row.objects.order_by("id").values_list("journal__code", "number")
    assert list(numbers) == [("sales", 1), ("sales", 2), ("bank", 1), ("bank", 2)]


def test_a_failed_post_takes_no_number():
    write(invoice(1))
    with pytest.raises(Unbalanced):
        write(invoice(2), invoice(3, lines=(Line("7000", -1),)))
    write(invoice(4))
    assert list(Row.objects.order_by("number").values_list("key", "number")) == [
        ("invoice:1", 1),
        ("invoice:4", 2),
    ]


def test_it_refuses_lines_that_do_not_sum_to_zero():
    with pytest.raises(Unbalanced) as refusal:
        write(invoice(1, lines=(Line("7000", -100), Line("4510", 99))))
    assert str(refusal.value) == (
        "Make debits equal credits: the lines of “Invoice 1” sum to -1 cents."
    )


@pytest.mark.parametrize(
    "lines",
    [
        (Line("9999", 5), Line("7000", -5)),
        (Line("400", 5), Line("7000", -5)),  # a control account without item
    ],
)
def test_it_refuses_an_unknown_account_and_a_claim_without_item(lines):
    with pytest.raises(UnknownAccount):
        write(invoice(1, lines=lines))


def test_it_refuses_an_unknown_journal():
    with pytest.raises(UnknownJournal, match="“cash” does not exist"):
        write(invoice(1, journal="cash"))


def test_it_refuses_a_closed_month():
    close_month(month=date(2026, 4, 1), by=BOOKKEEPER, at=START)
    write(invoice(1, on=date(2026, 5, 1)))
    with pytest.raises(PeriodClosed, match="closed up to 2026-04"):
        write(invoice(2, on=date(2026, 4, 30)))
    with pytest.raises(PeriodClosed):
        write(invoice(2, on=date(2026, 3, 1)))


def test_the_same_key_with_the_same_lines_is_answered_not_posted_again():
    first = write(invoice(1), invoice(2))
    again = write(invoice(2), invoice(3), invoice(1))
    assert [place.id for place in again] == [first[1].id, again[1].id, first[0].id]
    assert [place.replayed for place in again] == [True, False, True]
    assert Row.objects.count() == 3


def test_the_same_key_twice_in_one_batch_is_posted_once():
    one, other = write(invoice(1), invoice(1))
    assert one.id == other.id
    assert Row.objects.count() == 1


def test_the_same_key_with_other_lines_is_refused():
    write(invoice(1))
    with pytest.raises(KeyReused, match="invoice:1"):
        write(invoice(1, net=999_00))


def test_a_reference_names_one_item_only():
    write(invoice(1))
    other = invoice(2)
    stolen = other._replace(lines=(other.lines[0]._replace(reference=f"{1:012}"), *other.lines[1:]))
    with pytest.raises(ReferenceReused):
        write(stolen)


def test_marks_and_line_breaks_in_a_text_are_kept():
    text = "Tab\there, back\\slash\nand a second line\r\\N"
    (posted,) = write(invoice(1, text=text))
    assert Row.objects.get(id=posted.id).text == text
    assert set(queries.proofs().values()) == {0}


def test_a_long_batch_over_two_journals_keeps_its_order():
    """Longer than a slice of the COPY, with marks in some texts."""
    batch = [
        payment(n, cents=n) if n % 3 else invoice(n, text="tab\t" * (n % 7 == 0))
        for n in range(1, 2501)
    ]
    places = write(*batch)
    kept = dict(Row.objects.values_list("id", "key"))
    assert [kept[place.id] for place in places] == [entry.key for entry in batch]
    assert set(queries.proofs().values()) == {0}


@pytest.mark.parametrize("field", ["journal", "account", "item", "reference"])
def test_a_mark_in_a_code_cannot_smuggle_a_line_in(field):
    smuggled = "x\n1\tsales\t1\t2026-05-04\tx\tx\tx\t0\t7000\x1e0\x1e1\x1e\x1e"
    entry = invoice(1)
    if field == "journal":
        entry = entry._replace(journal=smuggled)
    else:
        claim = entry.lines[0]._replace(**{field: smuggled})
        entry = entry._replace(lines=(claim, *entry.lines[1:]))
    try:
        (posted,) = write(entry)
    except (UnknownJournal, UnknownAccount, DataError):
        assert not Row.objects.exists()
    else:
        _entry, lines = queries.get_entry(id=posted.id)
        assert (Row.objects.count(), len(lines)) == (1, 5)


def test_it_posts_nothing_for_nothing():
    assert write() == []


def test_it_keeps_the_monthly_balances_and_budgets():
    write(invoice(1), invoice(2, on=date(2026, 6, 1)), payment(1, cents=1210_00))
    turnover = Balance.objects.filter(account="7000").order_by("month")
    assert list(turnover.values_list("month", "debit_cents", "credit_cents")) == [
        (date(2026, 5, 1), 0, 1000_00),
        (date(2026, 6, 1), 0, 1000_00),
    ]
    assert UnitBalance.objects.get(unit=7).budget_cents == 1870_00


def test_it_sends_two_statements_for_one_entry_and_for_a_thousand(django_assert_num_queries):
    for batch in ([invoice(1)], [invoice(n) for n in range(2, 1002)]):
        with django_assert_num_queries(4):  # savepoint, COPY, ledger_post, release
            write(*batch)


@pytest.mark.parametrize(
    "sql",
    [
        "update ledger_line set cents = cents + 1",
        "delete from ledger_line",
        "truncate ledger_line",
        "update ledger_entry set text = 'other'",
        "delete from ledger_entry",
        "update ledger_link set hash = ''",
        "delete from ledger_reference",
        "delete from ledger_journal",
        "update ledger_journal set code = 'other'",
    ],
)
def test_postgresql_itself_refuses_a_change(sql):
    write(invoice(1))
    with pytest.raises(IntegrityError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(sql)


def test_postgresql_itself_refuses_a_line_added_later():
    (posted,) = write(invoice(1))
    pair = [
        LineRow(entry_id=posted.id, position=n, account_id="7000", cents=c, on=MAY_4)
        for n, c in ((6, 5), (7, -5))
    ]
    with pytest.raises(IntegrityError, match="ledger_balanced|does not balance"):
        LineRow.objects.bulk_create(pair)


def test_postgresql_itself_refuses_an_entry_of_no_journal():
    write(invoice(1))
    stray = Row.objects.get()
    stray.id, stray.journal_id, stray.key = 99 * 10**12 + 1, 99, "stray"
    with pytest.raises(IntegrityError, match="no journal 99"):
        stray.save(force_insert=True)


def test_a_member_sees_the_lines_of_its_own_units_only():
    write(invoice(1, unit=7), invoice(2, unit=8))
    with connection.cursor() as cursor:
        for scope, seen in (("", set()), ("8", {8}), ("7,8", {7, 8}), ("*", {7, 8, None})):
            cursor.execute("select set_config('commonweal.scope', %s, true)", [scope])
            assert set(LineRow.objects.values_list("unit", flat=True)) == seen


def test_entry_is_dated_where_it_says():
    (posted,) = write(Entry("misc", MAY_4, "Move", "m:1", "test",
                            (Line("4890", 5, 1), Line("4890", -5, 2))))  # fmt: skip
    assert Row.objects.get(id=posted.id).on == MAY_4
    assert (queries.budget(unit=1), queries.budget(unit=2)) == (-5, 5)
