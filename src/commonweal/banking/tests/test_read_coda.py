"""Reading CODA: what a file says, and what is said of a file that is damaged."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from coda import CODA
from hypothesis import given
from hypothesis import strategies as st

from commonweal.banking import readers, remarks
from commonweal.banking.simulator import Sketch, write_coda
from commonweal.banking.values import ReadMove
from commonweal.kernel.identifiers import make_ogm

KITS = Path(__file__).parents[5] / "shared/kits/bank/coda"
needs_kits = pytest.mark.skipif(not KITS.exists(), reason="the shared kits are not beside this")
DAY = date(2026, 5, 4)
OGM = make_ogm(909337554)
WORDS = st.text("ABCDEFGHIJ klmnop 0123456789 éàü/-", max_size=60).map(
    lambda t: " ".join(t.split())
)


def sketch(*moves, old_cents=100_000, sequence=7, iban="BE68539007547034"):
    return Sketch(iban, "GKCCBEBB", "Samen cv", sequence, DAY, old_cents, moves)


def paid(cents, **values):
    return ReadMove(cents, DAY, DAY, **values)


def one(content):
    (statement,) = readers.read(content)
    return statement


def plain(moves):
    """The moves without the kind of transaction, which the simulated bank chooses."""
    return [replace(move, code="") for move in moves]


def codes(statement):
    return [fault.code for fault in statement.faults]


# --- the kit -------------------------------------------------------------------------------


@needs_kits
@pytest.mark.parametrize(
    ("name", "account", "old_cents", "new_cents", "moves"),
    [
        ("febelfin-full", "435000000080", 0, 940_529_699, 62),
        ("febelfin-empty", "BE00000000000000", 0, 0, 0),
        ("lgpl-sample1", "138536152215", 1_775_212, 1_783_212, 4),
        ("lgpl-sample8", "BE11111111111111", 129_345, 64_856, 2),
    ],
)
def test_it_proves_the_statements_of_the_kit(name, account, old_cents, new_cents, moves):
    statement = one((KITS / f"{name}.cod").read_bytes())
    assert statement.faults == []
    assert (statement.account, statement.currency) == (account, "EUR")
    assert (statement.old_cents, statement.new_cents) == (old_cents, new_cents)
    assert len(statement.moves) == moves
    assert old_cents + sum(move.cents for move in statement.moves) == new_cents


@needs_kits
@pytest.mark.parametrize(
    ("name", "off_cents"), [("lgpl-sample5", 51_031_966), ("mit-two-credits", 29_914)]
)
def test_it_refuses_a_statement_that_does_not_balance_and_says_by_how_much(name, off_cents):
    statement = one((KITS / f"{name}.cod").read_bytes())
    assert statement.faults[0].code == "unbalanced"
    assert statement.faults[0].values["off_cents"] == off_cents


@needs_kits
def test_it_reads_structured_references():
    statement = one((KITS / "mit-two-credits.cod").read_bytes())
    assert [move.reference for move in statement.moves] == ["100000834941", "100000835749"]
    assert statement.moves[0].counterparty == "LASTNM PERSON"
    assert statement.moves[0].counterparty_account == "BE53900754703405"


@needs_kits
@pytest.mark.parametrize("name", ["febelfin-full", "lgpl-sample1", "lgpl-sample8"])
def test_it_reads_what_the_library_of_tryton_reads(name):
    """Same amounts, dates and parties, but for totals of the bank, which we take apart."""
    path = KITS / f"{name}.cod"
    (theirs,) = CODA(str(path)).statements
    expected = []
    for move in theirs.moves:
        parts = [m for m in move.moves if m.transaction_type in "67"]
        expected += parts if move.transaction_type == "2" and parts else [move]
    assert [
        (m.cents, m.booked_on, m.value_on, m.counterparty) for m in one(path.read_bytes()).moves
    ] == [
        (
            int(m.amount * 100),
            m.entry_date,
            m.value_date,
            " ".join((m.counterparty_name or "").split()),
        )
        for m in expected
    ]


# --- as banks and computers write it ---------------------------------------------------------


def test_it_reads_back_what_the_simulator_writes():
    moves = (
        paid(121_000, reference=OGM, counterparty="Café De Kroon", communication=OGM),
        paid(-99_990, order_reference="CW-12-1", counterparty="Samen cv", communication="Lonen"),
        paid(1, reference="RF18539007547034", communication="RF18539007547034"),
        paid(
            99_990, order_reference="CW12-7", code="01520000", return_reason="AC04",
            original_reference="CW12-7",
        ),
    )  # fmt: skip
    statement = one(write_coda(sketch(*moves)))
    assert statement.faults == []
    assert plain(statement.moves) == plain(moves)
    assert [move.code for move in statement.moves] == [
        "00150000",
        "00101000",
        "00150000",
        "01520000",
    ]
    assert (statement.sequence, statement.number) == ("007/007", 7)
    assert statement.on == DAY


@given(
    old_cents=st.integers(-(10**13), 10**13),
    moves=st.lists(
        st.builds(
            ReadMove,
            cents=st.integers(-(10**11), 10**11),
            booked_on=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
            value_on=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
            counterparty=WORDS.map(lambda t: t[:35].strip()),
            communication=WORDS,
            bank_reference=st.from_regex(r"[A-Z0-9]{0,21}", fullmatch=True),
            order_reference=st.from_regex(r"[A-Z0-9-]{0,35}", fullmatch=True),
        ),
        max_size=8,
    ),
)
def test_whatever_a_bank_writes_is_read_to_the_cent(old_cents, moves):
    statement = one(write_coda(sketch(*moves, old_cents=old_cents)))
    assert statement.faults == []
    assert plain(statement.moves) == plain(moves)
    assert (statement.old_cents, statement.new_cents) == (
        old_cents,
        old_cents + sum(move.cents for move in moves),
    )


def test_it_reads_any_line_ending_and_utf8():
    content = write_coda(sketch(paid(5, counterparty="Zoë Müller", communication="très bien")))
    text = content.decode("latin-1")
    for variant in (
        text.replace("\r\n", "\n").encode("latin-1"),
        text.replace("\r\n", "\r").encode("latin-1"),
        text.replace("\r\n", "").encode("latin-1"),
        text.encode("utf-8"),
        b"\xef\xbb\xbf" + text.encode("utf-8"),
        content + b"\x1a",
        b"\r\n" + content + b"\r\n\r\n",
        "\r\n".join(line.rstrip() for line in text.splitlines()).encode("latin-1"),
    ):
        assert one(variant) == one(content)
    assert one(content).moves[0].counterparty == "Zoë Müller"


def test_it_reads_several_statements_and_judges_each():
    good, bad = write_coda(sketch(paid(500))), write_coda(sketch(paid(300), sequence=8))
    broken = bad.replace(b"0000000001003000", b"0000000001003010")
    first, second, third = readers.read(good + broken + good)
    assert first.faults == [] and third.faults == []
    assert codes(second) == ["unbalanced"]


def test_it_finds_a_reference_typed_in_the_free_field():
    def reference(words):
        return one(write_coda(sketch(paid(9, communication=words)))).moves[0].reference

    assert reference(f"fac +++{OGM[:3]}/{OGM[3:7]}/{OGM[7:]}+++ merci") == OGM
    assert reference("***090/9337/55493***") == "090933755493"
    assert reference("+++090/9337/55400+++") == ""
    assert reference("090/9337/55493") == ""


def test_it_takes_a_total_of_the_bank_apart_when_the_details_add_up():
    lines = write_coda(sketch(paid(300), old_cents=0)).decode("latin-1").split("\r\n")
    total = [line.replace("00150000", "20150000") for line in lines[2:5]]
    details = []
    for number, (cents, reference) in enumerate([(100, OGM), (200, make_ogm(2))], start=1):
        part = write_coda(sketch(paid(cents, reference=reference))).decode("latin-1").split("\r\n")
        details += [
            line.replace("00150000", "60150000").replace("00010000", f"0001{number:04d}", 1)
            for line in part[2:5]
        ]
    trailer = lines[6].replace("000005", "000011")
    content = "\r\n".join([*lines[:2], *total, *details, lines[5], trailer]).encode("latin-1")
    assert [(m.cents, m.reference) for m in one(content).moves] == [(100, OGM), (200, make_ogm(2))]
    wrong = content.replace(b"0000000000002000", b"0000000000002500")
    assert [m.cents for m in one(wrong).moves] == [300]
    assert one(wrong).faults == []


# --- damaged and foreign files ---------------------------------------------------------------


def good():
    return write_coda(sketch(paid(500, reference=OGM), paid(-200)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda c: b"", ["empty"]),
        (lambda c: b" \r\n \x1a", ["empty"]),
        (lambda c: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, ["unknown_format"]),
        (lambda c: b"Date;Amount\n2026-05-04;12,00\n", ["unknown_columns"]),
        (lambda c: c[: 130 * 5 + 60], ["record"]),
        (lambda c: c[: 130 * 4], ["truncated"]),
        (lambda c: c[: 130 * 9], ["truncated"]),
        (lambda c: c[: 130 * 2] + c[130 * 5 :], ["unbalanced", "totals_differ", "count_differs"]),
        (lambda c: c.replace(b"     2\r\n", b"     5\r\n", 1), ["coda_version"]),
        (lambda c: c.replace(b"0000000001003000", b"0000000001003010"), ["unbalanced"]),
        (lambda c: c.replace(b"0000000001003000", b"00000000010O3000"), ["record"]),
        (lambda c: c.replace(b"0000000001003000", b"0000000001003005"), ["record"]),
        (lambda c: c.replace(b"8007BE68", b"8007BE69"), ["account_differs"]),
        (lambda c: c.replace(b"040526", b"310226"), ["record"]),
        (lambda c: c.replace(b"2200020000", b"2200090000"), ["record"]),
        (lambda c: c.replace(b"2100020000", b"7100020000"), ["record"]),
        (lambda c: c.replace(b"EUR0", b"   0"), ["record"]),
        (lambda c: c.replace(b" 000008", b" 000009"), ["count_differs"]),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_a_file(change, expected):
    statement = one(change(good()))
    assert codes(statement) == expected
    for fault in statement.faults:
        assert "%" not in remarks.sentence(fault.code, fault.values)


def test_what_follows_the_trailer_is_left_out_with_a_warning():
    statement = one(good() + b"\r\n\r\n100/0000/00135\r\n")
    assert statement.faults == []
    assert [warning.code for warning in statement.warnings] == ["trailing"]


def test_it_does_not_lean_on_assertions():
    """The same verdict under python -O: no check of ours may be an assert."""
    source = Path(readers.__file__).parent
    assert not any("assert " in path.read_text() for path in source.glob("*.py"))


@given(st.data())
def test_a_damaged_file_is_answered_never_a_crash(data):
    content = bytearray(good())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for statement in readers.read(bytes(content[:cut])):
        for remark in [*statement.faults, *statement.warnings]:
            assert remarks.sentence(remark.code, remark.values)
        if not statement.faults:
            moved = sum(move.cents for move in statement.moves)
            assert statement.old_cents + moved == statement.new_cents


# --- returns, numbers and details --------------------------------------------------------------


def total(kind, detail_kind, parts, **values):
    """A statement with one movement of 300 and details of it."""
    lines = write_coda(sketch(paid(300), old_cents=0, **values)).decode("latin-1").split("\r\n")
    head = [line.replace("00150000", f"{kind}0150000") for line in lines[2:5]]
    details = []
    for number, part in enumerate(parts, start=1):
        written = write_coda(sketch(part)).decode("latin-1").split("\r\n")
        details += [
            line.replace("00150000", f"{detail_kind}0150000").replace(
                "00010000", f"0001{number:04d}", 1
            )
            for line in written[2:5]
        ]
    count = f"{5 + 3 * len(parts):06d}"
    trailer = lines[6].replace("000005", count)
    return "\r\n".join([*lines[:2], *head, *details, lines[5], trailer]).encode("latin-1")


@pytest.mark.parametrize(("kind", "detail_kind"), [("1", "5"), ("3", "8")])
def test_the_details_of_a_total_are_told_and_the_move_stays_one(kind, detail_kind):
    parts = (
        paid(100, reference=OGM, counterparty="An"),
        paid(200, order_reference="CW12-7", return_reason="AC04", counterparty="Bo"),
    )
    statement = one(total(kind, detail_kind, parts))
    assert statement.faults == []
    (move,) = statement.moves
    assert move.cents == 300
    assert [(d.cents, d.counterparty, d.reference) for d in move.details] == [
        (100, "An", OGM), (200, "Bo", ""),
    ]  # fmt: skip
    assert (move.details[1].order_reference, move.details[1].return_reason) == ("CW12-7", "AC04")


def test_a_total_of_the_bank_that_does_not_add_up_keeps_its_details():
    (move,) = one(total("2", "6", [paid(100), paid(150)])).moves
    assert (move.cents, [d.cents for d in move.details]) == (300, [100, 150])


@needs_kits
def test_the_kit_has_details_behind_moves_that_stay_62():
    statement = one((KITS / "febelfin-full.cod").read_bytes())
    assert len(statement.moves) == 62
    assert any(move.details for move in statement.moves)
    assert all(move.code for move in statement.moves)


def test_a_bank_that_does_not_count_has_no_number():
    content = write_coda(sketch(paid(1), sequence=0))
    assert one(content).number is None
