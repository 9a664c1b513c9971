"""`commonweal payments`: a verdict on every row without a database, and batches by two people."""

import json
from pathlib import Path

import pytest
import sepaxml
from django.db import connection
from lxml import etree

from commonweal.banking.tests.conftest import account as account
from commonweal.sites.cli import main

HEAD = "end_to_end_id,name,iban,amount_cents,execution_date"
IBAN = "BE68539007547034"
GOOD = f"E1,Amina Benali,{IBAN},15000,2026-05-11"
XSD = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
N = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def nothing_opened():
    pytest.fail("a check needs no database")


@pytest.fixture
def check(tmp_path, capsys):
    def check(content, *options):
        file = tmp_path / "transfers.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        arguments = ["payments", "check", str(file), *options]
        code = main.run(arguments, open_house=nothing_opened)
        told = capsys.readouterr()
        return code, told.out, told.err

    return check


def rows(check, *lines):
    _code, out, _err = check("\n".join([HEAD, *lines]), "--json")
    return json.loads(out)["rows"]


REFUSED = [
    (f",Amina,{IBAN},1,2026-05-11", ["no_id"]),
    (f"{'E' * 36},Amina,{IBAN},1,2026-05-11", ["long_id"]),
    (f"E_é,Amina,{IBAN},1,2026-05-11", ["id_signs"]),
    (f"/E1,Amina,{IBAN},1,2026-05-11", ["id_slash"]),
    (f"E1/,Amina,{IBAN},1,2026-05-11", ["id_slash"]),
    (f"E//1,Amina,{IBAN},1,2026-05-11", ["id_slash"]),
    (f"E1,,{IBAN},1,2026-05-11", ["no_name"]),
    (f"E1,!!!,{IBAN},1,2026-05-11", ["name_signs"]),
    ("E1,Amina,,1,2026-05-11", ["no_iban"]),
    ("E1,Amina,BE68539007547035,1,2026-05-11", ["iban"]),
    ("E1,Amina,BE6853900754703,1,2026-05-11", ["iban"]),
    ("E1,Amina,BE٦٨539007547034,1,2026-05-11", ["iban"]),
    ("E1,Amina,ＢＥ68539007547034,1,2026-05-11", ["iban"]),
    ("E1,Amina,IBAN BE68539007547034,1,2026-05-11", ["iban"]),
    ("E1,Amina,BR1800360305000010009795493C1,1,2026-05-11", ["not_sepa"]),
    (f"E1,Amina,{IBAN},,2026-05-11", ["no_amount"]),
    (f"E1,Amina,{IBAN},12.50,2026-05-11", ["amount"]),
    (f"E1,Amina,{IBAN},1e5,2026-05-11", ["amount"]),
    (f"E1,Amina,{IBAN},٣,2026-05-11", ["amount"]),
    (f"E1,Amina,{IBAN},0,2026-05-11", ["not_positive"]),
    (f"E1,Amina,{IBAN},-5,2026-05-11", ["not_positive"]),
    (f"E1,Amina,{IBAN},100000000000,2026-05-11", ["too_much"]),
    (f"E1,Amina,{IBAN},1,", ["no_day"]),
    (f"E1,Amina,{IBAN},1,2026-02-30", ["day"]),
    (f"E1,Amina,{IBAN},1,11/05/2026", ["day"]),
    (f"E1,Amina,{IBAN},1", ["cells"]),
    (f"E1,Amina,{IBAN},1,2026-05-11,,one more", ["cells"]),
    (f"E1,Amina,{IBAN},{'9' * 5000},2026-05-11", ["too_much"]),
    (f"E1,Amina,{IBAN},-{'9' * 5000},2026-05-11", ["not_positive"]),
    (f"E1,Amina,{IBAN},-0,2026-05-11", ["not_positive"]),
    (f"E1,Amina,{IBAN},1,2027-05-06", ["far_day"]),
    (f'E1,"Ami"na,{IBAN},1,2026-05-11', ["quotes"]),
    (f'E1,"Amina,{IBAN},1,2026-05-11', ["quotes"]),
    (f"E1,\N{PARTY POPPER},{IBAN},1,2026-05-11", ["name_signs"]),
    (f"E1\0,Amina,{IBAN},1,2026-05-11", ["id_signs"]),
    ("E1,Amina,BE68539007547133,1,2026-05-11", ["iban"]),
    ("E1,Amina,BE41539007547035,1,2026-05-11", ["iban"]),
    ("E1,Amina,XX68539007547034,1,2026-05-11", ["not_sepa"]),
    ("E1,Amina,FR7630006000011234567890188,1,2026-05-11", ["iban"]),
    (",,,,", ["no_id", "no_name", "no_iban", "no_amount", "no_day"]),
]


