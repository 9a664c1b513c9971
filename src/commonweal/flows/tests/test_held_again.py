"""A payment that bounces, or whose placing is undone, is budget no more: it is held again."""

from time import sleep

import pytest
from django.db import transaction
from tests.cast import NOW

from commonweal.activities import queries as units
from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.values import ReadMove
from commonweal.clients import queries as clients
from commonweal.flows.matching import jobs as matching
from commonweal.flows.portfolio.queries import Kind, signals
from commonweal.flows.tests.unsure import bank_brings, concert
from commonweal.flows.three_in_one import actions
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee.tests.failing import judgment
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

# A job sees an event when its transaction is over: these tests commit.
pytestmark = pytest.mark.usefixtures("own_database")
SOFIE = Actor("user:5", "Sofie Claes")


@pytest.fixture
def invoice(own_database):
    return concert()


def follow():
    """A job sees an event once every older transaction is over: it may need a second look."""
    for _turn in range(100):
        if posted := actions.release_held(by=SYSTEM, at=NOW):
            return posted
        sleep(0.05)
    return []


@transaction.atomic
def nothing_more():
    """The job again, and the same look without waiting for an event."""
    return actions.release_held(by=SYSTEM, at=NOW) == actions.release_paid(by=SYSTEM, at=NOW) == []


def standing(invoice):
    """Spendable, held and owed, in cents."""
    held = -books.open_amount(account="4894", item=invoice.ref)
    owed = books.open_amount(account="400", item=invoice.ref)
    return books.budget(unit=invoice.unit_id), held, owed


def bank_takes_back(invoice, cents, days):
    on = NOW.date()
    back = ReadMove(-cents, on, on, "Theatre", "", "", f"retour {invoice.number}", f"R{days}")
    bank_brings(days, references=[], others=[back])


def bounce(invoice, cents, days):
    """The bank takes a payment back, and Sofie says on which invoice."""
    bank_takes_back(invoice, cents, days)
    (waiting,) = bank.suspense()
    (settling,) = place(invoice, waiting.move, -cents)
    return settling


def accept_bounce(invoice, cents, days):
    """The bank takes a payment back, and Sofie accepts what the house proposes."""
    bank_takes_back(invoice, cents, days)
    for _turn in range(100):
        matching.run(at=NOW)
        if rows := bank.waits(on=NOW.date())[0].proposals:
            assert rows[0].kind == "bounced"
            return banking.accept(proposals=[rows[0].pk], by=SOFIE, at=NOW)
        sleep(0.05)


def place(invoice, move, cents):
    part = banking.Part("400", invoice.ref, invoice.unit_id, cents)
    return banking.place_parts(placings=[banking.Placing(move.pk, (part,))], by=SOFIE, at=NOW)


def spend(invoice, cents):
    """A wage of this budget, earned and owed."""
    lines = (
        ledger.Line("6203", cents, invoice.unit_id),
        ledger.Line("455", -cents, invoice.unit_id, "payslip:1"),
    )
    entry = ledger.Entry("pay", NOW.date(), "Wage", "payslip:1", "payslip:1", lines)
    ledger.post(entries=[entry], by=SYSTEM, at=NOW)


def test_paid_released_bounced_held_paid_again_and_released_once(invoice):
    bank_brings(1)
    follow()
    assert standing(invoice) == (935_00, 0, 0)
    accept_bounce(invoice, 1000_00, days=2)
    assert standing(invoice) == (935_00, 0, 1000_00)
    follow()
    assert standing(invoice) == (0, 935_00, 1000_00)
    assert nothing_more()
    bank_brings(3)
    follow()
    assert standing(invoice) == (935_00, 0, 0)
    assert nothing_more()
    assert set(books.proofs().values()) == {0}


def test_the_entry_corrects_the_release_and_both_stay(invoice):
    bank_brings(1)
    (release,) = follow()
    bounce(invoice, 1000_00, days=2)
    (again,) = follow()
    assert [entry.id for entry in books.corrections(id=release.id)] == [again.id]


def test_of_two_halves_one_bounces(invoice):
    bank_brings(1, "partial")
    follow()
    bank_brings(2)
    follow()
    assert standing(invoice) == (935_00, 0, 0)
    bounce(invoice, 500_00, days=3)
    follow()
    assert standing(invoice) == (467_50, 467_50, 500_00)
    assert nothing_more()


def test_a_placing_that_is_taken_back_is_held_until_it_is_placed_again(invoice):
    bank_brings(1, "wrong-reference")
    (waiting,) = bank.suspense()
    (placed,) = place(invoice, waiting.move, 1000_00)
    follow()
    assert standing(invoice) == (935_00, 0, 0)
    banking.take_back(settling=placed, because="Another concert", by=SOFIE, at=NOW)
    follow()
    assert standing(invoice) == (0, 935_00, 1000_00)
    assert nothing_more()
    place(invoice, waiting.move, 1000_00)
    follow()
    assert standing(invoice) == (935_00, 0, 0)


def test_a_bounce_that_was_none_gives_the_budget_back(invoice):
    bank_brings(1)
    follow()
    settling = bounce(invoice, 1000_00, days=2)
    follow()
    banking.take_back(settling=settling, because="It was our own", by=SOFIE, at=NOW)
    follow()
    assert standing(invoice) == (935_00, 0, 0)


def test_what_was_spent_meanwhile_is_below_zero_and_the_wage_stays(invoice):
    bank_brings(1)
    follow()
    spend(invoice, 600_00)
    bounce(invoice, 1000_00, days=2)
    follow()
    assert standing(invoice) == (-600_00, 935_00, 1000_00)
    assert books.open_amount(account="455", item="payslip:1") == -600_00
    found = {
        row.kind: row.cents for row in signals(unit=units.get(id=invoice.unit_id), on=NOW.date())
    }
    assert (found[Kind.NEGATIVE], found[Kind.GUARANTEE]) == (-600_00, 935_00)
    assert set(books.proofs().values()) == {0}


def test_a_loss_after_that_takes_what_is_held_and_moves_nothing_more(invoice):
    bank_brings(1, "partial")
    follow()
    bounce(invoice, 500_00, days=2)
    follow()
    client = clients.get(id=invoice.client_id)
    guarantee.mark_bankrupt(failure=judgment(client), by=SYSTEM, at=NOW)
    bank_brings(3)
    assert nothing_more()
    assert standing(invoice) == (0, 0, 0)


def test_what_bounces_after_a_loss_is_held_and_the_loss_is_not(invoice):
    bank_brings(1, "partial")
    follow()
    client = clients.get(id=invoice.client_id)
    guarantee.mark_bankrupt(failure=judgment(client), by=SYSTEM, at=NOW)
    assert nothing_more()
    assert standing(invoice) == (467_50, 0, 0)
    bounce(invoice, 500_00, days=2)
    follow()
    assert standing(invoice) == (0, 467_50, 500_00)
    assert nothing_more()
