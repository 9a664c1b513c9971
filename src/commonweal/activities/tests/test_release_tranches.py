"""activities.release_tranches: a budget follows the funder's money."""

from datetime import timedelta
from time import sleep

import pytest
from tests.cast import NOW, TODAY, make_member
from tests.journeys.house import open_house

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.fundings import atelier, called
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.values import ReadMove
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as ledger

# A job sees an event when its transaction is over: these tests commit.
pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def tranche(own_database):
    """6,000.00 called: 5,610.00 of budget, held."""
    open_house()
    return called(atelier(make_member()))


def bank_brings(days, *mistakes, **more):
    account = bank.find_main_account()
    content = bank.next_statement(
        account=account, on=NOW.date() + timedelta(days=days), mistakes=mistakes, **more
    )
    file = banking.BankFile(f"{days}.cod", content)
    banking.import_statements(files=[file], by=SYSTEM, at=NOW)


def release():
    """A job sees an event once every older transaction is over: it may need a second look."""
    for _turn in range(100):
        if activities.release_tranches(by=SYSTEM, at=NOW):
            return
        sleep(0.05)


def states(tranche):
    found = queries.states(unit=tranche.unit_id, on=TODAY)
    return found.confirmed, found.available, found.collected


def test_nothing_is_there_before_the_funder_pays(tranche):
    activities.release_tranches(by=SYSTEM, at=NOW)
    assert states(tranche) == (9_350_00, 0, 0)


def test_half_comes_with_half_of_the_money_and_the_rest_with_the_rest(tranche):
    bank_brings(1, "partial")
    release()
    assert states(tranche) == (6_545_00, 2_805_00, 3_000_00)
    activities.release_tranches(by=SYSTEM, at=NOW)
    assert states(tranche) == (6_545_00, 2_805_00, 3_000_00)
    standing = queries.fundings(unit=tranche.unit_id, on=TODAY)[0].tranches[0]
    assert (standing.state, standing.received_cents, standing.open_cents) == (
        "partly", 3_000_00, 3_000_00,
    )  # fmt: skip
    bank_brings(2)
    release()
    assert states(tranche) == (3_740_00, 5_610_00, 6_000_00)
    assert ledger.account_balance(account="4894") == 0
    assert set(ledger.proofs().values()) == {0}
    assert queries.fundings(unit=tranche.unit_id, on=TODAY)[0].tranches[0].state == "received"


def test_invoices_that_wait_are_left_to_their_own_flow(tranche):
    from commonweal.flows.three_in_one import actions as three_in_one

    bank_brings(1)
    three_in_one.release_held(by=SYSTEM, at=NOW)
    assert states(tranche) == (9_350_00, 0, 6_000_00)
    release()
    assert states(tranche) == (3_740_00, 5_610_00, 6_000_00)


def test_money_that_came_without_its_reference_is_released_once_it_is_placed(tranche):
    bank_brings(1, "wrong-reference")
    assert states(tranche) == (9_350_00, 0, 0)
    from commonweal.flows.matching import queries as matching

    (found,) = matching.search(text=tranche.reference)
    assert found.item == tranche.ref
    place(tranche, bank.suspense()[0].cents)
    release()
    assert states(tranche) == (3_740_00, 5_610_00, 6_000_00)
    assert set(ledger.proofs().values()) == {0}


def place(tranche, cents):
    """Somebody says that what waits is, or takes back, what was paid on the tranche."""
    (waiting,) = bank.suspense()
    part = banking.Part("400", tranche.ref, tranche.unit_id, cents)
    placing = banking.Placing(waiting.move.pk, (part,))
    (settling,) = banking.place_parts(placings=[placing], by=SYSTEM, at=NOW)
    return settling


def bank_takes_back(days, cents):
    on = NOW.date()
    back = ReadMove(-cents, on, on, "VGC", "", "", "retour", f"R{days}")
    bank_brings(days, references=[], others=[back])


def test_what_the_bank_takes_back_is_confirmed_again_until_it_comes(tranche):
    bank_brings(1)
    release()
    bank_takes_back(2, 6_000_00)
    place(tranche, -6_000_00)
    release()
    assert states(tranche) == (9_350_00, 0, 0)
    assert ledger.open_amount(account="4894", item=tranche.ref) == -5_610_00
    assert not activities.release_tranches(by=SYSTEM, at=NOW)
    bank_brings(3)
    release()
    assert states(tranche) == (3_740_00, 5_610_00, 6_000_00)
    assert not activities.release_tranches(by=SYSTEM, at=NOW)
    assert set(ledger.proofs().values()) == {0}


def test_a_placing_that_is_taken_back_is_confirmed_again(tranche):
    bank_brings(1, "wrong-reference")
    settling = place(tranche, 6_000_00)
    release()
    banking.take_back(settling=settling, because="Of another funder", by=SYSTEM, at=NOW)
    release()
    assert states(tranche) == (9_350_00, 0, 0)
    place(tranche, 6_000_00)
    release()
    assert states(tranche) == (3_740_00, 5_610_00, 6_000_00)


def test_of_a_cancelled_tranche_only_what_was_paid_is_held_again(tranche):
    bank_brings(1, "partial")
    activities.cancel_tranches(tranches=[tranche], reason="Stopped", by=SYSTEM, at=NOW)
    assert states(tranche) == (3_740_00, 2_805_00, 3_000_00)
    bank_takes_back(2, 3_000_00)
    place(tranche, -3_000_00)
    release()
    assert states(tranche) == (6_545_00, 0, 0)
    assert ledger.open_amount(account="4894", item=tranche.ref) == -2_805_00
    assert set(ledger.proofs().values()) == {0}
