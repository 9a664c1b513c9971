"""Ready-made budgets and work paid from them, for the tests of `from_budget`."""

from itertools import count

from tests.cast import NOW, actor

from commonweal.flows.from_budget import actions
from commonweal.flows.from_budget.actions import Wanted, Work
from commonweal.flows.tests.jobs_of_amina import worker
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as ledger
from commonweal.ledger.actions import Entry, Line

keys = count(1)


def fund(unit, cents=935_00):
    """Give a unit a budget, as an invoice of 1,000.00 would."""
    lines = (Line("499", cents), Line("740", -cents, unit.pk))
    entry = Entry("misc", NOW.date(), "Grant", f"grant {next(keys)}", "test", lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)


def wanted(member, *periods, cents=500_00, measure="gross", **facts):
    return Wanted(worker(member, *periods, **facts), cents, measure)


def work(unit, entered_by, *people, title="Rehearsal"):
    return Work(unit.pk, title, entered_by.pk, people or (wanted(entered_by),))


def hire(member, asked, key=None, at=NOW):
    key = key or f"click {next(keys)}"
    return actions.hire(work=asked, key=key, by=actor(member), at=at)
