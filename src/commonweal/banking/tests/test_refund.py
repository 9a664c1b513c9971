"""Money that we hold and owe no service for goes back to the account it came from, once."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import MatchProposal, PayeeAccount, Refund
from commonweal.banking.tests import refunds as back
from commonweal.banking.tests.conftest import MAKER, NOW, TODAY, bring, claim, coda
from commonweal.banking.tests.refunds import (
    INVOICE,
    OTHER,
    PAYER,
    came_in,
    give_back,
    owed_back,
    state,
)  # fmt: skip
from commonweal.banking.tests.test_parallel import PEOPLE, at_once
from commonweal.banking.tests.test_parallel import house as house
from commonweal.banking.tests.test_place_parts import place
from commonweal.banking.tests.test_take_back import take_back
from commonweal.banking.tests.waiting import owed, propose, wait, waiting
from commonweal.banking.values import ReadMove
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.ledger import queries as books


@pytest.fixture
def twice(account):
    """An invoice of 121.00 paid twice: the second transfer waits."""
    reference = claim(12, 12_100)
    bring(coda(came_in(12_100, reference)))
    (move,) = wait(came_in(12_100, reference), sequence=2, old_cents=12_100)
    return move


@pytest.fixture
def credited(account):
    """An invoice of 121.00, paid and afterwards credited for 100.00."""
    bring(coda(came_in(12_100, claim(12, 12_100))))
    back.credit(10_000)


@pytest.mark.django_db
def test_a_double_payment_waits_no_more_and_is_owed_to_who_paid(twice):
    refund = give_back("499", twice.ref)
    assert (refund.iban, refund.name, refund.cents) == (PAYER, "Festival vzw", 12_100)
    assert (waiting(), owed_back(refund), state(refund)) == (0, 12_100, "owed")
    assert refund.due_on == date(2026, 5, 11)
    assert queries.refunds_owed(due_by=refund.due_on) == [refund]
    assert queries.refunds_owed(due_by=TODAY) == []


@pytest.mark.django_db
def test_a_part_goes_back_and_the_rest_waits(twice):
    refund = give_back("499", twice.ref, cents=100)
    assert (waiting(), owed_back(refund)) == (12_000, 100)
    assert give_back("499", twice.ref).cents == 12_000


@pytest.mark.django_db
def test_what_was_paid_and_then_credited_goes_back_and_stays_with_its_unit(credited):
    refund = give_back("400", INVOICE)
    assert (refund.cents, refund.iban, refund.about) == (10_000, PAYER, "2026-000012")
    assert books.open_amount(account="400", item=INVOICE) == 0
    _entry, lines = books.get_entry(id=refund.entry)
    assert [(line.account_id, line.cents, line.unit) for line in lines] == [
        ("400", 10_000, 7), ("460", -10_000, None),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_kept_for_a_client_goes_back(twice):
    place(twice, ("460", "client:3", None, 12_100))
    refund = give_back("460", "client:3")
    assert (refund.iban, owed_back(refund)) == (PAYER, 12_100)
    assert books.account_balance(account="460") == -12_100


@pytest.mark.django_db
def test_what_a_person_placed_goes_back_to_who_paid_it(account):
    claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    place(move, ("400", INVOICE, None, 12_100))
    back.credit(12_100)
    assert give_back("400", INVOICE).move == move


@pytest.mark.django_db
def test_each_payer_gets_back_what_it_paid_and_no_more(account):
    """Two paid an invoice of 121.00, which is credited whole: 40.00 and 81.00 go back apart."""
    claim(12, 12_100)
    other = ReadMove(8_100, TODAY, TODAY, "Stad Gent", OTHER, "", "saldo", "BANK1")
    first, second = wait(came_in(4_000), other)
    place(first, ("400", INVOICE, None, 4_000))
    place(second, ("400", INVOICE, None, 8_100))
    back.credit(12_100)
    held = queries.refundable(account="400", items=[INVOICE])[INVOICE]
    assert (held.cents, held.whole_cents, held.move) == (8_100, 12_100, second)
    with pytest.raises(banking.MoreThanHeld):
        give_back("400", INVOICE, cents=12_100)
    given = [give_back("400", INVOICE) for _payer in range(2)]
    assert [(each.iban, each.cents) for each in given] == [(OTHER, 8_100), (PAYER, 4_000)]
    with pytest.raises(banking.NothingToGiveBack):
        give_back("400", INVOICE)


@pytest.mark.django_db
def test_it_is_paid_over_the_bank_and_a_bounce_makes_it_owed_again(twice):
    refund = give_back("499", twice.ref)
    batch = back.leave(refund)
    assert (state(refund), owed_back(refund)) == ("under_way", 0)
    (payment,) = queries.payments(batch=batch)
    assert (payment.kind, payment.iban) == ("refund", PAYER)
    out = ReadMove(-12_100, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    bring(coda(out, sequence=3, old_cents=24_200))
    assert (state(refund), books.account_balance(account="550")) == ("paid", 12_100)
    bounced = ReadMove(
        12_100, TODAY, TODAY, "Festival vzw", order_reference=payment.end_to_end_id,
        return_reason="AC04",
    )  # fmt: skip
    bring(coda(bounced, sequence=4, old_cents=12_100))
    assert (state(refund), owed_back(refund), waiting()) == ("owed", 12_100, 0)


@pytest.mark.django_db
def test_a_person_may_say_that_a_refund_came_back(twice):
    refund = give_back("499", twice.ref)
    batch = back.leave(refund)
    out = ReadMove(-12_100, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    (move,) = wait(out, came_in(12_000, name="Bank"), sequence=3, old_cents=24_200)
    place(move, ("460", refund.ref, None, 12_000))
    assert owed_back(refund) == 12_000
    (more,) = wait(came_in(500, name="Bank"), sequence=4, old_cents=24_100)
    with pytest.raises(banking.MoreThanPaid):
        place(more, ("460", refund.ref, None, 500))


@pytest.mark.django_db
def test_another_number_waits_for_a_day_and_a_colleague(twice):
    refund = give_back("499", twice.ref, iban=OTHER)
    held = queries.held(payees=[refund.payee], at=NOW, numbers={refund.payee: OTHER})
    assert (refund.payee, held[refund.payee].needs) == (refund.ref, "confirmation")
    waits = PayeeAccount.objects.get(iban=OTHER)
    assert waits.usable_at > NOW
    with pytest.raises(banking.EnteredBySameHands):
        banking.confirm_account(account=waits, how="desk", because="I rang", by=MAKER, at=NOW)


@pytest.mark.django_db
def test_the_number_it_came_from_is_another_number_for_nobody(twice):
    refund = give_back("499", twice.ref, iban="BE71 0961 2345 6769")
    assert (refund.is_elsewhere, refund.payee) == (False, f"payer:{PAYER}")
    assert not PayeeAccount.objects.exists()


@pytest.mark.django_db
def test_what_was_proposed_is_overtaken(twice):
    claim(13, 12_100)
    assert propose(owed(13))
    give_back("499", twice.ref)
    assert not MatchProposal.objects.filter(state="open").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"cents": 12_101}, "MoreThanHeld"),
        ({"cents": 0}, "MoreThanHeld"),
        ({"cents": -5}, "MoreThanHeld"),
        ({"because": "  "}, "WhyGivenBack"),
        ({"iban": "BE68539007547035"}, "WrongIban"),
    ],
)
def test_it_is_refused_with_the_remedy(twice, more, refusal):
    with pytest.raises(Refusal) as told:
        give_back("499", twice.ref, **more)
    assert type(told.value).__name__ == refusal
    assert waiting() == 12_100


@pytest.mark.django_db
def test_a_transfer_without_number_or_name_wants_them(account):
    (move,) = wait(ReadMove(500, TODAY, TODAY))
    with pytest.raises(Refusal) as told:
        give_back("499", move.ref)
    assert {type(each).__name__ for each in each_of(told.value)} == {"ToWhichAccount", "ToWhom"}
    refund = give_back("499", move.ref, iban=OTHER, name="Somebody")
    assert (refund.is_elsewhere, refund.payee) == (False, f"payer:{OTHER}")


@pytest.mark.django_db
def test_a_claim_that_is_open_or_a_debt_to_others_is_no_refund(account):
    claim(12, 12_100)
    (out,) = wait(came_in(-300))
    for books_account, item in (
        ("400", INVOICE), ("499", out.ref), ("460", "client:3"), ("455", "payslip:1"),
        ("499", "move:0"),
    ):  # fmt: skip
        with pytest.raises(banking.NothingToGiveBack):
            give_back(books_account, item)


@pytest.mark.django_db
def test_a_credit_that_no_bank_ever_brought_is_no_refund(account):
    """An invoice that was credited twice in the books was not paid: nothing came in."""
    claim(12, 12_100)
    back.credit(20_000)
    with pytest.raises(banking.NothingToGiveBack):
        give_back("400", INVOICE)


@pytest.mark.django_db
def test_a_placing_whose_money_went_back_stands(account):
    """Undone, the movement would wait again and could be given back a second time."""
    claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    (settling,) = place(move, ("400", INVOICE, None, 12_100))
    back.credit(12_100)
    give_back("400", INVOICE)
    with pytest.raises(banking.UsedMeanwhile):
        take_back(settling)


@pytest.mark.django_db
def test_a_payer_whose_kept_money_went_back_is_not_paid_from_that_of_another(account):
    """Two paid 100.00 for one client: the second gets its own back, and never both."""
    other = ReadMove(10_000, TODAY, TODAY, "Stad Gent", OTHER, "", "saldo", "BANK1")
    first, second = wait(came_in(10_000), other)
    (kept,) = place(first, ("460", "client:3", None, 10_000))
    (gone,) = place(second, ("460", "client:3", None, 10_000))
    assert give_back("460", "client:3").move == second
    with pytest.raises(banking.UsedMeanwhile):
        take_back(gone)
    take_back(kept)
    assert waiting() == 10_000


@pytest.mark.django_db
def test_what_is_owed_back_is_no_money_to_give_back_elsewhere(twice):
    """A refund that bounced is owed: given back again, it would skip the look at its number."""
    refund = give_back("499", twice.ref)
    batch = back.leave(refund)
    (payment,) = queries.payments(batch=batch)
    out = ReadMove(-12_100, TODAY, TODAY, order_reference=f"CW{batch.pk}-20260511")
    bounced = ReadMove(
        12_100, TODAY, TODAY, "Other", OTHER, order_reference=payment.end_to_end_id,
        return_reason="AC04",
    )  # fmt: skip
    bring(coda(out, bounced, sequence=3, old_cents=24_200))
    assert state(refund) == "owed"
    with pytest.raises(banking.NothingToGiveBack):
        give_back("460", refund.ref)


@pytest.mark.django_db
def test_what_goes_back_never_changes(twice):
    refund = give_back("499", twice.ref)
    for change in ({"cents": 1}, {"iban": OTHER}, {"entry": 5}, {"nth": 2}):
        with pytest.raises(DatabaseError, match="do not change"), transaction.atomic():
            Refund.objects.filter(pk=refund.pk).update(**change)


def test_of_eight_who_give_the_same_money_back_one_does(house):
    (move,) = wait(came_in(12_100))
    done = at_once(lambda: give_back("499", move.ref))
    assert done == ["NothingToGiveBack"] * (PEOPLE - 1) + ["done"]
    assert books.account_balance(account="460") == -12_100


def test_of_those_who_place_and_who_give_back_the_same_money_one_does(house):
    claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    turns = iter(range(PEOPLE))

    def deed():
        if next(turns) % 2:
            give_back("499", move.ref)
        else:
            place(move, ("400", INVOICE, None, 12_100))

    assert at_once(deed).count("done") == 1
    assert waiting() == 0


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    paid=st.lists(st.integers(1, 9_000), min_size=1, max_size=3),
    credited=st.integers(0, 9_000),
    deeds=st.lists(
        st.tuples(st.sampled_from(["400", "499", "460", "undo", "untake"]), st.integers(1, 9_000)),
        max_size=12,
    ),
)
def test_never_more_goes_back_than_came_in(account, paid, credited, deeds):
    """Whatever is placed, given back, taken back and undone, in whatever order."""
    with transaction.atomic():
        claim(12, 9_000)
        moves = wait(*[came_in(cents) for cents in paid])
        settlings = []
        for move in moves:
            open_cents = books.open_amount(account="400", item=INVOICE)
            if part := min(move.cents, open_cents) * (move.pk % 3 > 0):
                settlings += place(move, ("400", INVOICE, None, part))
            if rest := queries.waiting_cents(move=move) * (move.pk % 2):
                settlings += place(move, ("460", "client:3", None, rest))
        if credited:
            back.credit(credited)
        for deed, cents in deeds:
            _try(deed, cents, moves, settlings)
        given = sum(Refund.objects.filter(undone_at=None).values_list("cents", flat=True))
        assert given <= sum(paid)
        assert given == sum(owed_back(each) for each in queries.refunds())
        assert books.account_balance(account="550") == sum(paid)
        transaction.set_rollback(True)


def _try(deed, cents, moves, settlings):
    move = moves[cents % len(moves)]
    items = {"400": INVOICE, "499": move.ref, "460": "client:3"}
    last = queries.refunds().filter(undone_at=None).first()
    try:
        if deed in items:
            give_back(deed, items[deed], cents=cents if cents % 2 else None)
        elif deed == "undo" and last:
            back.not_given(last)
        elif deed == "untake" and settlings:
            take_back(settlings[cents % len(settlings)])
    except Refusal:
        pass
