"""A month at the bank, as a bookkeeper would read it aloud; and any month at all."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import (
    CHECKER,
    MAKER,
    NOW,
    TODAY,
    bring,
    came_in,
    claim,
    coda,
    day,
    debt,
)
from commonweal.banking.tests.handing import hand_over
from commonweal.banking.values import ReadMove
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def test_a_month_at_the_bank(account):
    # Two invoices go out: 1,210.00 and 500.00 euro. One wage of 800.00 is due on the 11th.
    first, second = claim(1, 121_000), claim(2, 50_000)
    wage = banking.NewPayment(
        debt(1, 80_000), "455", "Amina Benali", "BE48001123456727", 80_000, "Loon", day(11)
    )

    # On the 6th the first client pays; the second pays 200.00, and somebody pays 50.00 by mistake.
    bring(coda(came_in(121_000, first), came_in(20_000, second), came_in(5_000), on=day(6)))
    assert books.account_balance(account="550") == 146_000
    assert books.open_amount(account="400", item="invoice:2026-000001") == 0
    assert books.open_amount(account="400", item="invoice:2026-000002") == 30_000
    assert books.account_balance(account="499") == -5_000

    # Fatima builds the payment of the wage, Chris approves it, the file leaves.
    batch = banking.build_batch(payments=[wage], by=MAKER, at=NOW)
    banking.approve_batch(batch=batch, by=CHECKER, at=NOW)
    batch = banking.export_batch(batch=batch, by=MAKER, at=NOW)
    assert books.account_balance(account="455") == 0
    assert books.account_balance(account="5509") == -80_000

    # A file that nobody gave to the bank, the bank does not execute. On the 11th Fatima gives it.
    bring(queries.next_statement(account=account, on=day(10), references=[]))
    assert books.account_balance(account="5509") == -80_000
    hand_over(batch)

    # That day the bank executes it, and the second client pays 350.00: 50.00 too much.
    bring(queries.next_statement(account=account, on=day(11), references=[]))
    over = coda(came_in(35_000, second), old_cents=66_000, sequence=4, on=day(12))
    bring(over)
    assert books.account_balance(account="5509") == 0
    assert books.open_amount(account="400", item="invoice:2026-000002") == 0
    assert [row.move.waits_because for row in queries.suspense()] == ["no_reference", "overpaid"]

    # The books and the bank agree: 1,460.00 - 800.00 + 350.00.
    (proof,) = queries.proofs()
    assert (proof.books_cents, proof.bank_cents) == (101_000, 101_000)
    assert books.account_balance(account="499") == -10_000
    assert all(size == 0 for size in books.proofs().values())


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.lists(st.integers(-(10**9), 10**9), max_size=6).map(tuple), min_size=1, max_size=4),
    st.data(),
)
def test_after_any_import_the_books_hold_what_the_last_statement_says(account, days, data):
    last = queries.last_statement(account=account)
    balance = last.new_cents if last else 0
    on = last.on if last else TODAY
    contents = []
    for cents in days:
        on += timedelta(days=1)
        moves = [ReadMove(amount, on, on, bank_reference=f"{on}") for amount in cents]
        contents.append(coda(*moves, old_cents=balance, on=on))
        balance += sum(cents)
    again = data.draw(st.lists(st.sampled_from(contents), max_size=2))
    for verdict in bring(*contents, *again):
        assert verdict.verdict in ("booked", "duplicate")
        assert verdict.warnings == []
    (proof,) = queries.proofs()
    assert proof.books_cents == proof.bank_cents == balance
    assert books.account_balance(account="499") == -balance
