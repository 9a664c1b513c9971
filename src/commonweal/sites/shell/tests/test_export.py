"""Lists as files: a spreadsheet opens them as a table and runs nothing."""

import io
from contextlib import closing
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from commonweal.sites.shell.export import FORMULA_STARTS, Cents, csv_file, table_file


def lines(*rows):
    file = csv_file(name="list", head=["A", "B"], rows=rows)
    return file.content.decode("utf-8-sig").splitlines()


@pytest.mark.parametrize(("language", "amount"), [("nl", "-1234,05"), ("en", "-1234.05")])
def test_amounts_are_plain_numbers_of_the_reader(language, amount):
    with translation.override(language):
        assert lines((date(2026, 5, 4), Cents(-123405))) == ["A;B", f"2026-05-04;{amount}"]


@given(st.text().map(lambda text: f"={text}") | st.text())
def test_no_text_is_a_formula(text):
    (cell, _rest) = next(iter(_rows(text)))
    assert not cell.startswith(FORMULA_STARTS)


def _rows(text):
    import csv
    import io

    file = csv_file(name="list", head=["A", "B"], rows=[(text, "x")])
    yield from list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))[1:]


def table(ending, *rows, about=()):
    file = table_file(ending=ending, name="list", head=["A", "B"], rows=rows, about=about)
    with closing(file):
        read = io.BytesIO(b"".join(file.streaming_content))
    return CalamineWorkbook.from_filelike(read).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_spreadsheet_keeps_days_amounts_numbers_and_text(ending):
    cells = (date(2026, 5, 4), Cents(-123405)), (7, "=1+1"), (None, "<&>\x01 é"), ("", "two\nlines")
    about = [("Period", "@2026")]
    head, empty, titles, *found = table(ending, *cells, about=about)
    assert (head, empty, titles) == (["Period", "@2026"], ["", ""], ["A", "B"])
    assert found[:2] == [[date(2026, 5, 4), -1234.05], [7, "=1+1"]]
    assert [row[0] for row in found[2:]] == ["", ""]
    assert found[2][1].replace("\x01", "") == "<&> é"
    assert found[3][1] == "two\nlines"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_file_says_its_kind_and_name(ending):
    file = table_file(ending=ending, name="list", head=["A"], rows=[("x",)])
    assert file["Content-Disposition"] == f'attachment; filename="list.{ending}"'
    with closing(file):
        first = b"".join(file.streaming_content)[:4]
    assert first == (b"\xef\xbb\xbfA" if ending == "csv" else b"PK\x03\x04")


def test_thousands_of_rows_are_made_on_disk_and_whole():
    rows = ((f"Row {number}", Cents(number)) for number in range(30_000))
    found = table("ods", *rows)
    assert (len(found), found[-1]) == (30_001, ["Row 29999", 299.99])
