"""Saying once how the CSV of a bank is read, and what that does to the files after."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import CsvMapping, Move, Statement
from commonweal.banking.tests.conftest import IBAN, MAKER, NOW, bring, came_in, coda, day
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books
from commonweal.ledger.models import Entry

HEADER = "Datum;Bedrag;Saldo;Naam"
COLUMNS = {"booked_on": "Datum", "amount": "Bedrag", "balance": "Saldo", "counterparty": "Naam"}
ROWS = ("04/05/2026;5,00;5,00;An", "05/05/2026;7,00;12,00;Bo", "05/05/2026;-2,00;10,00;Cy")


def new(account, **values):
    told = {"name": "Bank", "header": HEADER, "delimiter": ";", "columns": COLUMNS}
    return banking.NewMapping(**(told | {"account": account} | values))


def add(*mappings):
    return banking.add_mapping(mappings=mappings, by=MAKER, at=NOW)


def table(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode()


def codes(verdicts):
    return [(v.verdict, [r.code for r in [*v.faults, *v.warnings]]) for v in verdicts]


@pytest.fixture
def mapped(account):
    return add(new(account))[0]


def test_a_file_with_that_first_line_is_booked_from_then_on(account):
    assert codes(bring(table(*ROWS))) == [("refused", ["unknown_columns"])]
    add(new(account))
    assert codes(bring(table(*ROWS))) == [("booked", []), ("booked", [])]
    assert books.account_balance(account="550") == 1_000
    (proof,) = queries.proofs()
    assert (proof.bank_cents, proof.difference_cents) == (1_000, 0)


def test_the_same_file_again_changes_nothing(mapped):
    bring(table(*ROWS))
    before = Statement.objects.count(), Move.objects.count(), Entry.objects.count()
    assert codes(bring(table(*ROWS))) == [("duplicate", ["csv_known"])] * 2
    assert (Statement.objects.count(), Move.objects.count(), Entry.objects.count()) == before


def test_files_that_overlap_book_no_movement_twice(mapped):
    bring(table(*ROWS[:2]))
    found = bring(table(*ROWS, "06/05/2026;1,00;11,00;Di"))
    assert codes(found) == [
        ("duplicate", ["csv_known"]), ("booked", ["csv_more"]), ("booked", [])
    ]  # fmt: skip
    assert found[1].read.sequence == "2026-05-05+1"
    assert books.account_balance(account="550") == 1_100
    assert Move.objects.count() == 4
    assert queries.gaps() == []
    assert {v for v, _ in codes(bring(table(*ROWS)))} == {"duplicate"}


def test_files_that_overlap_in_one_import_book_no_movement_twice(mapped):
    bring(table(*ROWS[:2]), table(*ROWS[1:]), table(*ROWS))
    assert books.account_balance(account="550") == 1_000


def test_a_day_that_says_something_else_than_was_booked_is_refused(mapped):
    bring(table(*ROWS))
    found = bring(table("04/05/2026;6,00;6,00;An"))
    assert codes(found) == [("refused", ["other_content"])]


def test_two_payments_that_look_alike_are_two(mapped):
    alike = table("04/05/2026;5,00;5,00;An", "04/05/2026;5,00;10,00;An")
    bring(alike)
    bring(alike)
    assert books.account_balance(account="550") == 1_000


def test_a_day_that_came_as_coda_is_not_booked_again(mapped):
    bring(coda(came_in(500), on=day(4)))
    assert codes(bring(table(*ROWS)))[0] == ("duplicate", ["other_format"])
    assert books.account_balance(account="550") == 1_000


BARE = {"booked_on": "Day", "amount": "Amount"}


def test_without_balances_it_goes_on_where_the_account_stood_and_says_that_nothing_proves_it(
    account,
):
    bring(coda(came_in(500), on=day(3)))
    add(new(account, header="Day;Amount", columns=BARE))
    rows = table("04/05/2026;1,00", "05/05/2026;2,00", header="Day;Amount")
    assert codes(bring(rows)) == [("booked", ["csv_unproved"])] * 2
    assert [s.new_cents for s in Statement.objects.order_by("on")] == [500, 600, 800]
    assert codes(bring(rows)) == [("duplicate", ["csv_known"])] * 2
    assert codes(bring(coda(came_in(200), sequence=2, old_cents=600, on=day(5)))) == [
        ("duplicate", ["other_format"])
    ]
    assert books.account_balance(account="550") == 800


def test_nothing_is_taken_in_of_another_account_that_nothing_proves(account):
    header = "Day;Amount;Mine"
    add(new(None, header=header, columns=BARE | {"account": "Mine"}))
    found = bring(table("04/05/2026;1,00;BE68539007547034", header=header))
    assert codes(found) == [("refused", ["csv_unproved", "csv_not_ours"][::-1])]


@pytest.mark.django_db
def test_days_that_were_kept_are_entered_once_their_account_is_ours():
    header = f"{HEADER};Mine"
    add(new(None, header=header, columns=COLUMNS | {"account": "Mine"}))
    content = table(*(f"{row};{IBAN}" for row in ROWS), header=header)
    assert [v for v, _ in codes(bring(content))] == ["booked", "booked"]
    assert [v for v, _ in codes(bring(content))] == ["duplicate", "duplicate"]
    assert Entry.objects.count() == 0
    ours = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[ours], by=MAKER, at=NOW)
    assert [v for v, _ in codes(bring(content))] == ["booked", "booked"]
    assert [v for v, _ in codes(bring(content))] == ["duplicate", "duplicate"]
    assert books.account_balance(account="550") == 1_000


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": " "}, banking.UnnamedMapping),
        ({"columns": {"amount": "Bedrag"}}, banking.NoDayColumn),
        ({"columns": {"booked_on": "Datum"}}, banking.NoAmountColumn),
        ({"columns": {"booked_on": "Datum", "debit": "Bedrag"}}, banking.NoAmountColumn),
        ({"columns": COLUMNS | {"iban": "Elders"}}, banking.NoSuchColumn),
        ({"account": None}, banking.WhoseFile),
        ({"delimiter": ""}, banking.NotAWayToRead),
        ({"decimal_mark": "x"}, banking.NotAWayToRead),
        ({"encoding": "klingon"}, banking.NotAWayToRead),
        ({"date_format": "%H"}, banking.NotAWayToRead),
        ({"columns": COLUMNS | {"weather": "Naam"}}, banking.NotAWayToRead),
    ],
)
def test_it_refuses_what_cannot_be_read(account, values, refusal):
    with pytest.raises(refusal):
        add(replace(new(account), **values))
    assert CsvMapping.objects.count() == 0


def test_a_first_line_has_one_mapping(account, mapped):
    with pytest.raises(banking.MappingKnown, match="Bank"):
        add(new(account, name="Again"))
    other = new(account, header="A;B", columns={"booked_on": "A", "amount": "B"})
    with pytest.raises(Refusal):
        add(other, other)
    with pytest.raises(IntegrityError, match="csv_mapping_known_once"), transaction.atomic():
        CsvMapping.objects.create(
            name="x", header=HEADER, delimiter=";", columns=COLUMNS, made_by="user:1", made_at=NOW
        )


def test_signs_that_no_database_holds_are_left_out(mapped):
    found = bring(table("04/05/2026;5,00;5,00;An\x00na\x1a"))
    assert codes(found) == [("booked", [])]
    assert Move.objects.get().counterparty == "An na"


def test_a_column_may_say_out_or_in_beside_an_amount(account):
    header = "Datum;Bedrag;Af Bij"
    columns = {"booked_on": "Datum", "amount": "Bedrag", "side": "Af Bij"}
    add(new(account, header=header, columns=columns))
    bring(table("04/05/2026;9,00;Bij", "04/05/2026;2,00;Af", header=header))
    assert books.account_balance(account="550") == 700
    with pytest.raises(banking.SideWithoutAmount):
        columns = {"booked_on": "Datum", "debit": "Bedrag", "credit": "Datum", "side": "Af Bij"}
        add(new(account, header=f"{header};x", columns=columns))
