"""
The story of the couriers as an examiner would ask it: whatever was paid, credited, taxed or not
guaranteed before a client fails, each wage is paid in time and each cent is found once.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, make_client, make_unit
from tests.journeys.house import open_house

from commonweal.activities import actions as activities
from commonweal.banking import queries as bank
from commonweal.flows.billing import jobs as billing
from commonweal.flows.entities import actions as entities
from commonweal.flows.insolvency import actions as insolvency
from commonweal.flows.insolvency.tests.test_mark_bankrupt import failure
from commonweal.flows.payday import actions as payday
from commonweal.flows.tests import platform
from commonweal.flows.tests.jobs_of_amina import confirm, day, declare, job, on, place, worker
from commonweal.flows.tests.test_entities import SCHOOL
from commonweal.flows.tests.test_guarantee_story import morning
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.flows.three_in_one.values import Expense
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee import queries as guaranteed
from commonweal.guarantee.tests.failing import bank_brings, invoice_of, put_in_fund
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as invoices
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as books
from commonweal.letters import queries as letters
from commonweal.payroll import queries as payroll
from commonweal.reporting import queries as reporting

pytestmark = pytest.mark.django_db
ACCOUNTS = ("400", "4510", "1641", "6370", "4894", "4890", "6199", "7040", "4164", "499", "550")
HOUSE, SISTER, A_DAY = 1, 2, timedelta(days=1)
STANDARD, TWELVE, REDUCED = ((invoicing.Vat.STANDARD, rate) for rate in (2100, 1200, 600))
EXEMPT, REVERSE = (invoicing.Vat.EXEMPT, 0), (invoicing.Vat.REVERSE_CHARGE, 0)


@pytest.fixture
def house():
    open_house()
    return platform.platform(), platform.couriers(7)


def mark(client, on_day):
    told, at = failure(client, on=on_day), morning(on_day)
    return insolvency.mark_bankrupt(failure=told, by=platform.MAKER, at=at)


# --- wages on both sides of the day -------------------------------------------------------------


def may(number):
    return date(2026, 5, number)


def live(first, last):
    """Each morning: what happens by itself, what the desk pays, and the bank that executes it."""
    for number in range(first, last + 1):
        at = on(may(number))
        assert guaranteed.late(on=may(number)) == 0
        with suppress(payday.NothingReady):
            platform.pay_wages(at, until=may(number) + 4 * A_DAY)
        if bank.batches().filter(state="handed", execute_on__lte=may(number)).exists():
            platform.bank_executes(may(number), at)


def test_wages_due_before_and_after_the_day_are_all_paid_in_time(house):
    """
    Work on 5, 7 and 9 May and work that lasts to the 12th; the client fails on the 8th. Of these
    wages one is due on Ascension, one on a Saturday.
    """
    client, people = house
    worked = ((5,), (7,), (9,), (8, 11, 12))
    for (member, unit), numbers in zip(people, worked, strict=False):
        days = [day(may(number)) for number in numbers]
        wanted = job(unit, client, worker(member, *days), price=702_48 * len(days))
        confirm(place(member, client, wanted).order)
    declare()
    live(5, 7)
    on(may(8))
    before = books.budgets(units=[unit.pk for _member, unit in people])
    found = mark(client, may(8))
    assert books.budgets(units=list(before)) == before
    assert (len(found.losses), len(found.running)) == (2, 2)

    live(8, 21)
    slips = list(payroll.standing())
    payments = bank.payments_of(items=[slip.item for slip in slips])
    assert sorted(slip.due_on for slip in slips) == [may(12), may(14), may(16), may(19)]
    assert [s for s in slips if payments[s.item].batch.executed_on > s.due_on] == []
    at = morning(may(21))
    insolvency.write_off_since(bankruptcy=found.bankruptcy, by=platform.MAKER, at=at)
    lost = guaranteed.losses(year=2026)
    assert (lost.cents, lost.vat_cents, lost.count) == (6 * 702_48, 885_12, 4)
    line = reporting.losses_of_the_guarantee(year=2026)
    assert (line.cents, line.check.agrees) == (lost.cents, True)
    assert books.account_balance(account="400") == 0
    assert set(books.proofs().values()) == {0}
    assert guaranteed.late(on=date(2026, 8, 1)) == 0


# --- all kinds of claims at once, every figure by hand -------------------------------------------


def issue(unit, client, *rows, **more):
    lines = [invoicing.NewLine(f"Line {n}", net, *vat) for n, (net, vat) in enumerate(rows)]
    fee = sum(net for net, _vat in rows) * 65 // 1000
    return invoice_of(unit, client, lines, contribution_cents=fee, **more)


def credit(claim, line, thousandths):
    new = invoicing.NewCredit(claim.pk, [invoicing.CreditLine(line, thousandths)])
    return invoicing.credit_parts(credits=[new], reason="Shorter", by=SYSTEM, at=NOW)[0]


def stands(client, units, at):
    """All that a mistake must leave as it was."""
    every = list(invoices.invoices_of_clients(clients=[client.pk]))
    client.refresh_from_db()
    return (
        {(a, e): books.account_balance(account=a, entity=e) for a in ACCOUNTS for e in (1, 2)},
        books.budgets(units=units),
        [books.open_amounts(account=a, items=[i.ref for i in every]) for a in ("400", "4894")],
        [(each.state, each.open_cents) for each in invoices.standings(invoices=every, on=at)],
        [guaranteed.fund(on=at, entity=each) for each in (HOUSE, SISTER)],
        books.lost(items=[each.ref for each in every]),
        client.blocked_on,
        guaranteed.promised(clients=[client.pk], on=at)[client.pk],
        guaranteed.late(on=at + 60 * A_DAY),
    )


@pytest.fixture
def owed(house):
    """Seven claims on one client; what is lost of each is told beside it, net and VAT."""
    client, people = house
    units = [unit for _member, unit in people]
    school = entities.found(new=replace(SCHOOL, vat_regime="standard"), by=SYSTEM, at=NOW)
    sister = make_unit(people[0][0], "activity", "School")
    entities.assign(unit=sister, entity=school, by=SYSTEM, at=NOW)
    put_in_fund(1000_00)
    wanted = job(units[6], client, worker(people[6][0]), expenses=[Expense("Paint", 200_00)])
    confirm(place(people[6][0], client, wanted).order)  # 1000.00, 210.00
    declare()
    on(may(7))
    part = issue(units[0], client, (1000_00, STANDARD))  # 666.67, 140.00
    bank_brings(403_33, part.ref, unit=units[0].pk)
    issue(units[1], client, (333_33, REDUCED), (100_01, TWELVE), (50_00, EXEMPT))  # 483.34, 32.00
    issue(units[2], client, (777_77, REVERSE))  # 777.77, 0
    credit(issue(units[3], client, (500_00, STANDARD), (200_00, EXEMPT)), 1, 400)  # 500.00, 63.00
    unsure = issue(units[4], client, (1000_00, STANDARD), guaranteed=False)  # 500.00, 105.00
    bank_brings(605_00, unsure.ref, unit=units[4].pk, name="move:2")
    issue(sister, client, (200_00, STANDARD))  # 200.00, 42.00
    three_in_one.release_paid(by=SYSTEM, at=morning(may(7)))
    return client, [unit.pk for unit in (*units, sister)]


def test_every_kind_of_claim_is_lost_to_the_cent_and_a_mistake_leaves_no_trace(owed):
    client, units = owed
    before = stands(client, units, may(7))
    found = mark(client, may(7))
    assert books.budgets(units=units) == before[1]
    assert [(loss.net_cents, loss.vat_cents) for loss in found.losses] == [
        (1000_00, 210_00), (666_67, 140_00), (483_34, 32_00), (777_77, 0), (500_00, 63_00),
        (500_00, 105_00), (200_00, 42_00),
    ]  # fmt: skip
    assert (found.fund_cents, found.others_cents) == (3627_78, 500_00)
    assert (found.vat_cents, found.topped_up_cents) == (592_00, 2627_78)
    may_2026 = reporting.read_period("2026-05")
    for entity, cents, vat in ((HOUSE, 3427_78, 550_00), (SISTER, 200_00, 42_00)):
        line = reporting.losses_of_the_guarantee(year=2026, entity=entity)
        fund = guaranteed.fund(on=may(7), entity=entity)
        assert (line.cents, line.check.agrees) == (fund.lost_cents, True) == (cents, True)
        assert fund.balance_cents == 0
        assert books.account_balance(account="400", entity=entity) == 0
        told = reporting.vat_return(period=may_2026, entity=entity)
        assert (told.grids["62"].cents, told.unexplained.lines, told.agrees) == (vat, 0, True)
    assert set(books.proofs().values()) == {0}

    at = morning(may(7))
    insolvency.withdraw(bankruptcy=found.bankruptcy, because="Other", by=platform.MAKER, at=at)
    assert stands(client, units, may(7)) == before
    assert set(books.proofs().values()) == {0}
    assert mark(client, may(7)).open_cents == found.open_cents


# --- orders of deeds that are not the usual one ---------------------------------------------------


def test_a_client_that_fails_the_hour_it_confirmed_still_costs_no_wage(house):
    """Nothing is declared yet, nothing worked: what was promised is declared, worked and paid."""
    client, ((member, unit), *_others) = house
    confirm(place(member, client, job(unit, client, worker(member, day(may(7))))).order)
    found = mark(client, may(4))
    assert (list(found.losses), len(found.running), len(found.due)) == ([], 1, 1)
    declare()
    live(5, 14)
    (slip,) = payroll.standing()
    paid_on = bank.payments_of(items=[slip.item])[slip.item].batch.executed_on
    assert (slip.guaranteed, slip.due_on, paid_on) == (True, may(14), may(13))
    at = morning(may(15))
    insolvency.write_off_since(bankruptcy=found.bankruptcy, by=platform.MAKER, at=at)
    assert guaranteed.losses(year=2026).cents == 1000_00
    assert books.account_balance(account="400") == 0
    assert set(books.proofs().values()) == {0}


def test_work_that_nobody_stands_for_is_no_late_wage_and_nobody_is_told_it_will_be_paid(house):
    """A client outside the Union confirms: the work is never declared, so that no wage is owed."""
    _client, ((member, unit), *_others) = house
    swiss = make_client(
        name="Basel AG", email="b@example.org", country="CH", enterprise_number=None,
        vat_number="CHE-107.787.577",
    )  # fmt: skip
    confirm(place(member, swiss, job(unit, swiss, worker(member, day(may(6))))).order)
    declare()
    live(5, 8)
    foreseen = guaranteed.cash(on=may(8)).book.moves
    assert [move for move in foreseen if move.is_wage] == []
    found = mark(swiss, may(20))
    assert (list(found.losses), list(found.wages), len(found.running)) == ([], [], 1)
    assert [each.kind for each in letters.about(refs=[found.ref])] == []
    assert guaranteed.late(on=date(2026, 8, 1)) == 0


def test_a_deposit_is_lost_and_the_part_that_falls_due_later_too(house):
    client, ((_member, unit), *_others) = house
    new = invoicing.NewOrder(unit.pk, client, "House style", 1, *STANDARD)
    (order,) = invoicing.place_order(orders=[new], by=SYSTEM, at=NOW)
    lines = [
        invoicing.NewLine("Design", 1000_01, *STANDARD),
        invoicing.NewLine("Book", 333_33, *REDUCED),
    ]
    parts = [
        invoicing.PlannedPart("deposit", "Deposit", 3_000),
        invoicing.PlannedPart("date", "Half-way", 3_333, may(20)),
        invoicing.PlannedPart("milestone", "Delivery", 3_667),
    ]
    order = invoicing.detail_order(order=order, lines=lines, parts=parts, by=SYSTEM, at=NOW)
    order = invoicing.confirm_order(order=order, by=SYSTEM, at=NOW)
    guarantee.decide(orders=[order], by=SYSTEM, at=NOW)
    assert engaged(client) == 1333_34
    billing.run(at=NOW)
    assert engaged(client) == 1333_34  # the deposit as an invoice, the rest as an order
    found = mark(client, may(4))
    assert (found.fund_cents, found.vat_cents, engaged(client)) == (400_00, 69_00, 933_34)
    billing.run(at=morning(may(20)))
    at = morning(may(21))
    since = insolvency.write_off_since(bankruptcy=found.bankruptcy, by=platform.MAKER, at=at)
    assert (since.fund_cents, since.vat_cents) == (444_40, 76_66)
    line = reporting.losses_of_the_guarantee(year=2026)
    assert (line.cents, line.check.agrees) == (844_40, True)
    insolvency.withdraw(bankruptcy=found.bankruptcy, because="Other", by=SYSTEM, at=at)
    assert engaged(client) == 1333_34
    assert set(books.proofs().values()) == {0}


def engaged(client):
    return guaranteed.promised(clients=[client.pk], on=NOW.date())[client.pk].engaged_cents


def test_a_budget_below_zero_with_an_advance_stays_where_it_is(house):
    """What was released of a payment is spent, and the payment bounces before the client fails."""
    client, ((_member, unit), *_others) = house
    claim = issue(unit, client, (1000_00, STANDARD), guaranteed=False)
    activities.grant_advance(
        unit=unit, cents=300_00, until=date(2026, 8, 1), reason="Van", by=platform.CHECKER, at=NOW
    )
    bank_brings(1210_00, claim.ref, unit=unit.pk)
    three_in_one.release_paid(by=SYSTEM, at=NOW)
    bank_brings(-200_00, "van", account="6160", unit=unit.pk, name="move:2")
    bank_brings(-1210_00, claim.ref, unit=unit.pk, name="move:3")
    found = mark(client, NOW.date())
    assert [(loss.net_cents, loss.vat_cents) for loss in found.losses] == [(1000_00, 210_00)]
    assert books.budget(unit=unit.pk) == -200_00
    assert books.account_balance(account="4894") == 0
    assert set(books.proofs().values()) == {0}


# --- any mix of rates, credit notes and payments --------------------------------------------------

nets = st.integers(1, 99_999)
kinds = st.sampled_from([STANDARD, TWELVE, REDUCED, EXEMPT])
mixes = st.lists(st.tuples(nets, kinds), min_size=1, max_size=3, unique_by=lambda row: row[1])


@settings(
    max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(rows=mixes, less=st.integers(0, 999), paid=st.integers(0, 99), sure=st.booleans())
def test_what_is_engaged_is_what_is_lost_and_all_of_it_can_come_back(house, rows, less, paid, sure):
    client, ((_member, unit), *_others) = house
    with transaction.atomic():
        claim, notes = issue(unit, client, *rows, guaranteed=sure), []
        if rows[0][0] * less // 1000:
            notes = [credit(claim, 1, less)]
        gross = claim.total_cents - sum(note.total_cents for note in notes)
        if cents := gross * paid // 100:
            bank_brings(cents, claim.ref, unit=unit.pk)
        three_in_one.release_paid(by=SYSTEM, at=NOW)
        examine(client, unit, claim, notes, cents)
        transaction.set_rollback(True)


def examine(client, unit, claim, notes, paid_cents):
    """Foreseen, lost, undone, lost again, and paid in the end."""
    on_day = NOW.date()
    every = [claim, *notes]
    vat = claim.vat_cents - sum(note.vat_cents for note in notes)
    gross = claim.total_cents - sum(note.total_cents for note in notes)
    promised = engaged(client)
    listed = sum(each.engaged_cents for each in guaranteed.exposures(client=client.pk))
    foreseen = guaranteed.shock(on=on_day, client=client)
    before = {code: books.account_balance(account=code) for code in ACCOUNTS}
    budget = books.budget(unit=unit.pk)

    found = mark(client, on_day)
    assert found.open_cents == gross - paid_cents == foreseen.lost_cents
    assert abs(found.vat_cents * gross - found.open_cents * vat) <= 2 * gross  # two cents
    assert paid_cents or found.vat_cents == vat
    assert promised == listed == foreseen.guaranteed_cents
    assert abs(promised - found.fund_cents) <= 2
    assert books.budget(unit=unit.pk) == budget
    assert set(books.proofs().values()) == {0}, every

    insolvency.withdraw(bankruptcy=found.bankruptcy, because="Other", by=SYSTEM, at=NOW)
    assert {code: books.account_balance(account=code) for code in ACCOUNTS} == before
    come_back(mark(client, on_day))
    after = {code: books.account_balance(account=code) for code in ACCOUNTS}
    for code in ("4510", "6199", "7040", "499", "4164"):
        assert after[code] == before[code]
    assert after["4894"] == after["400"] == 0
    assert books.budget(unit=unit.pk) == budget - before["4894"]  # what was held is the unit's


def come_back(found):
    """The trustee pays all of it, in two parts."""
    third = found.open_cents // 3
    for name, cents in (("move:901", third), ("move:902", found.open_cents - third)):
        if cents:
            bank_brings(cents, name, account="499", name=name)
            guarantee.recover(
                bankruptcy=found.bankruptcy, move=name, cents=cents, by=SYSTEM, at=NOW
            )
