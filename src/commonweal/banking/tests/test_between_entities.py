"""Money of one legal entity on the account of another: both books say it, and each balances."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests import refunds as back
from commonweal.banking.tests.conftest import CHECKER, IBAN, MAKER, NOW, bring, came_in, claim, coda
from commonweal.banking.tests.sisters import (
    HER_IBAN,
    HOUSE,
    SISTER,
    found,
    her_claim,
    her_debt,
    hers,
    holds,
    is_whole,
    left,
)
from commonweal.banking.tests.test_place_parts import place
from commonweal.banking.tests.test_take_back import take_back
from commonweal.banking.tests.waiting import wait, waiting
from commonweal.banking.values import ReadMove
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db
ACCOUNTS = ("550", "499", "400", "4164")
INVOICE = "invoice:2026-000012"


@pytest.fixture
def sister(account):
    return found()


def on_her_account(*moves, **more):
    bring(coda(*moves, iban=HER_IBAN, **more))
    return [row.move for row in queries.suspense()]


def test_what_pays_a_sister_on_the_account_of_the_house_closes_her_invoice(sister):
    bring(coda(came_in(12_100, her_claim(1, 12_100))))
    assert holds(HOUSE, *ACCOUNTS) == (12_100, 0, 0, -12_100)
    assert holds(SISTER, *ACCOUNTS) == (0, 0, 0, 12_100)
    assert left(hers(1)) == 0 and waiting() == 0 and is_whole()
    assert books.collected(unit=8) == 12_100
    assert books.owed_between() == {(HOUSE, SISTER): -12_100, (SISTER, HOUSE): 12_100}


def test_a_part_leaves_the_rest_open_with_her(sister):
    bring(coda(came_in(5_000, her_claim(1, 12_100))))
    assert holds(SISTER, *ACCOUNTS) == (0, 0, 7_100, 5_000) and is_whole()


def test_what_is_paid_too_much_or_twice_waits_with_who_received_it(sister):
    reference = her_claim(1, 12_100)
    bring(coda(came_in(15_000, reference), came_in(12_100, reference)))
    assert holds(HOUSE, *ACCOUNTS) == (27_100, -15_000, 0, -12_100)
    assert holds(SISTER, *ACCOUNTS) == (0, 0, 0, 12_100)
    assert waiting() == 15_000 and is_whole()


def test_a_person_places_it_over_both_and_takes_it_back(sister):
    claim(12, 4_000)
    her_claim(1, 12_100)
    (move,) = wait(came_in(16_100))
    (settling,) = place(move, ("400", INVOICE, None, 4_000), ("400", hers(1), None, 12_100))
    assert (left(INVOICE), left(hers(1)), waiting()) == (0, 0, 0)
    assert holds(SISTER, *ACCOUNTS) == (0, 0, 0, 12_100) and is_whole()
    take_back(settling)
    assert (left(INVOICE), left(hers(1)), waiting()) == (4_000, 12_100, 16_100)
    assert holds(HOUSE, *ACCOUNTS) == (16_100, -16_100, 4_000, 0) and is_whole()
    place(move, ("400", hers(1), None, 12_100))
    assert left(hers(1)) == 0 and is_whole()


def test_a_transfer_that_bounces_makes_her_invoice_open_again_and_nothing_is_owed_between(sister):
    reference = her_claim(1, 12_100)
    bring(coda(came_in(12_100, reference)))
    (move,) = wait(came_in(-12_100), sequence=2, old_cents=12_100)
    place(move, ("400", hers(1), None, -12_100))
    assert (left(hers(1)), books.owed_between()) == (12_100, {})
    assert holds(HOUSE, *ACCOUNTS) == (0, 0, 0, 0) and is_whole()


def test_her_own_account_is_hers_and_takes_what_is_of_the_house(sister):
    reference, own = claim(12, 4_000), her_claim(1, 12_100)
    on_her_account(came_in(12_100, own), came_in(4_000, reference), came_in(50))
    assert holds(SISTER, *ACCOUNTS) == (16_150, -50, 0, -4_000)
    assert holds(HOUSE, *ACCOUNTS) == (0, 0, 0, 4_000)
    assert (left(INVOICE), left(hers(1))) == (0, 0) and is_whole()
    proof = {each.account.entity: each.difference_cents for each in queries.proofs()}
    assert proof == {HOUSE: 0, SISTER: 0}


def test_what_a_person_places_of_her_account_is_in_her_books(sister):
    (move,) = on_her_account(came_in(-250))
    place(move, ("657", "", None, -250))
    assert (holds(SISTER, "657"), holds(HOUSE, "657")) == ((250,), (0,)) and is_whole()


def from_us(cents, iban):
    return ReadMove(cents, NOW.date(), NOW.date(), "Samen cv", iban, "", "Wat van jou was")


def test_the_house_sends_her_what_it_owes(sister):
    bring(coda(came_in(12_100, her_claim(1, 12_100))))
    (out,) = wait(from_us(-12_100, HER_IBAN), sequence=2, old_cents=12_100)
    place(out, ("580", "", None, -12_100))
    assert books.owed_between() == {(SISTER, HOUSE): 12_100}  # it is on its way
    (arrived,) = on_her_account(from_us(12_100, IBAN))
    place(arrived, ("580", "", None, 12_100))
    assert books.owed_between() == {}
    assert holds(HOUSE, *ACCOUNTS) == (0, 0, 0, 0)
    assert holds(SISTER, *ACCOUNTS) == (12_100, 0, 0, 0) and is_whole()


def test_a_credit_on_her_invoice_goes_back_from_the_account_of_the_house(sister):
    bring(coda(back.came_in(12_100, her_claim(1, 12_100))))
    lines = (ledger.Line("400", -10_000, 8, hers(1)), ledger.Line("7000", 10_000, 8))
    note = ledger.Entry("sales", NOW.date(), "Credit", "c", "c", lines, entity=SISTER)
    ledger.post(entries=[note], by=MAKER, at=NOW)
    refund = back.give_back("400", hers(1))
    assert (left(hers(1)), holds(HOUSE, "460"), holds(SISTER, "460")) == (0, (-10_000,), (0,))
    assert holds(HOUSE, "4164") == (-2_100,) and is_whole()
    back.not_given(refund)
    assert (left(hers(1)), holds(HOUSE, "4164")) == (-10_000, (-12_100,)) and is_whole()


def pay_her_debt(cents):
    new = banking.NewPayment(
        her_debt(3, cents), "440", "Drukkerij", "BE71096123456769", cents, "F3", date(2026, 5, 20)
    )
    batch = banking.build_batch(payments=[new], by=MAKER, at=NOW)
    batch = banking.approve_batch(batch=batch, by=CHECKER, at=NOW)
    return banking.export_batch(batch=batch, by=MAKER, at=NOW)


def test_the_house_pays_a_supplier_of_hers_and_she_owes_it(sister):
    batch = pay_her_debt(9_000)
    assert (holds(SISTER, "440", "4164"), holds(HOUSE, "440", "4164")) == ((0, -9_000), (0, 9_000))
    assert left("purchase:3", "440") == 0 and is_whole()
    banking.take_back_file(batch=batch, because="Not yet", by=CHECKER, at=NOW)
    assert left("purchase:3", "440") == -9_000 and books.owed_between() == {} and is_whole()


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "hand", "bounce", "undo"]),
        st.sampled_from([HOUSE, SISTER]),
        st.integers(0, 3),
        st.integers(1, 900),
    ),
    max_size=12,
)
CALM = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(deeds=DEEDS)
@CALM
def test_whatever_happens_each_book_balances_and_what_they_owe_each_other_cancels(db, deeds):
    with transaction.atomic():
        _play(deeds)
        transaction.set_rollback(True)


def _waits_now(move, more):
    known = {row.move.pk for row in queries.suspense()}
    bring(coda(move, **more))
    (new,) = [row.move for row in queries.suspense() if row.move.pk not in known]
    return new


def _play(deeds):
    """Two invoices of each; the model is what is open of each, and what stands at each bank."""
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    found()
    named = [
        (INVOICE, claim(12, 1_000)), ("invoice:2026-000013", claim(13, 700)),
        (hers(1), her_claim(1, 1_000)), (hers(2), her_claim(2, 400)),
    ]  # fmt: skip
    whole = {INVOICE: 1_000, "invoice:2026-000013": 700, hers(1): 1_000, hers(2): 400}
    is_open = dict(whole)
    stood = {HOUSE: 0, SISTER: 0}
    placed = []
    for nth, (deed, entity, which, cents) in enumerate(deeds, start=1):
        item, reference = named[which]
        iban = IBAN if entity == HOUSE else HER_IBAN
        more = {"iban": iban, "sequence": nth, "old_cents": stood[entity]}
        if deed == "pay":
            bring(coda(came_in(cents, reference), **more))
            is_open[item] -= min(cents, is_open[item])
        elif deed == "hand" and is_open[item]:
            move = _waits_now(came_in(cents), more)
            some = min(cents, is_open[item])
            placed.append((item, some, place(move, ("400", item, None, some))[0]))
            is_open[item] -= some
        elif deed == "bounce" and is_open[item] < whole[item]:
            some = min(cents, whole[item] - is_open[item])
            cents = -some
            place(_waits_now(came_in(-some), more), ("400", item, None, -some))
            is_open[item] += some
        elif deed == "undo" and placed:
            item, some, settling = placed.pop()
            take_back(settling)
            is_open[item] += some
            cents = 0
        else:
            continue
        stood[entity] += cents
        assert is_whole()
        assert {name: left(name) for name in is_open} == is_open
        assert {each: holds(each, "550")[0] for each in stood} == stood
    for name, cents in is_open.items():
        entity = SISTER if name in (hers(1), hers(2)) else HOUSE
        rows = books.Line.objects.filter(account="400", item=name, entry__journal__entity=entity)
        assert sum(rows.values_list("cents", flat=True)) == cents
