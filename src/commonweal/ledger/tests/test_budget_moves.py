"""What moved the budget of units, month by month."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW

from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(db):
    """Unit 7 sells in April and May and pays in May; unit 8 sells in May."""
    said = [
        ("2026-04-10", "7000", -1_000, 7, "a"),
        ("2026-05-10", "7000", -500, 7, "b"),
        ("2026-05-11", "6203", 200, 7, "payslip:1"),
        ("2026-05-12", "7000", -70, 8, "c"),
    ]
    actions.post(
        entries=[
            actions.Entry(
                "misc", date.fromisoformat(on), "x", f"k{place}", origin,
                (actions.Line(account, cents, unit), actions.Line("550", -cents)),
            )
            for place, (on, account, cents, unit, origin) in enumerate(said)
        ],
        by=SYSTEM, at=NOW,
    )  # fmt: skip


def moves(**asked):
    usual = {"units": [7, 8], "start": date(2026, 1, 1), "end": date(2026, 7, 1)}
    return queries.budget_moves(**usual | asked)


def test_what_came_in_less_what_went_out_by_unit_and_month(entries):
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    assert moves() == {(7, april): 1_000, (7, may): 300, (8, may): 70}
    assert sum(moves(units=[7]).values()) == queries.budget(unit=7)


def test_the_last_day_is_out(entries):
    assert moves(units=[7], end=date(2026, 5, 10)) == {(7, date(2026, 4, 1)): 1_000}


def test_an_origin_may_be_left_out(entries):
    assert moves(units=[7], without=["payslip:1"])[7, date(2026, 5, 1)] == 500


def test_it_is_one_question(entries):
    with CaptureQueriesContext(connection) as found:
        moves(without=["payslip:1", "payslip:2"])
    assert len(found) == 1
