"""What is kept for the state is paid for its period: what the books hold, once, when it is due."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW

from commonweal.banking import actions as banking
from commonweal.banking import queries as bank
from commonweal.banking.models import PaymentBatch
from commonweal.banking.tests.conftest import CHECKER, MAKER, bring, coda
from commonweal.banking.tests.conftest import account as account
from commonweal.banking.values import ReadMove
from commonweal.flows.payday import _state, actions, queries
from commonweal.guarantee import queries as guarantee
from commonweal.kernel.clock import ZONE
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books
from commonweal.ledger.actions import Entry, Line

pytestmark = pytest.mark.django_db
OFFICE, OTHER = "BE71096123456769", "BE68539007547034"
JULY = datetime(2026, 7, 6, 9, tzinfo=ZONE)
COST = {"withholding": ("6203", "453"), "social_security": ("6211", "454"), "vat": ("400", "4510")}


def keep(kind, cents, on, nth=0, account=""):
    """A pay run or an invoice keeps this for the state; less than nothing gives it back."""
    cost, owed = COST[kind]
    item = f"invoice:K{on}{nth}" if cost == "400" else None
    lines = (Line(cost, cents, 7, item), Line(account or owed, -cents))
    entry = Entry("pay", on, kind, f"{kind}:{on}:{nth}:{account}", "test", lines)
    ledger.post(entries=[entry], by=MAKER, at=NOW)


def offices(*kinds):
    for kind in kinds or COST:
        banking.note_authority(kind=kind, name=f"Office of {kind}", iban=OFFICE, by=MAKER, at=NOW)


def due(at=JULY, until=date(2026, 7, 31)):
    return queries.due(until=until, at=at, kinds=[queries.TAX])


def prepare(at=JULY):
    return actions.prepare(until=date(2026, 7, 31), kinds=[queries.TAX], by=MAKER, at=at)


def paid(at=JULY):
    """Build, approve and make the file of all that is due."""
    (batch,) = prepare(at)
    actions.approve(batch=batch, by=CHECKER, at=at)
    return actions.export(batch=batch, by=MAKER, at=at)


def leave(batch, cents, *, on=JULY, old_cents=0, sequence=1):
    name = f"CW{batch.pk}-20260715"
    move = ReadMove(-cents, on.date(), on.date(), order_reference=name)
    bring(coda(move, old_cents=old_cents, sequence=sequence, on=on.date()), at=on)


@pytest.fixture
def quarter(account):
    """April to June: withholding of 300.00 in May and 200.00 in June, the rest of the quarter."""
    keep("withholding", 30_000, date(2026, 5, 10))
    keep("withholding", 20_000, date(2026, 6, 10))
    keep("social_security", 90_000, date(2026, 5, 10))
    keep("social_security", 10_000, date(2026, 6, 10), account="4541")
    keep("vat", 210_000, date(2026, 6, 2))
    deductible = (Line("4110", 10_000), Line("440", -10_000, None, "purchase:1"))
    entry = Entry("sales", date(2026, 6, 3), "Purchase", "purchase:1", "test", deductible)
    ledger.post(entries=[entry], by=MAKER, at=NOW)


def test_each_office_is_owed_what_the_books_keep_for_its_period(quarter):
    offices()
    assert [(one.item, one.due_on, one.cents, one.held) for one in due()] == [
        ("withholding:2026-05", date(2026, 6, 15), 30_000, ""),
        ("withholding:2026-06", date(2026, 7, 15), 20_000, ""),
        ("vat:2026-06", date(2026, 7, 25), 200_000, ""),
        ("social_security:2026-06", date(2026, 7, 31), 100_000, ""),
    ]


def test_the_forecast_counts_what_is_proposed_and_nothing_else(quarter):
    moves = guarantee.cash(on=JULY.date()).book.moves
    kept = {(move.kind, move.due_on, -move.cents) for move in moves if move.kind in COST}
    owed = _state.owed(until=date(2026, 7, 31), on=JULY.date())
    assert kept == {(due.kind, due.due_on, due.cents) for due in owed}


def test_a_period_that_still_runs_is_not_paid(quarter):
    offices()
    june = datetime(2026, 6, 20, 9, tzinfo=ZONE)
    assert [one.item for one in due(june)] == ["withholding:2026-05"]


def test_without_a_number_of_its_office_it_waits_and_says_so(quarter):
    offices("vat")
    held = {one.item: one.held for one in due() if one.held}
    assert set(held) == {
        "withholding:2026-05", "withholding:2026-06", "social_security:2026-06",
    }  # fmt: skip
    assert all(held.values())
    (batch,) = prepare()
    assert [payment.item for payment in bank.payments(batch=batch)] == ["vat:2026-06"]


def test_a_changed_number_of_an_office_waits_like_any_other(quarter):
    offices("vat")
    banking.note_authority(kind="vat", name="Office of vat", iban=OTHER, by=MAKER, at=JULY)
    assert all(one.held for one in due())


def test_from_the_books_to_the_statement_and_no_balance_moves_before(quarter):
    offices("withholding")
    before = guarantee.cash(on=JULY.date()).book.moves
    kept = [move for move in before if move.kind == "withholding"]
    assert [move.cents for move in kept] == [-30_000, -20_000]
    batches = prepare()
    assert books.account_balance(account="453") == -50_000
    assert guarantee.cash(on=JULY.date()).book.moves == before
    assert not [one for one in due() if not one.held]
    for batch in batches:
        actions.approve(batch=batch, by=CHECKER, at=JULY)
        batch = actions.export(batch=batch, by=MAKER, at=JULY)
    moves = guarantee.cash(on=JULY.date()).book.moves
    assert sum(move.cents for move in moves) == sum(move.cents for move in before)
    assert not [move for move in moves if move.kind == "withholding"]
    assert books.account_balance(account="453") == 0
    total = 0
    for nth, batch in enumerate(PaymentBatch.objects.order_by("id"), start=1):
        leave(batch, batch.total_cents, old_cents=-total, sequence=nth)
        total += batch.total_cents
    assert (total, books.account_balance(account="550")) == (50_000, -50_000)
    assert books.account_balance(account="5509") == 0
    assert not [one for one in due() if one.item.startswith("withholding")]


def test_what_comes_in_later_for_a_period_is_owed_besides(quarter):
    offices("vat")
    leave(paid(), 200_000)
    keep("vat", 5_000, date(2026, 6, 28))
    (more,) = [one for one in due() if not one.held]
    assert (more.item, more.cents) == ("vat:2026-06", 5_000)
    assert prepare()[0].total_cents == 5_000


def test_a_batch_that_was_cancelled_is_owed_again_and_less_if_the_books_say_so(quarter):
    offices("vat")
    (batch,) = prepare()
    banking.cancel_batch(batch=batch, because="wait", by=MAKER, at=JULY)
    keep("vat", -40_000, date(2026, 6, 28))
    (batch,) = prepare()
    assert batch.total_cents == 160_000
    assert books.open_amount(account="4512", item="vat:2026-06") == -160_000


@pytest.mark.parametrize("step", ["approve", "export"])
def test_a_batch_stops_when_the_books_owe_another_amount(quarter, step):
    offices("vat")
    (batch,) = prepare()
    if step == "export":
        actions.approve(batch=batch, by=CHECKER, at=JULY)
    keep("vat", -40_000, date(2026, 6, 28))
    with pytest.raises(actions.ChangedDebt):
        getattr(actions, step)(batch=batch, by=CHECKER, at=JULY)


def test_what_was_read_before_the_books_changed_is_not_built(quarter):
    offices("vat")
    read = due()
    keep("vat", 40_000, date(2026, 6, 28))
    with pytest.raises(actions.OwedChanged):
        actions.prepare(until=date(2026, 7, 31), dues=read, by=MAKER, at=JULY)


def test_a_payment_that_came_back_is_owed_again(quarter):
    offices("vat")
    batch = paid()
    leave(batch, 200_000)
    (payment,) = bank.payments(batch=batch)
    back = ReadMove(
        200_000, JULY.date(), JULY.date(), order_reference=payment.end_to_end_id,
        return_reason="AC04",
    )  # fmt: skip
    bring(coda(back, old_cents=-200_000, sequence=2, on=JULY.date()), at=JULY)
    assert [one.cents for one in due() if not one.held] == [200_000]


def test_what_a_person_paid_by_hand_is_not_paid_again(quarter):
    """A transfer at the bank's own site, placed on the account of the office by the accountant."""
    lines = (Line("453", 30_000), Line("550", -30_000))
    entry = Entry("bank", date(2026, 6, 12), "By hand", "by hand", "test", lines)
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    items = [one.item for one in due() if one.item.startswith("withholding")]
    assert items == ["withholding:2026-06"]


