"""`commonweal identifiers check`: a verdict on every line, whatever the file looks like."""

import json

import pytest

from commonweal.sites.cli import main

GOOD = """type,value,expected,note
be-iban,BE72220371944516,valid,
be-iban,BE72228371944516,invalid,one digit changed
be-ogm,000000009797,valid,remainder 0 is written 97
be-ogm,000000009700,invalid,remainder 0 written as 00
insz-nn,82041894769,valid,1982
insz-bis,82460268043,valid,1982
be-enterprise,1622383495,valid,
"""


@pytest.fixture
def check(tmp_path, capsys):
    def check(content, *options):
        file = tmp_path / "numbers.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main.run(["identifiers", "check", str(file), *options], open_house=lambda: None)
        told = capsys.readouterr()
        return code, told.out, told.err

    return check


def test_every_row_has_its_verdict_and_all_agree(check):
    code, out, _err = check(GOOD)
    assert code == 0
    assert "a remainder of 0 is written 97, never 00" in out
    assert "7 numbers: 5 valid, 2 invalid. 7 agree with what was expected, 0 disagree." in out


def test_one_disagreement_is_enough_to_fail(check):
    code, out, _err = check(GOOD.replace("1622383495,valid", "1622383494,valid"))
    assert code == 1
    assert "DISAGREES" in out and "1 disagrees." in out


def test_as_json_it_says_the_same(check):
    code, out, _err = check(GOOD, "--json")
    rows = json.loads(out)
    assert code == 0 and len(rows) == 7
    assert rows[1] == {
        "line": 3, "type": "be-iban", "value": "BE72228371944516", "verdict": "invalid",
        "expected": "invalid", "agrees": True, "reason": "the check digits do not fit",
        "form": "", "note": "one digit changed",
    }  # fmt: skip
    assert rows[2]["form"] == "000000009797"


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("type,value,expected,note", " Type , VALUE ,Expected,Note"),
        "\n\n" + GOOD.replace("\n", "\n\n"),
        GOOD.replace("82041894769", "82.04.18-947.69").replace("BE7222", "be72 22"),
        GOOD.replace("000000009797", '"+++000/0000/09797+++"'),
        GOOD.replace("be-iban", "BE_IBAN").replace("valid,one", "Invalid ,one, or more,").replace(
            "inInvalid", "invalid"
        ),
    ],
    ids=["bom", "utf-16", "windows", "semicolons", "tabs", "titles", "blank", "marks", "quoted",
         "spelling"],
)  # fmt: skip
def test_a_file_may_look_as_people_save_it(check, content):
    code, out, err = check(content)
    assert (code, err) == (0, "")
    assert "7 agree" in out


def test_columns_may_stand_in_any_order_and_without_expectation(check):
    code, out, _err = check("note,value,type\n,BE72220371944516,be-iban\n,1,be-iban\n")
    assert code == 0
    assert "1 valid, 1 invalid. 0 agree" in out


def test_an_unknown_type_disagrees_and_says_which_are_known(check):
    code, out, _err = check(GOOD + "shoe-size,42,valid,\n")
    assert code == 1
    assert "no such type; known are insz-nn" in out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("\n , ,\n", "is empty"),
        ("type,value,expected,note\n", "Add lines"),
        ("name,amount\nx,1\n", "no column type and no column value"),
        ("type,number of it\nbe-iban,1\n", "no column value"),
        ("shoe,value\n1,2\n", "no column type"),
        ("type,value\nshoe,2\n", "Name types that are known"),
        (b"%PDF-1.7\x00\x01\x02", "it is no text"),
        ('type,value\nbe-iban,"' + "x" * 200_000, "it is no CSV"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(check, content, told):
    code, out, err = check(content)
    assert (code, out) == (2, "")
    assert told in err and "Traceback" not in err


def test_a_file_that_is_not_there_is_a_sentence(capsys, tmp_path):
    code = main.run(["identifiers", "check", str(tmp_path / "no")], open_house=lambda: None)
    assert code == 2
    assert "No such file" in capsys.readouterr().err
