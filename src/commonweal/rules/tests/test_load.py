"""The loader refuses what would make a payslip wrong in silence."""

from datetime import date
from fractions import Fraction

import pytest

from commonweal.rules import parameters, texts
from commonweal.rules.errors import BadFigures, NoFigure

GOOD = """
id: test.rate
description: A rate
unit: fraction
last_checked: 2026-11-22
values:
  - from: 2024-01-01
    until: 2025-01-01
    reference: a law
    confidence: confirmed
    value: "0.1307"
  - from: 2025-01-01
    reference: another law
    confidence: unconfirmed
    value: "0.14"
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "test.rate.yaml"
        path.write_text(text)
        return parameters.read(path)

    return read


def test_it_reads_exact_fractions_with_their_days(read):
    first, second = read(GOOD).figures
    assert (first.value.numerator, first.value.denominator) == (1307, 10000)
    assert (first.valid_to, second.valid_from, second.valid_to) == (
        date(2025, 1, 1), date(2025, 1, 1), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("until: 2025-01-01", "until: 2025-02-01", "overlaps"),
        ("until: 2025-01-01", "until: 2024-12-01", "declare the days from 2024-12-01"),
        ("from: 2025-01-01", "from: 2024-01-01", "overlaps"),
        ('"0.1307"', "0.1307", "between quotes"),
        ('"0.1307"', '"13.07"', "between 0 and 1"),
        ("unit: fraction", "unit: parsec", "not of the unit"),
        ("unit: fraction", "unit: days", "not a whole number"),
        ("confidence: unconfirmed", "confidence: perhaps", "not perhaps"),
        ('"0.1307"', '"0,13"', "'0,13' is not a rate"),
        ('"0.1307"', "true", "not a rate"),
        ("until: 2025-01-01", "until: 2023-01-01", "ends before it starts"),
        ("until: 2025-01-01", "until: soon", "until soon is no day"),
        ("last_checked: 2026-11-22", "last_checked: yesterday", "yesterday is no day"),
        ("last_checked: 2026-11-22\n", "", "the file has no last_checked"),
        ("description: A rate\n", "", "the file has no description"),
        ("description: A rate\n", "description: A rate\nauthor: me\n", "unknown words .'author'"),
        ("unit: fraction", "unit: fraction\nunit: days", "unit stands twice"),
        ("    confidence: unconfirmed\n", "", "the value from 2025-01-01 has no confidence"),
        ("    reference: a law\n", "", "the value from 2024-01-01 has no reference"),
        ('    value: "0.1307"\n', "", "the value from 2024-01-01 has no value"),
        ('    value: "0.1307"\n', "    gap: unknown\n", "unknown words .'confidence'"),
        ("    reference: a law\n", "    reference: a law\n    rate: 3\n", "unknown words"),
        ("id: test.rate", "id: test.other", "Name the file"),
    ],
)
def test_it_refuses(read, old, new, says):
    with pytest.raises(BadFigures, match=says):
        read(GOOD.replace(old, new))


def test_it_refuses_a_fraction_of_a_cent(read):
    text = GOOD.replace("unit: fraction", "unit: EUR/month").replace('"0.14"', '"0.145"')
    with pytest.raises(BadFigures, match="whole number of cents"):
        read(text.replace('"0.1307"', '"12.30"'))


TABLE = GOOD.replace("unit: fraction", "unit: {edges: EUR/month, rate: fraction}").replace(
    'value: "0.14"', 'value: {low: {edges: ["10", "20.5"], rate: "0.1"}}'
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("20.5", "20.505", "from 2025-01-01: low › edges › 2 › 20.505 is not a whole number"),
        ('rate: "0.1"', 'rate: "7"', "low › rate › 7 does not lie between 0 and 1"),
        ('rate: "0.1"', "share: 3", "low › share › 3 stands in a table but has no name"),
    ],
)
def test_a_wrong_figure_in_a_table_names_its_place(read, old, new, says):
    text = TABLE.replace('value: "0.1307"', 'value: {rate: "0.1307"}')
    assert read(text).figures[1].value["low"]["edges"] == (1000, 2050)
    with pytest.raises(BadFigures, match=says):
        read(text.replace(old, new))


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("cent/km", '"45.71"', Fraction(4571, 100)),
        ("decimal hours", '"7.6"', Fraction(38, 5)),
        ("EUR/year", "null", None),
        ("code", '["015", "495"]', ("015", "495")),
        ("hours/year", "650", 650),
        ("fraction", '{sunday: "1", night: "85/92"}', {"sunday": 1, "night": Fraction(85, 92)}),
    ],
)
def test_it_reads_each_unit_exactly(read, unit, text, value):
    first, _ = GOOD.replace("unit: fraction", f"unit: {unit}").split("  - from: 2025-01-01")
    assert read(first.replace('"0.1307"', text)).figures[0].value == value


@pytest.mark.parametrize("text", ["", "- a list", "id: test.rate", "id: {", "values: 3"])
def test_it_refuses_a_file_that_says_too_little(read, text):
    with pytest.raises(BadFigures, match=r"Correct test.rate.yaml"):
        read(text)


def test_it_refuses_a_parameter_that_nobody_knows(read):
    head, _, _ = GOOD.partition("  - from")
    with pytest.raises(BadFigures, match="no value is known"):
        read(head + "  - {from: 2024-01-01, gap: lost, reference: a law}\n")


def test_it_refuses_one_id_in_two_folders(tmp_path):
    for name in ("be", "house"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "test.rate.yaml").write_text(GOOD)
    with pytest.raises(BadFigures, match="stands in two folders"):
        parameters.load(tmp_path / "be", tmp_path / "house")


def test_every_figure_of_the_house_loads():
    found = parameters.everything()
    assert len(found) >= 79
    assert all(figure.reference for p in found.values() for figure in p.figures)


def test_it_names_every_figure_that_nobody_confirmed():
    found = parameters.unconfirmed()
    assert {figure.confidence for figure in found} == {"unconfirmed"}
    assert not [figure for figure in found if figure.gap]
    assert "nsso.employer.observed_total" in {figure.parameter for figure in found}


def test_a_declared_gap_is_refused_in_plain_words():
    with pytest.raises(
        NoFigure, match="before 2024-04-01 or from 2024-05-01 on.*no amounts for April"
    ):
        parameters.figure("work_bonus", date(2024, 4, 15))


def test_a_day_before_the_first_figure_is_refused():
    with pytest.raises(NoFigure, match="from 2023-01-01"):
        parameters.figure("nsso.worker.rate", date(2022, 12, 31))


def test_a_gap_at_the_end_is_refused_from_its_first_day_on():
    with pytest.raises(NoFigure, match="before 2026-05-01: .* not known since"):
        parameters.figure("expense.km.quarterly", date(2026, 6, 1))


def test_a_gap_before_the_first_value_is_refused_with_the_first_day_that_is_known():
    with pytest.raises(NoFigure, match="from 2024-01-01 on: .* remembered income-tax brackets"):
        parameters.figure("withholding.key_formula", date(2023, 6, 1))


def test_a_day_after_the_last_figure_is_refused():
    with pytest.raises(NoFigure, match="before 2027-01-01"):
        parameters.figure("withholding.key_formula", date(2027, 1, 1))


def test_every_reason_of_a_gap_can_be_translated():
    gaps = {f.gap for p in parameters.everything().values() for f in p.figures if f.gap}
    assert gaps == set(texts.GAPS)


def test_a_refusal_says_the_reason_of_a_gap_in_the_language_of_its_reader():
    with pytest.raises(NoFigure) as refused:
        parameters.figure("work_bonus", date(2024, 4, 15))
    words = {
        "Our sources give no amounts for April 2024, the first month of parts A and B.": "Nee."
    }
    assert refused.value.said(lambda text: words.get(text, text)).endswith("in between. Nee.")
