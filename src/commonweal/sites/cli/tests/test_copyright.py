"""`commonweal copyright explain` as a person or a script calls it."""

import argparse
import json

import pytest

from commonweal.sites.cli import copyright


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        copyright.add_arguments(parser)
        code = copyright.run(parser.parse_args(["explain", *words]))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def file(tmp_path):
    def file(text):
        path = tmp_path / "concession.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return file


def test_it_gives_the_worked_example_of_2026_in_cents(call):
    code, out, _ = call("--gross", "25000", "--year", "2026", "--json")
    found = json.loads(out)
    lines = found.pop("lines")
    assert code == 0
    assert found.pop("rules_version")
    assert found == {
        "year": 2026, "gross": 2500000, "already": 0, "above_share": 0, "above_ceiling": 0,
        "movable": 2500000, "costs": 1139750, "taxable": 1360250, "withholding": 204038,
        "net": 2295962, "ceiling": 7722000, "unconfirmed": [],
    }  # fmt: skip
    assert sum(line["amount"] for line in lines if line["part"] == "pay") == 2295962
    assert all(line["rule"] and line["date"] and line["source"] for line in lines)


def test_it_prints_each_line_with_rule_rate_date_and_source(call):
    _, out, _ = call("--gross", "20000", "--year", "2022")
    assert "18,390.87  NET" in out
    assert "-1,609.13  Movable withholding tax  [15 %]" in out
    assert "-8,545.00  Lump-sum costs, first tranche of the year  [50 % ≤ 17090.00]" in out
    assert "copyright.regime, since 2022-01-01: ajp.be" in out
    assert "Every figure is confirmed" in out


@pytest.mark.parametrize("year", ["2023", "2025"])
def test_it_marks_unconfirmed_figures(call, year):
    _, out, _ = call("--gross", "20000", "--year", year)
    assert "Movable withholding tax  [15 %]  ! UNCONFIRMED" in out
    assert "! Unconfirmed figures: copyright.regime. Check them before paying." in out


def test_what_goes_over_the_ceiling_is_said_in_a_sentence(call):
    _, out, _ = call("--gross", "20000", "--year", "2026", "--already", "70000")
    assert "-12,780.00  Above the ceiling of the year: professional income  [> 77220.00]" in out
    assert "is professional income: pay it as wages" in out


def test_pay_beside_it_limits_the_concession(call):
    _, out, _ = call("--gross", "500", "--year", "2026", "--with-pay", "500", "--json")
    found = json.loads(out)
    assert (found["above_share"], found["movable"], found["withholding"]) == (20000, 30000, 2250)


def test_a_file_says_the_same_as_the_flags_and_a_flag_wins(call, file):
    path = file('gross: 1.000,50\nyear: 2026\nalready: 20000.10\nwith_pay: "9000"\n')
    flags = ("--gross", "1000.50", "--year", "2026", "--already", "20000.10", "--with-pay", "9000")
    assert call("--file", path, "--json") == call(*flags, "--json")
    _, out, _ = call("--file", path, "--gross", "7", "--json")
    assert json.loads(out)["gross"] == 700


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("--gross", "0"), "above zero"),
        (("--gross", "-5"), "above zero"),
        (("--gross", "much"), "Give --gross in euro, such as 2300"),
        (("--gross", "NaN"), "Give --gross in euro"),
        (("--gross", "1e9"), "Give --gross in euro"),
        (("--gross", ""), "Give --gross in euro"),
        (("--gross", "0.001"), "Give --gross in euro"),
        (("--gross", "1000000000"), "at most EUR 10,000,000"),
        (("--already", "-1"), "0 to EUR 10,000,000"),
        (("--already", "inf"), "Give --already in euro"),
        (("--with-pay", "0"), "leave it out"),
        (("--with-pay", "x"), "Give --with-pay in euro"),
        (("--year", "2021"), "2022, 2023, 2024, 2025, 2026"),
        (("--year", "2027"), "2022, 2023, 2024, 2025, 2026"),
        (("--year", "0000"), "2022, 2023, 2024, 2025, 2026"),
        (("--year", "20266"), "such as 2026"),
        (("--year", "2026-05-01"), "such as 2026"),
        (("--year", "²⁰²⁶"), "such as 2026"),
        (("--year", ""), "such as 2026"),
        (("--file", "/nowhere/at/all.yaml"), "can be read: /nowhere/at/all.yaml: No such file"),
        (("--file", "/"), "can be read: /: Is a directory"),
    ],
)
def test_bad_input_gets_one_sentence_with_the_remedy(call, words, remedy):
    code, out, err = call("--gross", "2300", "--year", "2026", *words)
    assert (code, out) == (2, "")
    assert remedy in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("words", [(), ("--gross", "5"), ("--year", "2026")])
def test_without_gross_or_year_it_asks_for_them(call, words):
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert err.startswith("Give --")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "lines such as “gross: 2300”"),
        ("20000", "lines such as “gross: 2300”"),
        ("- gross", "lines such as “gross: 2300”"),
        ("gross: [", "cannot be read as YAML"),
        ("[" * 5000, "cannot be read as YAML"),
        (b"\xff\xfe\x00", "cannot be read as YAML"),
        ("#" * 100_001, "smaller --file"),
        ("groos: 5", "Remove “groos”"),
        ("groos: 5", "Did you mean “gross”?"),
        ("? [a]\n: 5", "Remove “a list”"),
        ("gross: 5\ngross: 6", "Say “gross” only once"),
        ("with-pay: 5\nwith_pay: 6", "Say “with-pay” only once"),
        ("gross: [5]", "as one word or number"),
        ("gross:", "Give --gross in euro"),
        ("gross: .nan", "Give --gross in euro"),
        ("gross: 1:30", "Give --gross in euro"),
        ("gross: |\n  5\n  6 much", "Give --gross in euro"),
        ("gross" * 50 + ": 5", f"Remove “{'gross' * 6}…”"),
        ("gross: true", "Give --gross in euro"),
    ],
)
def test_a_wrong_file_gets_one_sentence_with_the_remedy(call, file, text, remedy):
    code, out, err = call("--file", file(text), "--year", "2026")
    assert (code, out) == (2, "")
    assert remedy in err
    assert len(err.splitlines()) == 1


def test_a_refusal_is_json_when_json_was_asked(call):
    code, out, _ = call("--gross", "2300", "--year", "2027", "--json")
    assert code == 2
    assert "2026" in json.loads(out)["error"]
