"""Twenty people hire on one budget at the same moment: exactly as many as it covers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.cast import NOW, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.activities import queries as units
from commonweal.activities.models import Commitment
from commonweal.employment.models import Contract
from commonweal.flows.from_budget.actions import WorkNotCovered
from commonweal.flows.tests.budget_of_amina import fund, hire, wanted, work
from commonweal.flows.tests.jobs_of_amina import day, later

HIRERS, COVERED, COST = 20, 5, 161_71

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def amina(own_database):
    open_house()
    return make_member()


def at_once(deed, numbers):
    """Do this from a connection each; return whether it was done."""

    def do(number):
        try:
            deed(number)
        except WorkNotCovered:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(numbers)) as people:
        return list(people.map(do, numbers))


def test_exactly_those_that_are_covered_succeed(amina):
    unit = make_unit(amina)
    fund(unit)

    def one(number):
        asked = wanted(amina, day(later(number), hours=6), cents=100_00)
        hire(amina, work(unit, amina, asked))

    done = at_once(one, range(HIRERS))
    assert done.count(True) == Contract.objects.count() == Commitment.objects.count() == COVERED
    states = units.states(unit=unit.pk, on=NOW.date())
    assert (states.reserved, states.spendable) == (COVERED * COST, 935_00 - COVERED * COST)


def test_one_form_sent_twenty_times_hires_once(amina):
    unit = make_unit(amina)
    fund(unit)

    def one(_number):
        asked = wanted(amina, day(hours=6), cents=100_00)
        hire(amina, work(unit, amina, asked), key="one form")

    assert all(at_once(one, range(HIRERS)))
    assert Contract.objects.count() == 1
