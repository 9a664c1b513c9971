"""
A house of five clients, each payment of which is worked out by hand, over weekends and holidays.

It is Friday 8 May 2026; 14 May is Ascension, 25 May Whit Monday. 5,000.00 is at the bank.
"""

from datetime import date, datetime, time, timedelta

import pytest
from tests.cast import NOW, make_client
from tests.journeys.house import open_house

from commonweal.clients import queries as clients
from commonweal.flows.payday import actions as payday
from commonweal.flows.tests import platform
from commonweal.flows.tests.jobs_of_amina import confirm, day, declare, job, on, place, worker
from commonweal.guarantee import queries
from commonweal.guarantee.queries import RECEIPTS, WAGES, Kind, cash
from commonweal.guarantee.tests.failing import bank_brings
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE
from commonweal.ledger import actions as ledger
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 5, 8)
NUMBERS = ("0403019261", "0403170701", "0403199702", "0871234303", "0202239951")


def at(number, month=5):
    return datetime.combine(date(2026, month, number), time(9), ZONE)


def issue(unit, client, issued_on, net=100_00):
    """An invoice of that day, without VAT, due a month later."""
    line = invoicing.NewLine("Ride", net, invoicing.Vat.EXEMPT, 0)
    new = invoicing.NewInvoice(
        unit.pk, clients.get(id=client.pk), "Ride", [line], contribution_cents=0, guaranteed=True,
        payment_days=30,
    )  # fmt: skip
    then = datetime.combine(issued_on, time(9), ZONE)
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=then)
    return invoicing.issue(drafts=drafts, by=SYSTEM, at=then)[0]


def pay(claim, late):
    """The client pays so many days after the due day."""
    name, on_day = f"paid:{claim.number}", claim.due_on + timedelta(days=late)
    lines = [
        ledger.Line("550", claim.total_cents, None, "bank"),
        ledger.Line("400", -claim.total_cents, claim.unit_id, claim.ref),
    ]
    entry = ledger.Entry("bank", on_day, name, name, name, lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)


@pytest.fixture
def five(db):
    """Each client with what it is late, by three invoices of the winter, and what it owes now."""
    open_house()
    ((member, unit), *_others) = platform.couriers(1)
    found = {}
    # late by, issued on (due 30 days later), and the day on which it is expected
    for number, (name, late, issued_on) in enumerate(
        [
            ("Prompt", 0, date(2026, 4, 14)),  # due Thursday 14 May, Ascension: Friday 15
            ("Early", -2, date(2026, 4, 18)),  # due Monday 18, two days before: Saturday, Monday 18
            ("Slow", 9, date(2026, 4, 16)),  # due Saturday 16, Whit Monday 25: Tuesday 26
            ("New", None, date(2026, 4, 22)),  # due Friday 22; all of them: the median is 0
            ("Passed", 0, date(2026, 3, 31)),  # due 30 April: two weeks from now, Friday 22
        ]
    ):
        client = make_client(
            name=name, enterprise_number=NUMBERS[number], vat_number=f"BE{NUMBERS[number]}",
            email=f"{name.lower()}@example.org",
        )  # fmt: skip
        if late is not None:
            for month in (1, 2, 3):
                pay(issue(unit, client, date(2026, month, 1)), late)
        found[name] = issue(unit, client, issued_on, net=1000_00 * (number + 1))
    return member, unit, found


def test_each_receipt_comes_on_a_day_on_which_banks_work(five):
    _member, _unit, claims = five
    found = cash(on=FRIDAY)
    came = {m.origin: (m.on.day, m.on.month) for m in found.book.moves if m.kind == Kind.INVOICE}
    assert came == {
        claims["Prompt"].ref: (15, 5), claims["Early"].ref: (18, 5), claims["Slow"].ref: (26, 5),
        claims["New"].ref: (22, 5), claims["Passed"].ref: (22, 5),
    }  # fmt: skip


def test_a_wage_counts_once_however_far_its_payment_is(five):
    """
    A day of work on 7 May is due on 14 May, Ascension: it leaves on the 13th, whether it is on a
    payslip, in a batch, in a file, or with the bank; then it is gone from the account.
    """
    member, unit, _claims = five
    client = make_client(email="other@example.org")
    confirm(place(member, client, job(unit, client, worker(member, day(date(2026, 5, 7))))).order)
    declare()
    on(FRIDAY)
    slip = payroll.standing().get()
    out = {date(2026, 5, 13): -slip.net_cents}
    opening = cash(on=FRIDAY).book.opening_cents
    assert leaves() == out
    (batch,) = payday.prepare(until=slip.due_on, kinds=("wage",), by=platform.MAKER, at=at(8))
    assert leaves() == out
    batch = payday.approve(batch=batch, by=platform.CHECKER, at=at(8))
    batch = payday.export(batch=batch, by=platform.MAKER, at=at(8))
    assert leaves() == out
    payday.uploaded(batch=batch, by=platform.MAKER, at=at(8))
    assert leaves() == out
    assert cash(on=FRIDAY).book.opening_cents == opening
    platform.bank_executes(date(2026, 5, 13), at(13))
    assert leaves(date(2026, 5, 13)) == {}
    assert cash(on=date(2026, 5, 13)).book.opening_cents == opening - slip.net_cents


def leaves(today=FRIDAY):
    """What goes to workers, by day: as wages, or in files that are under way."""
    found = [m for m in cash(on=today).book.moves if m.kind in (*WAGES, Kind.UNDER_WAY)]
    return {move.on: sum(m.cents for m in found if m.on == move.on) for move in found}


def test_by_hand_the_curve_the_lowest_day_and_the_break_point(five):
    """
    2,500.00 at the bank on the Friday; 3,000.00 to a state office and 4,500.00 more to it on days
    of their own; receipts of 1,000.00 to 5,000.00.
    """
    held = cash(on=FRIDAY).book.opening_cents
    bank_brings(2_500_00 - held, "set", account="580", name="set")
    owed("453", 3_000_00, "april", date(2026, 4, 30))  # due 15 May, a Friday
    owed("453", 8_500_00, "may", date(2026, 5, 8))  # due 15 June, a Monday
    found = cash(on=FRIDAY).forecast
    curve = {point.on: point.cents // 100 for point in found.points}
    assert [curve[date(2026, 5, n)] for n in (8, 14, 15, 17, 18, 21, 22, 25, 26, 31)] == [
        2500, 2500, 500, 500, 2500, 2500, 11500, 11500, 14500, 14500,
    ]  # fmt: skip
    assert [curve[date(2026, 6, n)] for n in (14, 15, 30)] == [14500, 6000, 6000]
    assert (found.lowest.on, found.lowest.cents) == (date(2026, 5, 15), 500_00)
    assert found.runs_out_on is None
    assert sum(m.cents for m in found.moves if m.kind in RECEIPTS) == 15_000_00

    # Everybody a day later: on 15 May there is nothing to pay with, and two wait for Monday.
    slow = queries.shock(on=FRIDAY, slow_days=1).after
    after = {point.on: point.cents // 100 for point in slow.points}
    assert [after[date(2026, 5, n)] for n in (15, 17, 18, 19, 22, 24, 25, 26, 27)] == [
        -500, -500, 500, 2500, 2500, 2500, 2500, 11500, 14500,
    ]  # fmt: skip
    assert slow.runs_out_on == date(2026, 5, 15)


def owed(account, cents, name, on_day):
    lines = [ledger.Line("580", cents), ledger.Line(account, -cents)]
    entry = ledger.Entry("misc", on_day, name, name, name, lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)
