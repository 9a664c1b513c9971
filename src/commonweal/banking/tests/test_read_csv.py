"""Reading the CSV of a bank by a mapping of its columns, and what an unknown one could be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.banking import readers, remarks
from commonweal.banking.readers import csv_guess, csv_table
from commonweal.banking.values import CsvLayout

IBAN = "BE48001123456727"
HEADER = "Datum;Valuta;Bedrag;Saldo;Naam tegenpartij;Rekening tegenpartij;Mededeling"
COLUMNS = {
    "booked_on": "Datum", "value_on": "Valuta", "amount": "Bedrag", "balance": "Saldo",
    "counterparty": "Naam tegenpartij", "iban": "Rekening tegenpartij",
    "communication": "Mededeling",
}  # fmt: skip
LAYOUT = CsvLayout("Bank", HEADER, ";", COLUMNS, account=IBAN)
BARE = CsvLayout("Bare", "Day,Amount", ",", {"booked_on": "Day", "amount": "Amount"},
                 decimal_mark=".", date_format="%Y-%m-%d", account=IBAN)  # fmt: skip
PAPER = "\r\n".join([
    "Rekening;BE48 0011 2345 6727", "", HEADER,
    "06/05/2026;06/05/2026;-1.200,00;50,00;Huur bv;BE22 3132 1564 6432;Huur mei",
    "05/05/2026;05/05/2026;1.000,00;1.250,00;Café De Kroon;;+++090/9337/55493+++",
    "05/05/2026;04/05/2026;250;250,00;Stad Gent;BE22313215646432;\"dank; u\"", "",
]).encode()  # fmt: skip


def codes(content, layout=LAYOUT):
    found = readers.read(content, [layout])
    faults = [fault for one in found for fault in one.faults]
    assert all("%" not in remarks.sentence(fault.code, fault.values) for fault in faults)
    return [fault.code for fault in faults]


def bare(*rows):
    return "\n".join([BARE.header, *rows]).encode()


def test_each_day_is_a_statement_that_goes_on_where_the_one_before_stood():
    first, second = readers.read(PAPER, [LAYOUT])
    assert (first.format, first.version, first.account, first.currency) == (
        "csv", "Bank", IBAN, "EUR",
    )  # fmt: skip
    assert (first.sequence, first.on) == ("2026-05-05", date(2026, 5, 5))
    assert (first.old_cents, first.new_cents) == (0, 125_000)
    assert (second.old_cents, second.new_cents) == (125_000, 5_000)
    assert [move.cents for move in first.moves] == [25_000, 100_000]
    assert first.faults == second.faults == first.warnings == []


def test_a_movement_says_whose_it_is_and_what_for():
    (city, cafe), (rent,) = (one.moves for one in readers.read(PAPER, [LAYOUT]))
    assert (city.counterparty, city.counterparty_account) == ("Stad Gent", "BE22313215646432")
    assert (city.value_on, city.communication) == (date(2026, 5, 4), "dank; u")
    assert cafe.reference == "090933755493"
    assert rent.counterparty_account == "BE22313215646432"


def test_without_balances_nothing_is_proved_and_it_says_so():
    (found,) = readers.read(bare("2026-05-04,12.50", "2026-05-04,-2"), [BARE])
    assert (found.old_cents, found.new_cents, found.faults) == (None, None, [])
    assert [warning.code for warning in found.warnings] == ["csv_unproved"]


def test_one_wrong_figure_and_the_balances_no_longer_follow():
    assert codes(PAPER.replace(b";1.000,00;", b";1.000,01;")) == ["csv_running"]
    lines = PAPER.split(b"\r\n")
    del lines[4]
    assert codes(b"\r\n".join(lines)) == ["csv_running"]


def test_what_went_out_and_came_in_may_stand_in_two_columns():
    columns = {"booked_on": "Date", "debit": "Out", "credit": "In"}
    layout = CsvLayout("Two", "Date|Out|In", "|", columns, account=IBAN)
    content = b"Date|Out|In\n04/05/2026|12,00|\n04/05/2026|-3,00|\n04/05/2026||5\n"
    (found,) = readers.read(content, [layout])
    assert [move.cents for move in found.moves] == [-1_200, -300, 500]
    assert codes(b"Date|Out|In\n04/05/2026||\n", layout) == ["csv_amount"]


def test_a_column_may_tell_the_account_and_the_number_of_the_statement():
    columns = COLUMNS | {"account": "Eigen", "sequence": "Afschrift", "currency": "Munt"}
    header = f"{HEADER};Eigen;Afschrift;Munt"
    layout = CsvLayout("Bank", header, ";", columns)
    row = "05/05/2026;;1,00;1,00;;;;{};{};EUR"
    rows = [row.format(IBAN, "2026-041"), row.format("BE68 5390 0754 7034", "7")]
    found = readers.read("\n".join([header, *rows]).encode(), [layout])
    assert [(one.account, one.sequence, one.number) for one in found] == [
        (IBAN, "2026-041", 41), ("BE68539007547034", "7", 7)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "mark", "cents"),
    [
        ("1.234,56", ",", 123_456), ("1,234.56", ".", 123_456), ("1 234,5", ",", 123_450),
        ("12,50-", ",", -1_250), ("−12,50 EUR", ",", -1_250), ("€ +7", ",", 700), ("0,010", ",", 1),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_the_mapping_says(written, mark, cents):
    content = f"Day;Amount\n2026-05-04;{written}\n".encode()
    layout = CsvLayout("x", "Day;Amount", ";", BARE.columns, "utf-8", mark, "%Y-%m-%d", IBAN)
    (found,) = readers.read(content, [layout])
    assert [move.cents for move in found.moves] == [cents]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2026-05-04,12;50", "csv_amount"), ("2026-05-04,1.2.3", "csv_amount"),
        ("2026-05-04,12.345", "csv_amount"), ("2026-05-04,", "csv_amount"),
        ("04/05/2026,1", "csv_day"), ("2026-02-30,1", "csv_day"), ("2026-05-04", "csv_cells"),
        ("2026-05-04,99999999999999.99", "csv_amount"),
        ("", "csv_no_rows"), ("2026-05-04," + "9" * 40, "csv_amount"),
        ('2026-05-04,"' + "1" * 200_000, "csv_broken"),
    ],
)  # fmt: skip
def test_one_row_that_cannot_be_read_refuses_the_file_and_names_the_line(row, expected):
    assert codes(bare("2026-05-03,1", row) if row else bare(), BARE) == [expected]


def test_a_file_that_says_it_is_of_another_account_is_refused():
    other = PAPER.replace(b"BE48 0011 2345 6727", b"BE68 5390 0754 7034")
    assert codes(other) == ["csv_other_account"]
    assert codes(PAPER.replace(b"BE48 0011 2345 6727", b"")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_it_is_read_in_whatever_letters_it_was_saved(encoding):
    content = PAPER.decode().encode(encoding)
    for told in ("utf-8", "cp1252"):
        if encoding.startswith("utf-8") and told == "cp1252":
            continue
        layout = CsvLayout("Bank", HEADER, ";", COLUMNS, told, account=IBAN)
        first = readers.read(content, [layout])[0]
        assert first.moves[1].counterparty == "Café De Kroon"


def test_a_csv_that_nobody_mapped_says_so():
    assert codes(PAPER, BARE) == ["unknown_columns"]
    assert codes(b"Dear bank, hello", BARE) == ["unknown_format"]


def test_it_guesses_what_the_columns_of_a_belgian_bank_are():
    found = csv_guess.guess(PAPER)
    assert found.header == HEADER
    assert found.columns == COLUMNS
    assert (found.delimiter, found.decimal_mark, found.date_format, found.encoding) == (
        ";", ",", "%d/%m/%Y", "utf-8",
    )  # fmt: skip
    assert found.rows[0][4] == "Huur bv"


def test_it_guesses_debit_and_credit_and_points():
    content = b'Date,Debit,Credit\n2026-05-04,"1,200.50",\n2026-05-05,,3.00\n'
    found = csv_guess.guess(content)
    assert found.columns == {"booked_on": "Date", "debit": "Debit", "credit": "Credit"}
    assert (found.decimal_mark, found.date_format) == (".", "%Y-%m-%d")


DAYS = st.integers(0, 20).map(lambda n: date(2026, 5, 1) + timedelta(n))


@given(
    opening=st.integers(-(10**9), 10**9),
    moves=st.lists(st.tuples(DAYS, st.integers(-(10**10), 10**10)), min_size=1, max_size=30),
    newest_first=st.booleans(),
)
def test_no_cent_is_lost_whichever_way_the_bank_sorts(opening, moves, newest_first):
    moves.sort(key=lambda move: move[0])
    balance, rows = opening, []
    for day, cents in moves:
        balance += cents
        rows.append(f"{day:%d/%m/%Y};;{euro(cents)};{euro(balance)};;;")
    rows = rows[::-1] if newest_first else rows
    found = readers.read("\n".join([HEADER, *rows]).encode(), [LAYOUT])
    assert [fault.code for one in found for fault in one.faults] == []
    assert found[-1].new_cents - found[0].old_cents == sum(cents for _, cents in moves)
    assert sum(move.cents for one in found for move in one.moves) == sum(c for _, c in moves)
    assert all(one.old_cents == two.new_cents for two, one in zip(found, found[1:], strict=False))
    assert [one.on for one in found] == sorted({day for day, _ in moves})


def euro(cents):
    return f"{'-' * (cents < 0)}{abs(cents) // 100},{abs(cents) % 100:02d}"


@given(data=st.data())
def test_a_damaged_file_is_answered_never_a_crash(data):
    content = bytearray(PAPER)
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    for found in readers.read(cut, [LAYOUT]), csv_table.read(cut, LAYOUT):
        assert found
        for one in found:
            assert one.faults or one.new_cents == one.old_cents + sum(m.cents for m in one.moves)
            assert [remarks.sentence(r.code, r.values) for r in [*one.faults, *one.warnings]] != [
                ""
            ]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_handed_in_is_answered(content):
    assert readers.read(content, [LAYOUT, BARE])
    assert csv_table.read(content, BARE)
    csv_guess.guess(content)


def test_amounts_without_a_sign_are_never_taken_for_receipts():
    header = "Datum;Af Bij;Bedrag"
    columns = {"booked_on": "Datum", "amount": "Bedrag"}
    layout = CsvLayout("Bank", header, ";", columns, account=IBAN)
    rows = [header, "05/05/2026;Bij;1.000,00", "06/05/2026;Af;1.200,00"]
    assert codes("\n".join(rows).encode(), layout) == ["csv_side"]
    assert codes("\n".join(rows[:2]).encode(), layout) == []
    signed = [*rows[:2], "06/05/2026;Af;-1.200,00"]
    assert codes("\n".join(signed).encode(), layout) == []
