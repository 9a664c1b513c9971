"""A batch answers every row as a payslip of its own would."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.rules import batch
from commonweal.rules.cases import Case
from commonweal.rules.errors import RuleError
from commonweal.rules.explanation import payslip
from commonweal.rules.payslip import amounts
from commonweal.rules.tests.asking import cases


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
