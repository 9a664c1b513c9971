"""A list of anything: a verdict on every row, and a file that a bank takes of the accepted ones."""

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import sepaxml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from commonweal.banking import payment_check, queries, sepa
from commonweal.banking.payment_rows import COLUMNS
from commonweal.banking.tests.conftest import NOW, TODAY

SCHEMA = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
N = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
NUMBERS = [
    "BE68539007547034", "be68 5390 0754 7034", "NL91ABNA0417164300", "BE68539007547035",
    "BE٦٨539007547034", "",
]  # fmt: skip
ids = st.one_of(st.text("aB3/-?:().,'+ ", max_size=36), st.sampled_from(["E1", "E2"]), st.text())
cells = st.tuples(
    ids,
    st.text(max_size=90),
    st.sampled_from(NUMBERS) | st.text(max_size=34),
    st.integers(-1, 10**12).map(str) | st.text(max_size=9),
    st.dates(date(2026, 5, 1), date(2026, 6, 30)).map(str) | st.text(max_size=11),
)


def written(rows, delimiter):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *rows])
    return text.getvalue().encode("utf-8", "replace")


@settings(max_examples=150, deadline=None)
@given(st.lists(cells, min_size=1, max_size=12), st.sampled_from(",;\t|"))
def test_every_row_has_a_verdict_and_the_file_of_the_rest_is_one_a_bank_takes(rows, delimiter):
    checked = queries.check_payments(content=written(rows, delimiter), today=TODAY)
    assert [row.row for row in checked.rows] == list(range(1, len(rows) + 1))
    assert all(bool(row.faults) != row.accepted for row in checked.rows)
    assert all(payment_check.said(one) for row in checked.rows for one in row.faults + row.notes)
    if checked.transfers:
        check_file(checked)


def check_file(checked):
    content = queries.write_checked(
        transfers=checked.transfers, payer=queries.SPECIMEN, name="CHECK-1", made_at=NOW
    )
    root = etree.fromstring(content)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    of_file = (len(checked.transfers), checked.accepted_cents)
    assert told(root.find(".//p:GrpHdr", N)) == of_file
    blocks = root.findall(".//p:PmtInf", N)
    days = Counter(one.due_on for one in checked.transfers)
    assert {block.findtext(".//p:ReqdExctnDt/p:Dt", "", N) for block in blocks} == set(
        map(str, days)
    )
    for block in blocks:
        cents = [money(one.text) for one in block.findall(".//p:InstdAmt", N)]
        assert told(block) == (len(cents), sum(cents))
    assert len({block.findtext("p:PmtInfId", "", N) for block in blocks}) == len(blocks)
    names = [one.text for one in root.iter("{*}EndToEndId")]
    assert len(set(names)) == len(names)
    assert all(check_name(name) for name in names)
    assert all(text == sepa.plain(text, 70) for text in (e.text for e in root.iter("{*}Nm")))


def told(element):
    return (int(element.findtext("p:NbOfTxs", "", N)), money(element.findtext("p:CtrlSum", "", N)))


def money(text):
    return int(text.replace(".", "")) if text[-3] == "." else None


def check_name(name):
    is_plain = not sepa.NOT_TAKEN.search(name) and "//" not in name
    return is_plain and 0 < len(name) <= 35 and name.strip("/") == name


@given(st.binary(max_size=400))
def test_no_file_makes_the_check_stumble(content):
    try:
        queries.check_payments(content=content, today=TODAY)
    except queries.Unreadable as unreadable:
        assert str(unreadable)


@given(st.binary(max_size=200))
def test_nothing_below_the_heading_makes_the_check_stumble(content):
    content = ",".join(COLUMNS).encode() + b"\n" + content
    try:
        checked = queries.check_payments(content=content, today=TODAY)
    except queries.Unreadable as unreadable:
        assert str(unreadable)
    else:
        assert all(bool(row.faults) != row.accepted for row in checked.rows)


def test_signs_that_people_write_in_names_become_those_of_the_payments_council():
    assert sepa.plain('Dupont & Fils_"Zoë" [x]', 70) == "Dupont + Fils-'Zoe' (x)"
