"""The loader refuses what would make a payslip wrong in silence."""

from datetime import date

import pytest

from commonweal.rules import parameters
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
        ("    reference: a law\n", "", "reference"),
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


def test_every_figure_of_the_house_loads():
    found = parameters.everything()
    assert len(found) >= 20
    assert all(figure.reference for p in found.values() for figure in p.figures)


def test_a_declared_gap_is_refused_in_plain_words():
    with pytest.raises(
        NoFigure, match="before 2024-04-01 or from 2024-05-01 on.*no amounts for April"
    ):
        parameters.figure("work_bonus", date(2024, 4, 15))


def test_a_day_before_the_first_figure_is_refused():
    with pytest.raises(NoFigure, match="from 2023-01-01"):
        parameters.figure("nsso.worker.rate", date(2022, 12, 31))


def test_a_day_after_the_last_figure_is_refused():
    with pytest.raises(NoFigure, match="before 2027-01-01"):
        parameters.figure("withholding.key_formula", date(2027, 1, 1))
