"""A dividend of the trustee goes back where the loss was borne."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import make_unit

from commonweal.flows.entities import actions as entities
from commonweal.flows.tests.test_entities import SCHOOL
from commonweal.guarantee import actions, queries
from commonweal.guarantee._shares import dividend, share_of
from commonweal.guarantee.tests.failing import bank_brings, invoice, judgment
from commonweal.invoicing import queries as issued
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.reporting import queries as reporting

MOVE = "move:7"
SPREAD = ("499", "4164", "1641", "4510")


@pytest.fixture
def bankruptcy(amina_unit, festival, by, at):
    """Lost: 1,210.00, of which the fund bore 1,000.00; 121.00 has come in at the bank."""
    invoice(amina_unit, festival)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(12_100, MOVE, account="499", name=MOVE)
    return marked


@pytest.fixture
def sister_unit(bram, amina_unit, by, at):
    """A unit of Bram that invoices from a sister entity."""
    school = entities.found(new=replace(SCHOOL, vat_regime="standard"), by=by, at=at)
    unit = make_unit(bram, "activity", "School")
    entities.assign(unit=unit, entity=school, by=by, at=at)
    return unit


def recover(bankruptcy, by, at, cents=12_100, move=MOVE):
    return actions.recover(bankruptcy=bankruptcy, move=move, cents=cents, by=by, at=at)


def test_the_fund_and_the_vat_have_their_part(bankruptcy, by, at):
    recovery = recover(bankruptcy, by, at)
    assert (recovery.fund_cents, recovery.vat_cents, recovery.units_cents) == (10_000, 2_100, 0)
    assert books.account_balance(account="499") == 0
    fund = queries.fund(on=at.date())
    assert (fund.lost_cents, fund.recovered_cents, fund.balance_cents) == (100_000, 10_000, 10_000)
    assert set(books.proofs().values()) == {0}


def test_what_was_not_guaranteed_is_the_units_again(bram, amina_unit, festival, by, at):
    bram_unit = make_unit(bram)
    invoice(bram_unit, festival, guaranteed=False)
    invoice(amina_unit, festival)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(24_200, MOVE, account="499", name=MOVE)
    recovery = recover(marked, by, at, cents=24_200)
    assert (recovery.fund_cents, recovery.units_cents, recovery.vat_cents) == (
        10_000, 10_000, 4_200,
    )  # fmt: skip
    assert books.budget(unit=bram_unit.pk) == 10_000 - 650
    assert set(books.proofs().values()) == {0}


def test_a_payment_is_a_dividend_once(bankruptcy, by, at):
    recover(bankruptcy, by, at, cents=6_050)
    with pytest.raises(actions.RecordedBefore):
        recover(bankruptcy, by, at, cents=6_050)


def test_it_must_wait_at_the_bank(bankruptcy, by, at):
    with pytest.raises(actions.NotWaiting):
        recover(bankruptcy, by, at, move="move:8")
    with pytest.raises(actions.NoAmount):
        recover(bankruptcy, by, at, cents=0)


def test_no_more_comes_back_than_was_lost(bankruptcy, by, at):
    bank_brings(200_000, "move:8", account="499", name="move:8")
    with pytest.raises(actions.MoreThanLost):
        recover(bankruptcy, by, at, cents=121_001, move="move:8")


def test_what_waits_at_the_bank_is_offered(bankruptcy, at):
    assert queries.dividends_waiting() == [(MOVE, at.date(), 12_100)]


RATES = st.sampled_from([2100, 1200, 600, 0])
ROWS = st.lists(
    st.tuples(st.integers(1, 10**8), RATES), min_size=1, max_size=4, unique_by=lambda row: row[1]
)


@given(ROWS, st.data())
def test_no_cent_of_a_loss_is_lost(nets, data):
    rows = [["standard", rate, net, net * rate // 10_000] for net, rate in nets]
    total = sum(row[2] + row[3] for row in rows)
    open_cents = data.draw(st.integers(1, total))
    share = share_of(open_cents, rows)
    assert share.net_cents + share.vat_cents == open_cents
    assert 0 <= share.vat_cents <= sum(row[3] for row in rows) + len(rows)
    whole = share_of(total, rows)
    assert whole.vat_cents == sum(row[3] for row in rows)


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=9), st.data())
def test_no_cent_of_a_dividend_is_lost(open_cents, data):
    losses = [(cents, cents * 21 // 121) for cents in open_cents]
    cents = data.draw(st.integers(1, sum(open_cents)))
    parts = dividend(cents, losses)
    assert sum(part.net_cents + part.vat_cents for part in parts) == cents
    assert all(part.net_cents >= 0 and part.vat_cents >= 0 for part in parts)


def test_many_small_dividends_round_nothing_away(amina_unit, festival, by, at):
    for _each in range(3):
        invoice(amina_unit, festival, net=10_001)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    left = 3 * 12_101
    while left:
        cents = min(left, 1_111)
        name = f"move:{left}"
        bank_brings(cents, name, account="499", name=name)
        recover(marked, by, at, cents=cents, move=name)
        left -= cents
    fund = queries.fund(on=at.date())
    assert (fund.lost_cents, fund.recovered_cents) == (30_003, 30_003)
    assert books.account_balance(account="4510") == -3 * 2_100


def test_who_pays_one_invoice_pays_that_one(amina_unit, festival, by, at):
    """A guarantor pays the second: the first stays lost, the second reads as paid."""
    first, second = invoice(amina_unit, festival), invoice(amina_unit, festival, net=500_00)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(700_00, MOVE, account="499", name=MOVE)
    with pytest.raises(actions.MoreThanLost, match="at most 605.00"):
        actions.recover(bankruptcy=marked, move=MOVE, cents=700_00, of=second.ref, by=by, at=at)
    recovery = actions.recover(
        bankruptcy=marked, move=MOVE, cents=605_00, of=second.ref, by=by, at=at
    )
    assert (recovery.fund_cents, recovery.vat_cents) == (500_00, 105_00)
    assert books.lost(items=[first.ref, second.ref]) == {first.ref: 1210_00}
    states = [each.state for each in issued.standings(invoices=[first, second], on=at.date())]
    assert states == ["lost", "paid"]
    assert queries.dividends_waiting() == [(MOVE, at.date(), 95_00)]  # what was overpaid waits
    bank_brings(121_00, "move:8", account="499", name="move:8")
    dividend = actions.recover(bankruptcy=marked, move="move:8", cents=121_00, by=by, at=at)
    assert [part.loss.invoice for part in dividend.parts.all()] == [first]  # all of what is left


def test_nothing_comes_of_what_was_not_lost(bankruptcy, by, at):
    with pytest.raises(actions.NothingLostThere):
        actions.recover(
            bankruptcy=bankruptcy, move=MOVE, cents=1, of="invoice:2026-009999", by=by, at=at
        )


def test_a_sister_has_its_part_in_its_own_books(sister_unit, amina_unit, festival, by, at):
    """The trustee pays a tenth of both claims on the account of the house."""
    invoice(amina_unit, festival)
    invoice(sister_unit, festival, net=500_00)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    bank_brings(181_50, MOVE, account="499", name=MOVE)
    recovery = actions.recover(bankruptcy=marked, move=MOVE, cents=181_50, by=by, at=at)
    assert (recovery.fund_cents, recovery.vat_cents) == (150_00, 31_50)
    of = {
        entity: {code: books.account_balance(account=code, entity=entity) for code in SPREAD}
        for entity in (1, 2)
    }
    assert of[1] == {"499": 0, "4164": -60_50, "1641": -100_00, "4510": -21_00}
    assert of[2] == {"499": 0, "4164": 60_50, "1641": -50_00, "4510": -10_50}
    for entity, lost in ((1, 1000_00), (2, 500_00)):
        line = reporting.losses_of_the_guarantee(year=2026, entity=entity)
        assert (line.cents, line.recovered_cents, line.check.agrees) == (lost, lost // 10, True)
        grids = reporting.vat_return(period=reporting.read_period("2026-05"), entity=entity).grids
        assert (grids["62"].cents, grids["61"].cents) == (lost * 21 // 100, lost * 21 // 1000)
    assert books.owed_between() == {(1, 2): -60_50, (2, 1): 60_50}
    actions.take_back_recovery(recovery=recovery, because="Recalled", by=by, at=at)
    assert books.owed_between() == {}
    assert books.account_balance(account="4164", entity=2) == 0
    assert set(books.proofs().values()) == {0}


def test_a_dividend_on_the_account_of_a_sister_is_taken_from_what_waits_there(
    sister_unit, amina_unit, festival, by, at
):
    """The trustee pays all of both claims on her account: the house has its part to receive."""
    invoice(amina_unit, festival)
    invoice(sister_unit, festival, net=500_00)
    marked = actions.mark_bankrupt(failure=judgment(festival), by=by, at=at)
    lines = [ledger.Line("550", 181_50), ledger.Line("499", -181_50, None, MOVE)]
    entry = ledger.Entry("bank", at.date(), MOVE, MOVE, MOVE, lines, entity=2)
    ledger.post(entries=[entry], by=by, at=at)
    recovery = actions.recover(bankruptcy=marked, move=MOVE, cents=181_50, by=by, at=at)
    for entity, left in ((1, 121_00), (2, -121_00)):
        assert books.account_balance(account="499", entity=entity) == 0
        assert books.account_balance(account="4164", entity=entity) == left
    actions.take_back_recovery(recovery=recovery, because="Recalled", by=by, at=at)
    assert books.account_balance(account="499", entity=2) == -181_50
    assert books.owed_between() == {} and set(books.proofs().values()) == {0}
