"""Lists as files: a spreadsheet opens them as a table and runs nothing."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sites.shell.export import FORMULA_STARTS, Cents, csv_file


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
