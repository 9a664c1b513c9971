"""Lines are stored short, and read as they were explained."""

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.payroll import queries
from commonweal.payroll.actions._figures import source_of
from commonweal.payroll.models import Figures, Payslip
from commonweal.payroll.queries import Row
from commonweal.rules import batch, explanation
from commonweal.rules.tests.asking import cases
from commonweal.rules.texts import LABELS, REASONS
from commonweal.rules.written import kept_shapes, written


def kept(case, lines, rules):
    """The payslip as the database gives it back: everything went through JSON."""
    sources = {name: source_of(figure) for name, figure in rules.sources.items()}
    figures = Figures(
        version=rules.version,
        sources=json.loads(json.dumps(sources)),
        shapes=json.loads(json.dumps(kept_shapes(rules.sources))),
    )
    return Payslip(ends_on=case.on, lines=json.loads(lines), figures=figures)


def explained(line):
    """A line of the rules as a reader gets it."""
    return Row(
        line.code, line.part, LABELS[line.code], REASONS[line.code], line.rule, line.rate,
        line.base_cents, line.amount_cents, line.valid_from, line.reference, line.unconfirmed,
        line.note,
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(cases, min_size=1, max_size=25))
def test_stored_lines_read_as_the_payslip_explains_them(asked):
    found = batch.payslips(batch.questions(asked))
    text = written(found)
    for row, case in enumerate(asked):
        if row in found.refused:
            assert (text.lines[row], text.marks[row]) == ("[]", ())
            continue
        slip = explanation.payslip(case)
        read = queries.rows(payslip=kept(case, text.lines[row], found.rules_of(row)))
        assert read == [explained(line) for line in slip.lines]
        assert text.marks[row] == slip.marks


def test_a_line_of_before_the_shapes_were_kept_is_read_too():
    figure = {"from": "2023-01-01", "source": "the law", "confidence": "unconfirmed", "note": ""}
    lines = [
        {"code": "gross", "part": "pay", "rate": "", "base": None, "amount": 100,
         "of": "the contract", "unconfirmed": []},
        {"code": "worker_contribution", "part": "pay", "rate": "13.07 %", "base": 100,
         "amount": -13, "figures": ["nsso.worker.rate"]},
    ]  # fmt: skip
    slip = Payslip(
        ends_on=date(2026, 5, 15),
        lines=lines,
        figures=Figures(version="v", sources={"nsso.worker.rate": figure}),
    )
    gross, contribution = queries.rows(payslip=slip)
    assert (gross.rule, gross.reference, gross.unconfirmed) == ("sum", "the contract", ())
    assert (contribution.cents, contribution.unconfirmed) == (-13, ("nsso.worker.rate",))
