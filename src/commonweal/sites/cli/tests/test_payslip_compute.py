"""`commonweal payslip compute`: a table in, a table out, and each fault by row and field."""

import argparse
import csv

import pytest

from commonweal.sites.cli import payslip


@pytest.fixture
def compute(tmp_path, capsys):
    def compute(text, encoding="utf-8"):
        table, out = tmp_path / "in.csv", tmp_path / "out.csv"
        table.write_text(text, encoding=encoding)
        parser = argparse.ArgumentParser()
        payslip.add_arguments(parser)
        code = payslip.run(parser.parse_args(["compute", str(table), "--out", str(out)]))
        rows = list(csv.DictReader(out.read_text().splitlines())) if out.exists() else []
        return code, rows, capsys.readouterr().err

    return compute


def test_each_row_is_a_payslip_in_euro_and_in_cents(compute):
    code, rows, said = compute("id,gross,on\nA7,2300,2026-05-15\nB8,2000.50,2026-05-15\n")
    assert code == 0
    assert (rows[0]["row"], rows[0]["id"]) == ("1", "A7")
    assert (rows[0]["net"], rows[0]["net_cents"]) == ("2105.93", "210593")
    assert rows[0]["error"] == rows[1]["error"] == ""
    assert "2 of 2 rows computed." in said


def test_a_semicolon_a_comma_decimal_a_mark_of_bytes_and_capitals_do_not_matter(compute):
    code, rows, _ = compute("Gross;On;Status\n2300,00;2026-05-15;white_collar\n", "utf-8-sig")
    assert (code, rows[0]["net_cents"]) == (0, "210593")


def test_a_column_may_hold_cents(compute):
    _, rows, _ = compute("gross_cents,date\n230000,2026-05-15\n")
    assert rows[0]["net_cents"] == "210593"


def test_a_fault_names_row_and_field_and_the_other_rows_are_computed(compute):
    code, rows, said = compute(
        "gross,on,status,children\n"
        "2300,2026-05-15,king,0\n"
        "much,2026-05-15,artist,0\n"
        "2300,2024-04-15,artist,0\n"
        "2300,2026-05-15,artist,-1\n"
        "2300,2026-05-15,artist,1\n"
    )
    assert code == 1
    assert "row 1 (line 2), status: Choose as status one of white_collar" in said
    assert "row 2 (line 3), gross: Give gross in euro" in said
    assert "row 3 (line 4), on: Choose a day before 2024-04-01" in said
    assert "row 4 (line 5), children: Give children as a whole number" in said
    assert [bool(row["error"]) for row in rows] == [True] * 4 + [False]
    assert rows[4]["net_cents"]


def test_what_stands_beside_the_wage_is_paid_too(compute):
    _, rows, _ = compute("gross,on,commute,garnishment\n2300,2026-05-15,16.42,\n")
    assert int(rows[0]["paid_cents"]) == 210593 + 1642


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "it is empty"),
        ("id,name\n1,Amina\n", "the columns gross (or taxable) and on"),
        ("gross,on,childern\n1,2026-05-15,1\n", "did you mean “children”?"),
        ("gross,gross,on\n1,1,2026-05-15\n", "only once"),
    ],
)
def test_a_table_that_is_none_is_refused_whole(compute, text, remedy):
    code, rows, said = compute(text)
    assert (code, rows) == (2, [])
    assert remedy in said


def test_two_thousand_rows_come_out_in_their_order(compute):
    lines = "".join(f"{n},{n + 1000},2026-05-{1 + n % 28:02}\n" for n in range(2_000))
    _, rows, _ = compute("id,gross,on\n" + lines)
    assert [int(row["id"]) for row in rows] == list(range(2_000))