def test_the_number_of_questions_stays_the_same(quarter, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        _state.owed(until=date(2026, 12, 31), on=date(2026, 12, 31))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    deeds=st.lists(
        st.tuples(
            st.sampled_from(["keep", "pay", "cancel", "by hand"]),
            st.integers(1, 6),
            st.integers(-5_000, 20_000),
        ),
        max_size=10,
    )
)
def test_never_more_is_paid_than_the_books_ever_kept(account, deeds):
    from django.db import transaction

    with transaction.atomic():
        offices("withholding")
        kept = by_hand = 0
        for nth, (deed, month, cents) in enumerate(deeds):
            if deed == "keep" and cents:
                keep("withholding", cents, date(2026, month, 10), nth)
                kept += cents
            elif deed == "by hand" and 0 < cents <= kept - by_hand - _gone():
                lines = (Line("453", cents), Line("550", -cents))
                entry = Entry("bank", date(2026, 6, 12), "By hand", f"{nth}", "test", lines)
                ledger.post(entries=[entry], by=MAKER, at=NOW)
                by_hand += cents
            elif deed in ("pay", "cancel"):
                _pay(cancels=deed == "cancel")
            owed = sum(one.cents for one in _state.owed(until=date.max, on=JULY.date()))
            assert owed >= 0
            assert books.account_balance(account="453") == _gone() + by_hand - kept
        assert all(cents <= 0 for cents in _named().values())
        transaction.set_rollback(True)


def _pay(*, cancels):
    try:
        batches = prepare()
    except actions.NothingReady:
        return
    for batch in batches:
        if cancels:
            banking.cancel_batch(batch=batch, because="no", by=MAKER, at=JULY)
        else:
            actions.approve(batch=batch, by=CHECKER, at=JULY)
            actions.export(batch=batch, by=MAKER, at=JULY)


def _gone():
    return -books.account_balance(account="5509")


def _named():
    items = [f"withholding:2026-{month:02d}" for month in range(1, 13)]
    return books.open_amounts(account="453", items=items)