@pytest.mark.parametrize(("line", "codes"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_row_that_no_bank_takes_is_refused_with_every_reason(check, line, codes):
    (row,) = rows(check, line)
    assert (row["verdict"], row["codes"]) == ("refuse", codes)
    assert row["why"]


@pytest.mark.parametrize(
    ("day", "executed", "note"),
    [
        ("2026-05-11", "2026-05-11", ""),
        ("2026-04-01", "2026-05-04", "is past"),
        ("2016-05-11", "2026-05-04", "is past"),
        ("2026-05-09", "2026-05-11", "No bank works"),
        ("2026-05-25", "2026-05-26", "No bank works"),
    ],
)
def test_a_day_on_which_no_bank_works_is_accepted_and_told(check, day, executed, note):
    (row,) = rows(check, GOOD.replace("2026-05-11", day))
    assert (row["verdict"], row["executed_on"]) == ("accept", executed)
    assert note in "".join(row["notes"])


def test_the_second_of_one_name_is_refused_and_the_first_is_not(check):
    first, second = rows(check, GOOD, GOOD)
    assert (first["verdict"], second["codes"]) == ("accept", ["double_id"])


def test_a_lonely_quotation_mark_takes_no_other_row_with_it(check):
    first, broken, last = rows(check, GOOD, '"E2,Amina', GOOD.replace("E1", "E3"))
    assert [row["verdict"] for row in (first, broken, last)] == ["accept", "refuse", "accept"]
    assert [row["line"] for row in (first, broken, last)] == [2, 3, 4]


def test_a_row_says_on_which_line_of_the_file_it_begins(check):
    text = f'\n{HEAD}\n\nE1,"Amina\nBenali",{IBAN},1,2026-05-11\nbad,,,,\n'
    _code, out, _err = check(text, "--json")
    first, second = json.loads(out)["rows"]
    assert [(row["row"], row["line"]) for row in (first, second)] == [(1, 4), (2, 6)]
    assert first["note_codes"] == ["rewritten"]


def test_each_line_is_read_in_the_code_page_it_was_written_in(check):
    old, new = GOOD.replace("Amina", "Zoë"), GOOD.replace("Amina", "Zoë").replace("E1", "E2")
    content = f"{HEAD}\n".encode() + old.encode("cp1252") + b"\n" + new.encode() + b"\n"
    _code, out, _err = check(content, "--json")
    assert [row["name"] for row in json.loads(out)["rows"]] == ["Zoë Benali", "Zoë Benali"]


def test_what_no_code_page_knows_is_refused(check):
    content = f"{HEAD}\n".encode() + GOOD.encode().replace(b"Amina", b"\x81")
    _code, out, _err = check(content, "--json")
    assert json.loads(out)["rows"][0]["codes"] == ["unreadable"]


def test_two_equal_payments_are_accepted_and_told(check):
    _first, second = rows(check, GOOD, GOOD.replace("E1", "E2"))
    assert second["verdict"] == "accept"
    assert "Row 1" in second["notes"][0]


def test_a_name_is_written_in_the_signs_of_banks(check):
    long, accents = rows(
        check,
        GOOD.replace("Amina Benali", "A" * 80),
        GOOD.replace("E1", "E2").replace("Amina", "Zoë"),
    )
    assert "A" * 70 in long["notes"][0]
    assert "Zoe Benali" in accents["notes"][0]


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEAD}\r\n{GOOD}\r\n".encode(),
        f"{HEAD}\n{GOOD}\n".replace(",", ";").encode(),
        f"{HEAD}\n{GOOD}\n".replace(",", "\t").encode(),
        f"\n{HEAD.upper()}\n\n{GOOD}\n\n".encode(),
        f"{HEAD},note\n{GOOD},of May\n".encode(),
        f"{HEAD}\n{GOOD}\n".encode("utf-16"),
        f"sep=;\n{HEAD}\n{GOOD}\n".replace(",", ";").encode(),
        f"End to end ID,Name,IBAN,Amount Cents,Execution-Date\n{GOOD}\n".encode(),
        f"EndToEndId,Name,IBAN,AmountCents,ExecutionDate\n{GOOD}\n".encode(),
        f"{HEAD}\n\u200e{GOOD}\u200b\n".replace("BE68", "BE\u206068").encode(),
        f'{HEAD}\nE1, "Benali, Amina", {IBAN}, 15000, 2026-05-11\n'.encode(),
        f'{HEAD}\nE1,"Benali, Amina","BE68 5390 0754 7034",15000,2026-05-11\n'.encode(),
    ],
)
def test_the_list_may_come_from_any_spreadsheet(check, content):
    code, out, _err = check(content, "--json")
    assert code == 0
    (row,) = json.loads(out)["rows"]
    assert (row["verdict"], row["amount_cents"]) == ("accept", 15_000)


