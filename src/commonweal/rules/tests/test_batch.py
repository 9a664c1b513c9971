"""A batch answers every row as a payslip of its own would."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.rules import batch
from commonweal.rules.cases import FAMILIES, FLAT_RATES, KINDS, STATUSES, Case
from commonweal.rules.errors import RuleError
from commonweal.rules.explanation import payslip
from commonweal.rules.payslip import amounts


def case(**given) -> Case | None:
    """A case, or none if its parts do not go together."""
    try:
        return Case(**given)
    except RuleError:
        return None


cases = st.builds(
    case,
    gross_cents=st.integers(1, 2_000_000) | st.integers(1, 10**9),
    on=st.dates(date(2023, 12, 1), date(2027, 1, 31)),
    status=st.sampled_from(STATUSES),
    family=st.sampled_from(FAMILIES),
    kind=st.sampled_from(KINDS),
    flat_rate=st.sampled_from(("", "", "", *FLAT_RATES)),
    children=st.integers(0, 14),
    disabled_children=st.integers(0, 2),
    is_disabled=st.booleans(),
    partner_is_disabled=st.booleans(),
    dependants=st.integers(0, 3),
    dependent_retirees=st.integers(0, 1),
    minutes=st.none() | st.integers(1, 12_000),
    withholding_rate=st.sampled_from([Fraction(0), Fraction("0.1111"), Fraction("0.350001")]),
    extra_withholding_cents=st.sampled_from([0, 0, 0, 5000, 500_000]),
    from_taxable=st.booleans(),
    year_cents=st.none() | st.integers(0, 12_000_000),
    student_minutes_left=st.none() | st.integers(0, 12_000),
    declared_in_time=st.booleans(),
).filter(bool)


@settings(max_examples=40)
@given(st.lists(cases, max_size=25))
def test_every_row_is_the_payslip_of_its_case(asked):
    found = batch.payslips(batch.questions(asked))
    for row, each in enumerate(asked):
        if row in found.refused:
            with pytest.raises(type(found.refused[row]), match="."):
                amounts(each)
        else:
            assert found.amounts(row) == amounts(each)


@given(cases)
def test_a_row_is_explained_as_its_case(asked):
    found = batch.payslips(batch.questions([asked]))
    if not found.refused:
        assert found.lines(0, asked) == payslip(asked).lines


def test_a_refused_row_says_the_same_sentence_and_leaves_the_others_alone():
    good = Case(230000, date(2026, 5, 15))
    in_the_gap = Case(230000, date(2024, 4, 15))
    greedy = Case(230000, date(2026, 5, 15), extra_withholding_cents=900_000)
    found = batch.payslips(batch.questions([in_the_gap, good, greedy]))
    assert found.amounts(1).net == 210593
    assert set(found.refused) == {0, 2}
    for row, each in ((0, in_the_gap), (2, greedy)):
        with pytest.raises(RuleError) as alone:
            amounts(each)
        assert str(alone.value) == str(found.refused[row])


def test_more_rows_than_a_chunk_keep_their_order():
    asked = [Case(100 + n, date(2026, 5, 1 + n % 28)) for n in range(20_000)]
    found = batch.payslips(batch.questions(asked))
    assert found.columns["gross"].tolist() == [each.gross_cents for each in asked]
    assert np.all(found.columns["net"] > 0)


def test_an_empty_batch_has_no_answer():
    found = batch.payslips(batch.questions([]))
    assert (len(found.columns["net"]), found.refused) == (0, {})
