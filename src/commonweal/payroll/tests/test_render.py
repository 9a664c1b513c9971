"""The PDF of a payslip: tagged, in the worker's language, made once."""

import pytest

from commonweal.documents import queries as documents
from commonweal.payroll import actions, queries
from commonweal.payroll.tests import pay


@pytest.fixture
def slips(amina, carla, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, carla, by=by)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


def test_it_keeps_a_pdf_of_each(slips, by, at):
    actions.render(payslips=[slip.pk for slip in slips], by=by, at=at)
    paper = queries.paper(payslip=slips[0].pk)
    assert (paper.about, paper.kind) == (slips[0].ref, "payslip")
    assert documents.content(document=paper).startswith(b"%PDF-1.7")


def test_the_paper_is_tagged_and_in_the_workers_language(slips, by, at):
    actions.render(payslips=[slip.pk for slip in slips], by=by, at=at)
    dutch, french = (documents.content(document=queries.paper(payslip=slip.pk)) for slip in slips)
    assert b"/Lang(nl" in dutch
    assert b"/Lang(fr" in french
    assert b"/StructTreeRoot" in dutch


def test_a_second_time_makes_nothing(slips, by, at):
    ids = [slip.pk for slip in slips]
    first = actions.render(payslips=ids, by=by, at=at)
    assert len(first) == 2
    assert actions.render(payslips=ids, by=by, at=at) == []
