"""The job of the day for units that sleep: told, then settled; work anywhere keeps them awake."""

from datetime import date, datetime, timedelta

import pytest
from tests.cast import make_unit

from commonweal.activities.models import Unit
from commonweal.activities.tests.test_carry_over import move
from commonweal.employment.models import Contract
from commonweal.flows.year_end import jobs, queries
from commonweal.kernel.clock import ZONE
from commonweal.ledger import queries as books
from commonweal.letters.models import Letter
from commonweal.payroll.tests import pay

ASLEEP = datetime(2028, 6, 10, 5, tzinfo=ZONE)
NOTICE = timedelta(days=90)


@pytest.fixture
def atelier(amina, by):
    """An activity of Amina with 1 000 on it, which moved last on 10 June 2026."""
    unit = make_unit(amina, "activity", "Atelier Brume")
    move(unit, 1000_00, date(2026, 6, 10), "a1", by=by)
    return unit


def test_a_unit_is_told_one_day_and_settled_ninety_days_later(atelier):
    jobs.run(at=ASLEEP)
    jobs.run(at=ASLEEP + NOTICE - timedelta(days=1))
    assert books.budget(unit=atelier.pk) == 1000_00
    jobs.run(at=ASLEEP + NOTICE)
    jobs.run(at=ASLEEP + NOTICE)
    assert books.budget(unit=atelier.pk) == 0
    assert Unit.objects.get(pk=atelier.pk).closed_on == date(2028, 9, 8)
    assert Letter.objects.filter(kind="unit_dormant").count() == 1


def test_days_that_were_missed_shorten_nobodys_notice(atelier):
    jobs.run(at=ASLEEP + 2 * NOTICE)
    assert books.budget(unit=atelier.pk) == 1000_00


def test_a_contract_that_is_not_worked_keeps_its_unit_awake(atelier, bram, by):
    (contract,) = pay.plan(atelier, bram, by=by)
    assert queries.busy() == {atelier.pk}
    jobs.run(at=ASLEEP)
    assert queries.sleeping(on=ASLEEP.date()) == []
    Contract.objects.filter(pk=contract.pk).update(state="cancelled")
    assert [each.unit for each in queries.sleeping(on=ASLEEP.date())] == [atelier]


def test_the_worker_knows_the_job():
    from procrastinate.contrib.django import app

    assert "year_end.dormant" in app.tasks
