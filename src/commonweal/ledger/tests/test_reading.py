"""What a bookkeeper reads: accounts by month, cards, aged items, journals, places in the chain."""

from datetime import date

import pytest
from django.db import connection

from commonweal.kernel.clock import START
from commonweal.ledger import queries
from commonweal.ledger.actions import Line, reverse
from commonweal.ledger.queries import Scope
from commonweal.ledger.tests.books import BOOKKEEPER, MAY_4, invoice, payment, write

pytestmark = pytest.mark.django_db
APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


def test_a_month_shows_what_stood_what_moved_and_what_is_left():
    write(invoice(1, on=date(2026, 4, 30)), invoice(2), payment(1, cents=1000_00))
    rows = {row.account.code: row for row in queries.month_balance(month=MAY)}
    found = rows["400"]
    assert (found.opening_cents, found.debit_cents, found.credit_cents, found.closing_cents) == (
        1210_00, 1210_00, 1000_00, 1420_00
    )  # fmt: skip
    assert rows["550"].opening_cents == 0
    assert sum(row.closing_cents for row in rows.values()) == 0


def test_a_month_knows_nothing_of_later_ones():
    write(invoice(1, on=JUNE))
    assert queries.month_balance(month=MAY) == []


def test_a_card_goes_on_from_what_stood_before_its_month():
    write(invoice(1, on=date(2026, 4, 30)), invoice(2), payment(1, cents=1000_00))
    lines = queries.card(of=Scope("400", MAY))
    assert [(line.journal, line.cents, line.balance_cents) for line in lines] == [
        ("sales", 1210_00, 2420_00),
        ("bank", -1000_00, 1420_00),
    ]
    assert queries.totals(of=Scope("400", MAY)).closing_cents == lines[-1].balance_cents


@pytest.mark.parametrize(
    ("scope", "balances"),
    [
        (Scope("400"), [10, 30, 60, 100]),
        (Scope("400", MAY), [30, 60]),
        (Scope("400", unit=8), [20, 60]),
        (Scope("400", JUNE, unit=8), [60]),
        (Scope("400", item="invoice:3"), [30]),
        (Scope("400", MAY, item="invoice:4"), []),
        (Scope("550"), []),
    ],
)
def test_a_card_keeps_to_month_unit_and_item(scope, balances):
    days = [date(2026, 4, 2), MAY_4, MAY_4, JUNE]
    for number, on in enumerate(days, 1):
        sides = (Line("400", number * 10, 7 + (number + 1) % 2, f"invoice:{number}"),
                 Line("7000", number * -10, 7))  # fmt: skip
        write(invoice(number, on=on, lines=sides))
    assert [line.balance_cents for line in queries.card(of=scope)] == balances
    assert queries.totals(of=scope).closing_cents == (balances or [0])[-1]


def test_pages_of_a_card_join_without_a_seam():
    write(*[invoice(n, on=date(2026, 5, 1 + n % 3)) for n in range(1, 8)])
    write(invoice(9, lines=[Line("7000", 1), Line("7000", 2), Line("7000", -3)]))
    scope, read = Scope("7000", MAY), []
    while page := queries.card(of=scope, after=read[-1].mark if read else None, limit=2):
        read += page
    assert read == queries.card(of=scope)
    assert len(read) == 10


def test_open_items_come_with_the_day_they_were_opened():
    write(invoice(1, on=APRIL), invoice(2), invoice(3))
    write(payment(1, cents=1000_00), payment(3, cents=1210_00))
    first, second = queries.aged(account="400")
    assert first == ("invoice:1", 7, f"{1:012}", APRIL, 210_00)
    assert (second.item, second.opened_on) == ("invoice:2", MAY_4)
    assert sum(row.cents for row in (first, second)) == queries.account_balance(account="400")


def test_journals_tell_their_numbers_and_when_they_were_written():
    write(invoice(1), invoice(2))
    write(invoice(3))
    sales, pay = queries.books()[:2]
    assert (sales.journal.code, sales.last_number, sales.links) == ("sales", 3, 2)
    assert (sales.last_posted_at, len(sales.head)) == (START, 64)
    assert (pay.last_number, pay.links, pay.last_posted_at, pay.head) == (0, 0, None, "")


def test_a_journal_gives_its_own_entries_by_month():
    write(invoice(1), invoice(2, on=JUNE), payment(1, cents=5))
    assert [entry.number for entry in queries.entries_of(journal="sales").order_by("id")] == [1, 2]
    (may,) = queries.entries_of(journal="sales", month=MAY)
    assert queries.turnovers(entries=[may.id]) == {may.id: 1275_00}


def test_a_correction_is_found_from_what_it_corrects():
    (posted,) = write(invoice(1))
    (undone,) = reverse(
        ids=[posted.id], on=MAY_4, text="Undone", origin="test", by=BOOKKEEPER, at=START
    )
    assert [entry.id for entry in queries.corrections(id=posted.id)] == [undone.id]
    assert queries.corrections(id=undone.id) == []


def test_an_entry_knows_its_link_and_the_link_before():
    write(invoice(1))
    _two, three = write(invoice(2), invoice(3))
    entry, _lines = queries.get_entry(id=three.id)
    place = queries.place(entry=entry)
    assert (place.first_number, place.last_number) == (2, 3)
    assert (place.entry_intact, place.link_intact) == (True, True)
    first, _lines = queries.get_entry(id=three.id - 2)
    before = queries.place(entry=first)
    assert (before.seal, before.previous) == (place.previous, "")


def test_a_forged_entry_is_told_from_its_place():
    (posted,) = write(invoice(1))
    forge("update ledger_entry set text = 'forged'")
    entry, _lines = queries.get_entry(id=posted.id)
    place = queries.place(entry=entry)
    assert (place.entry_intact, place.link_intact) == (False, True)


def test_an_entry_that_nothing_seals_has_no_place():
    write(invoice(1))
    write(invoice(2))
    forge("delete from ledger_link where first_number = 1")
    one, two = (queries.get_entry(id=1_000_000_000_000 + n)[0] for n in (1, 2))
    assert queries.place(entry=one) is None
    assert not queries.place(entry=two).link_intact


def test_a_second_link_over_the_same_entries_is_a_fault():
    write(invoice(1), invoice(2))
    forge(
        "insert into ledger_link (journal_id, first_number, last_number, hash)"
        " select 1, 1, 1, sha256(hash) from ledger_entry where number = 1"
    )
    assert queries.proofs()["chain_intact"] == 1


def forge(sql):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("entry", "line", "link"):
            cursor.execute(f"alter table ledger_{table} disable trigger user")
        cursor.execute(sql)
