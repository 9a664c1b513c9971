"""Several people press at the same time: one does it, the others hear why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from commonweal.banking import actions as banking
from commonweal.banking import gateways, queries
from commonweal.banking.line_simulator import SimulatedLine
from commonweal.banking.models import Payment, PaymentBatch, Statement
from commonweal.banking.tests.conftest import (
    CHECKER,
    IBAN,
    MAKER,
    NOW,
    bring,
    came_in,
    claim,
    coda,
    debt,
)
from commonweal.banking.tests.test_build_batch import build, wage
from commonweal.banking.tests.test_take_status import given_batch, report
from commonweal.kernel.actor import Actor
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as books

PEOPLE, FIFTY = 8, 50


@pytest.fixture
def house(own_database):
    """A database that keeps what a test commits."""
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)


def at_once(deed: Callable[[], object], people: int = PEOPLE) -> list[str]:
    """Do it from several connections; return "done" or the name of the refusal, for each."""

    def press(_: int) -> str:
        try:
            deed()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(people) as pool:
        return sorted(pool.map(press, range(people)))


def test_a_file_taken_in_by_many_is_booked_once(house):
    reference = claim(12, 12_100)
    content = coda(came_in(12_100, reference))
    assert at_once(lambda: bring(content)) == ["done"] * PEOPLE
    assert Statement.objects.count() == 1
    assert books.account_balance(account="550") == 12_100
    assert books.open_amount(account="400", item="invoice:2026-000012") == 0


def test_different_files_at_once_settle_a_claim_once(house):
    reference = claim(12, 12_100)
    contents = iter([coda(came_in(12_100, reference), sequence=n) for n in range(1, PEOPLE + 1)])
    assert at_once(lambda: bring(next(contents))) == ["done"] * PEOPLE
    assert books.open_amount(account="400", item="invoice:2026-000012") == 0
    assert books.account_balance(account="499") == -12_100 * (PEOPLE - 1)


def test_an_item_is_paid_by_one_batch(house):
    payment = wage()
    pressed = at_once(lambda: build(payment))
    assert pressed == ["AlreadyUnderWay"] * (PEOPLE - 1) + ["done"]
    assert PaymentBatch.objects.count() == 1


def test_one_file_leaves(house):
    debt(99, 1)
    batch = banking.approve_batch(batch=build(wage()), by=CHECKER, at=NOW)
    pressed = at_once(lambda: banking.export_batch(batch=batch, by=MAKER, at=NOW))
    assert pressed == ["AlreadyExported"] * (PEOPLE - 1) + ["done"]
    assert books.account_balance(account="5509") == -150_000
    assert queries.get_batch(id=batch.pk).document.bytes_length


def test_of_fifty_who_approve_at_once_one_does(house):
    """Forty-nine colleagues and the maker, each on a connection of their own."""
    batch = build(wage())
    people = iter([Actor(f"user:{n}", f"Checker {n}") for n in range(100, 149)] + [MAKER])
    pressed = at_once(
        lambda: banking.approve_batch(batch=batch, by=next(people), at=NOW), people=FIFTY
    )
    assert pressed.count("done") == 1
    assert pressed.count("NotToApprove") + pressed.count("SameHands") == FIFTY - 1
    batch.refresh_from_db()
    assert batch.state == "approved"
    assert batch.approved_by != MAKER.id


def test_of_eight_who_hand_a_file_over_at_once_one_does(house):
    batch = banking.approve_batch(batch=build(wage()), by=CHECKER, at=NOW)
    batch = banking.export_batch(batch=batch, by=MAKER, at=NOW)
    bank = SimulatedLine()
    with gateways.replaced(by=bank):
        pressed = at_once(lambda: banking.hand_over(batch=batch, by=MAKER, at=NOW))
    assert pressed == ["AlreadyHanded"] * (PEOPLE - 1) + ["done"]
    assert len(bank.received()) == 1


def test_a_batch_is_approved_or_cancelled_never_both(house):
    batch = build(wage())
    deeds = iter(
        [
            lambda: banking.approve_batch(batch=batch, by=CHECKER, at=NOW),
            lambda: banking.cancel_batch(batch=batch, because="No", by=MAKER, at=NOW),
        ]
        * (PEOPLE // 2)
    )
    at_once(lambda: next(deeds)())
    batch.refresh_from_db()
    assert batch.state == "cancelled"
    assert not batch.payments.filter(live=True).exists()


def test_of_eight_who_confirm_one_refusal_one_does(house):
    batch = given_batch(wage(1), wage(2, 50_000))
    second = Payment.objects.get(item="payslip:2")
    file = banking.BankFile("r.xml", report(batch, "PART", [second]))
    banking.take_status(files=[file], by=MAKER, at=NOW)
    done = at_once(lambda: banking.confirm_refusals(batch=batch, by=CHECKER, at=NOW))
    assert done == ["NothingToConfirm"] * (PEOPLE - 1) + ["done"]
    assert books.open_amount(account="455", item="payslip:2") == -50_000
