"""
The promise: a platform goes bankrupt, and every courier is paid in time.

400 couriers rode for one platform, 850.00 each with VAT: 340,000.00 that will never come. The small
version of the story runs always, the whole one with the slow tests.
"""

from datetime import date, datetime, time, timedelta

import pytest
from tests.journeys.house import open_house

from commonweal.banking import queries as bank
from commonweal.flows.insolvency import actions as insolvency
from commonweal.flows.insolvency import queries as failing
from commonweal.flows.tests import platform
from commonweal.flows.tests.jobs_of_amina import declare, on
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee import queries as guaranteed
from commonweal.guarantee.actions import NewBankruptcy
from commonweal.guarantee.tests.failing import put_in_fund
from commonweal.invoicing import queries as invoices
from commonweal.kernel.clock import ZONE
from commonweal.ledger import queries as books
from commonweal.letters import queries as letters
from commonweal.payroll import queries as payroll
from commonweal.reporting import queries as reporting

pytestmark = pytest.mark.django_db
MAY_5, MAY_6, MAY_7, MAY_12, MAY_13 = (date(2026, 5, day) for day in (5, 6, 7, 12, 13))
NET, VAT = 702_48, 147_52
FUND = 100_000_00
MAY = reporting.read_period("2026-05")


def morning(day):
    return datetime.combine(day, time(9), ZONE)


@pytest.mark.parametrize("count", [12, pytest.param(400, marks=pytest.mark.slow)])
def test_every_wage_is_paid_in_time_whatever_becomes_of_the_client(count):
    open_house()
    put_in_fund(FUND)
    client, people = platform.platform(), platform.couriers(count)
    half = count // 2
    platform.rides(people[:half], client, MAY_5, NET)
    platform.rides(people[half:], client, MAY_6, NET)
    declare()
    for day in (MAY_6, MAY_7):
        on(day)
        assert guaranteed.late(on=day) == 0
    slips = list(payroll.standing())
    assert {slip.due_on for slip in slips} == {MAY_12, MAY_13}
    assert len(slips) == count

    # The first half is paid by the bank on the day it is due; that day the platform fails.
    platform.pay_wages(morning(MAY_7), until=MAY_12)
    at = morning(MAY_12)
    assert guaranteed.late(on=MAY_12) == 0
    platform.bank_executes(MAY_12, at)
    before = books.budgets(units=[unit.pk for _member, unit in people])
    told = NewBankruptcy(client=client, on=MAY_12, trustee_name="Mr. Lievens", language="fr")
    preview = failing.preview(failure=told, by=platform.MAKER, at=at)
    found = insolvency.mark_bankrupt(failure=told, by=platform.MAKER, at=at)
    assert (preview.open_cents, preview.vat_cents) == (found.open_cents, found.vat_cents)
    assert (len(found.paid), len(found.due)) == (half, count - half)

    # The other half is paid in time all the same.
    at = morning(MAY_13)
    assert guaranteed.late(on=MAY_13) == 0
    platform.pay_wages(at, until=MAY_13)
    platform.bank_executes(MAY_13, at)
    payments = bank.payments_of(items=[slip.item for slip in slips])
    late = [slip for slip in slips if payments[slip.item].batch.executed_on > slip.due_on]
    assert late == []
    assert guaranteed.late(on=MAY_13 + timedelta(days=30)) == 0
    assert not books.open_list(account="455")

    assert_nobody_pays_for_it(client, people, before)
    assert_the_fund_bears_it(count)
    assert_everybody_knows(found, people)


def assert_nobody_pays_for_it(client, people, before):
    """No budget changed by a cent, and no invoice passes for paid."""
    assert books.budgets(units=[unit.pk for _member, unit in people]) == before
    assert books.account_balance(account="400") == 0
    every = list(invoices.invoices_of_clients(clients=[client.pk]))
    assert {each.state for each in invoices.standings(invoices=every, on=MAY_13)} == {"lost"}


def assert_the_fund_bears_it(count):
    """The fund has lost the net, the VAT comes back, and the report says the same."""
    lost = guaranteed.losses(year=2026)
    assert (lost.cents, lost.vat_cents, lost.count) == (count * NET, count * VAT, count)
    short = max(0, count * NET - FUND)
    fund = guaranteed.fund(on=MAY_13)
    assert (fund.lost_cents, fund.fed_cents) == (count * NET, FUND + short)
    assert fund.balance_cents == FUND + short - count * NET
    line = reporting.losses_of_the_guarantee(year=2026)
    assert (line.cents, line.check.agrees) == (lost.cents, True)
    found = reporting.vat_return(period=MAY)
    assert found.grids["62"].cents == count * VAT
    assert (found.unexplained.lines, found.agrees) == (0, True)
    assert set(books.proofs().values()) == {0}


def assert_everybody_knows(found, people):
    """Each courier has a letter, and the trustee's claim is kept."""
    posted = letters.about(refs=[found.ref])
    assert {each.kind for each in posted} == {"client_bankrupt_member"}
    assert {each.to for each in posted} == {member.email for member, _unit in people}
    assert found.bankruptcy.claim.media_type == "application/pdf"
    assert guaranteed.get_bankruptcy(id=found.bankruptcy.pk).claim


def test_nothing_more_is_taken_on_for_a_client_that_failed():
    open_house()
    client, people = platform.platform(), platform.couriers(1)
    told = NewBankruptcy(client=client, on=date(2026, 5, 4), trustee_name="Mr. Lievens")
    insolvency.mark_bankrupt(failure=told, by=platform.MAKER, at=morning(date(2026, 5, 4)))
    client.refresh_from_db()
    with pytest.raises(guaranteed.ClientBlocked):
        platform.rides(people, client, MAY_5, NET)
    with pytest.raises(guarantee.AlreadyBankrupt):
        insolvency.mark_bankrupt(failure=told, by=platform.MAKER, at=morning(date(2026, 5, 4)))
