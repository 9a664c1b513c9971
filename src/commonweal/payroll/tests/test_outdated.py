"""Figures that come late: which payslips they change, and the corrections."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.tests import pay
from commonweal.payroll.tests.law import law  # noqa: F401

RATE = 'value: "0.1307"\n'
LOWER = RATE + (
    "  - from: 2026-06-01\n    reference: a law that comes late\n    confidence: unconfirmed\n"
    '    value: "0.1207"\n'
)


def paid(unit, member, by, at, *months):
    contracts = [pay.plan(unit, member, by=by, month=month)[0] for month in months]
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


def test_nothing_is_outdated_while_the_figures_are_those_of_today(amina, amina_unit, by, at):
    paid(amina_unit, amina, by, at, 5, 6)
    with CaptureQueriesContext(connection) as queried:
        found = queries.outdated()
    assert (found.changes, found.unchanged, found.unpayable) == ([], 0, [])
    assert len(queried) == 1


def test_it_lists_what_an_earlier_date_changes(amina, amina_unit, by, at, law):  # noqa: F811
    _may, june = paid(amina_unit, amina, by, at, 5, 6)
    law.change("nsso.worker.rate", RATE, LOWER)
    found = queries.outdated()
    (change,) = found.changes
    assert change.payslip.pk == june.pk
    assert june.contribution_cents == 2_614
    assert change.now["contribution_cents"] == 2_414
    assert change.net_cents == 200 - (change.now["withholding_cents"] - june.withholding_cents)
    assert change.cost_cents == 0
    assert change.owed_cents == -change.net_cents
    assert found.unchanged == 1  # May: its figure has an end now, and the same value


def test_what_stays_the_same_to_the_cent_is_only_counted(amina, amina_unit, by, at, law):  # noqa: F811
    paid(amina_unit, amina, by, at, 5, 6)
    law.change("employer.tariff", "confidence: unconfirmed", "confidence: confirmed")
    found = queries.outdated()
    assert (found.changes, found.unchanged) == ([], 2)


def test_it_looks_at_the_days_it_is_asked(amina, amina_unit, by, at, law):  # noqa: F811
    paid(amina_unit, amina, by, at, 5, 6, 7)
    law.change("employer.tariff", "confidence: unconfirmed", "confidence: confirmed")
    found = queries.outdated(start=date(2026, 6, 1), end=date(2026, 7, 1))
    assert found.unchanged == 1


def test_a_day_that_has_no_figure_any_more_is_told(amina, amina_unit, by, at, law):  # noqa: F811
    (slip,) = paid(amina_unit, amina, by, at, 6)
    gap = RATE + "  - from: 2026-06-01\n    gap: Nobody knows.\n    reference: the law\n"
    law.change("nsso.worker.rate", RATE, gap)
    (lost,) = queries.outdated().unpayable
    assert lost.payslip.pk == slip.pk
    assert "2026-06-01" in str(lost.error)


def test_the_corrections_make_it_right_once(amina, amina_unit, by, at, law):  # noqa: F811
    (slip,) = paid(amina_unit, amina, by, at, 6)
    law.change("nsso.worker.rate", RATE, LOWER)
    (newer,) = actions.correct(corrections=queries.outdated().corrections, by=by, at=at)
    assert (newer.corrects_id, newer.contribution_cents) == (slip.pk, 2_414)
    assert queries.outdated().changes == []
    assert books.open_amount(account="455", item=slip.item) == -newer.net_cents
    assert "nsso.worker.rate" in newer.marks


@pytest.mark.parametrize("count", [2, 40])
def test_the_number_of_queries_stays_the_same(amina, amina_unit, by, at, law, count):  # noqa: F811
    (contract,) = pay.plan(amina_unit, amina, by=by, month=6)
    contracts = pay.copies(contract, count)
    actions.run(contracts=pay.inputs(contracts), by=by, at=at)
    law.change("nsso.worker.rate", RATE, LOWER)
    with CaptureQueriesContext(connection) as queried:
        assert len(queries.outdated().changes) == count
    assert len(queried) == 2
