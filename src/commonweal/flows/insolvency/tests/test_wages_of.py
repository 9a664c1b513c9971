"""A wage of which nothing is owed any more is not late, whether a bank paid it or not."""

from datetime import timedelta

import pytest

from commonweal.flows.insolvency import queries
from commonweal.flows.insolvency.tests.test_mark_bankrupt import mark
from commonweal.flows.insolvency.tests.test_mark_bankrupt import worked as worked
from commonweal.flows.tests.jobs_of_amina import later, on
from commonweal.ledger import actions as ledger
from commonweal.payroll import queries as slips

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(worked, festival, by):
    """The payslip was made, nobody paid it, and the client failed."""
    at = on(later(1))
    return mark(festival, by, at).bankruptcy


def take_off(slip, cents, at, by):
    """Post as what a worker got too much is set off."""
    lines = [ledger.Line("455", cents, None, slip.item), ledger.Line("455", -cents, None, "debt")]
    name = f"set off {cents}"
    ledger.post(
        entries=[ledger.Entry("misc", at.date(), name, name, name, lines)], by=by, at=at
    )  # fmt: skip


def test_what_was_set_off_whole_is_settled_on_that_day(failed, by, at):
    slip = slips.standing().get()
    day = at + timedelta(days=3)
    take_off(slip, slip.net_cents - 1, day, by)
    (wage,) = queries.wages_of(bankruptcy=failed)
    assert wage.paid_on is None
    take_off(slip, 1, day, by)
    (wage,) = queries.wages_of(bankruptcy=failed)
    assert (wage.cents, wage.paid_on) == (slip.net_cents, day.date())