@pytest.mark.parametrize("content", [b"", HEAD.encode(), b"a,b\n1,2\n", b"\x00\x01\x02", b'"'])
def test_what_is_no_list_is_told_in_a_sentence(check, content):
    code, out, err = check(content)
    assert (code, out) == (2, "")
    assert err.strip()


def test_a_file_that_is_not_there_is_told(capsys):
    assert main.run(["payments", "check", "/nowhere.csv"], open_house=nothing_opened) == 2
    assert "/nowhere.csv" in capsys.readouterr().err


def test_the_accepted_rows_become_a_valid_file(check, tmp_path):
    out = tmp_path / "out.xml"
    later = GOOD.replace("E1", "E2").replace("05-11", "05-12")
    code, told, _err = check("\n".join([HEAD, GOOD, later, "bad,,,,"]), "--pain", str(out))
    assert code == 1
    root = etree.fromstring(out.read_bytes())
    etree.XMLSchema(etree.parse(XSD)).assertValid(root)
    assert root.xpath("//p:GrpHdr/p:CtrlSum/text()", namespaces=N) == ["300.00"]
    assert root.xpath("//p:ReqdExctnDt/p:Dt/text()", namespaces=N) == ["2026-05-11", "2026-05-12"]
    assert "specimen" in told


def test_a_payer_may_be_named(check, tmp_path):
    out = tmp_path / "out.xml"
    check(f"{HEAD}\n{GOOD}\n", "--pain", str(out), "--payer", IBAN, "--payer-name", "Samen cv")
    assert IBAN.encode() in out.read_bytes()
    assert b"Samen cv" in out.read_bytes()


def test_without_an_accepted_row_no_file_is_written(check, tmp_path):
    out = tmp_path / "out.xml"
    code, told, _err = check(f"{HEAD}\nbad,,,,\n", "--pain", str(out))
    assert code == 1
    assert not out.exists()
    assert "No file was written" in told


def test_the_file_of_an_earlier_check_is_named_when_there_is_nothing_to_write(check, tmp_path):
    out = tmp_path / "out.xml"
    out.write_text("before")
    _code, told, _err = check(f"{HEAD}\nbad,,,,\n", "--pain", str(out))
    assert "do not give it to the bank" in told
    assert out.read_text() == "before"


def test_the_verdicts_and_the_file_do_not_come_out_by_one_pipe(check, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = check(f"{HEAD}\n{GOOD}\n", "--pain", "-")
    assert (code, out) == (2, "")
    assert "--pain" in err
    assert [each.name for each in tmp_path.iterdir()] == ["transfers.csv"]


@pytest.mark.parametrize("name", ["", "transfers.csv", "nowhere/out.xml"])
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(check, tmp_path, name):
    code, _out, err = check(f"{HEAD}\n{GOOD}\n", "--pain", str(tmp_path / name))
    assert code == 2
    assert err.startswith("Name a") and err.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["transfers.csv"]
    assert (tmp_path / "transfers.csv").read_text() == f"{HEAD}\n{GOOD}\n"


def test_a_write_that_stops_half_way_leaves_the_file_that_was_there(check, tmp_path, monkeypatch):
    out = tmp_path / "out.xml"
    out.write_text("before")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _out, err = check(f"{HEAD}\n{GOOD}\n", "--pain", str(out))
    assert (code, out.read_text()) == (2, "before")
    assert "No space left" in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.xml", "transfers.csv"]


def test_the_connection_is_not_asked_by_a_check(check):
    before = connection.connection
    check(f"{HEAD}\n{GOOD}\n")
    assert connection.connection is before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--pain", "x.xml", "--payer", IBAN, "--payer-name", "\N{PARTY POPPER}"], "--payer-name"),
        (["--on", "1990-01-01"], "Choose a day from"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(check, options, said):
    code, _out, err = check(f"{HEAD}\n{GOOD}\n", *options)
    assert code == 2
    assert said in err and err.count("\n") == 1


def test_a_name_makes_no_rows_of_its_own(check):
    _code, out, _err = check(f'{HEAD}\nE1,"Amina\nrefuse\x1b[2J",{IBAN},1,2026-05-11\n')
    assert "\x1b" not in out
    assert not any(line.startswith("refuse") for line in out.splitlines())
