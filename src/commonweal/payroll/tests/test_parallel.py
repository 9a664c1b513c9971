"""Several people and jobs at the same time: nobody is paid twice, and nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from tests.cast import BRAM, NOW, make_entity, make_member, make_unit

from commonweal.banking import actions as banking
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.actions import Correction
from commonweal.payroll.models import Payslip, Regularisation
from commonweal.payroll.tests import pay
from commonweal.payroll.values import asked_again
from commonweal.rules import month

AT_ONCE, MAY, JUNE = 6, date(2026, 5, 1), NOW + timedelta(days=30)


@pytest.fixture
def pays(own_database):
    """Two people with a low and a high pay in May each; what a test does is kept."""
    make_entity()
    people = [make_member(), make_member(**BRAM)]
    unit = make_unit(people[0])
    contracts = [pay.plan(unit, person, by=SYSTEM, gross_cents=12_500)[0] for person in people]
    low = pay.inputs(contracts)
    high = pay.inputs(pay.copies(contracts[0], 1) + pay.copies(contracts[1], 1))
    return [*low, *(replace(each, gross_cents=60_000) for each in high)]


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of it from connections of their own; return "done" or the refusal of each."""

    def press(deed: Callable[[], object]) -> str:
        try:
            deed()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as people:
        return sorted(people.map(press, deeds))


def run(pays):
    actions.run(contracts=pays, by=SYSTEM, at=NOW)


def settle():
    actions.regularise(month=MAY, by=SYSTEM, at=JUNE)


def owed():
    """What the books owe all workers."""
    return -books.account_balance(account="455")


def in_one_go(slips):
    """The net pay of the month of everybody, settled at once."""
    people = {slip.member_id for slip in slips}
    return sum(
        month.settle([asked_again(slip).case for slip in slips if slip.member_id == id]).whole.net
        for id in people
    )


def test_runs_at_once_make_one_payslip_of_each_contract(pays):
    """Also where they overlap and name the contracts in another order."""
    parts = [pays, pays[::-1], pays[:3], pays[1:], pays[2:], pays[::2]]
    assert at_once(*(lambda part=part: run(part) for part in parts)) == ["done"] * AT_ONCE
    slips = Payslip.objects.all()
    assert len(slips) == len(pays)
    assert owed() == sum(slip.net_cents for slip in slips)


def test_settlings_at_once_settle_once(pays):
    run(pays)
    assert at_once(*[settle] * AT_ONCE) == ["done"] * AT_ONCE
    assert Regularisation.objects.count() == 2
    assert owed() == in_one_go(Payslip.objects.all())


def test_a_payslip_is_corrected_by_one_of_many(pays):
    run(pays)
    slip = Payslip.objects.earliest("id")
    wrong = Correction(slip.pk, replace(asked_again(slip), gross_cents=20_000))
    deeds = [lambda: actions.correct(corrections=[wrong], by=SYSTEM, at=NOW)] * AT_ONCE
    assert at_once(*deeds) == ["AlreadyCorrected"] * (AT_ONCE - 1) + ["done"]
    assert owed() == sum(slip.net_cents for slip in queries.standing())


def test_runs_settlings_corrections_and_payments_do_not_lock_each_other_out(pays):
    banking.open_accounts(
        accounts=[banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")],
        by=SYSTEM,
        at=NOW,
    )
    run(pays[:2])
    slip = Payslip.objects.latest("id")
    wrong = Correction(slip.pk, replace(asked_again(slip), gross_cents=20_000))
    deeds = [
        lambda: run(pays),
        lambda: actions.correct(corrections=[wrong], by=SYSTEM, at=NOW),
        lambda: pay_out(slip),
        settle,
        settle,
        lambda: run(pays[::-1]),
    ]
    assert set(at_once(*deeds)) <= {"done", "MoreThanOwed"}
    settle()
    standing = list(queries.standing())
    assert len(standing) == len(pays)
    paid = -books.account_balance(account="5509")
    assert owed() + paid == in_one_go(standing)


def pay_out(slip):
    """Pay a wage from order to file."""
    payment = banking.NewPayment(
        slip.item, "455", slip.name, "BE48001123456727", slip.net_cents, slip.item, slip.due_on
    )
    batch = banking.build_batch(payments=[payment], by=SYSTEM, at=NOW)
    checker = replace(SYSTEM, id="user:2")
    banking.export_batch(
        batch=banking.approve_batch(batch=batch, by=checker, at=NOW), by=SYSTEM, at=NOW
    )
