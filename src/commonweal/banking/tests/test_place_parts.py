"""A person says what a movement is for: one place or several, to the cent."""

import pytest

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW, came_in, claim
from commonweal.banking.tests.waiting import place_by_reference, still_open, wait, waiting
from commonweal.kernel.identifiers import make_ogm
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import actions as ledger
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db
INVOICE = "invoice:2026-000012"


def place(move, *parts, **more):
    placing = banking.Placing(move.pk, tuple(banking.Part(*part) for part in parts), **more)
    return banking.place_parts(placings=[placing], by=MAKER, at=NOW)


def test_a_movement_goes_to_several_places_and_the_rest_waits(account):
    claim(12, 12_100)
    (move,) = wait(came_in(15_000))
    place(move, ("400", INVOICE, None, 12_100), ("460", "client:3", None, 2_000))
    assert (still_open(12), waiting()) == (0, 900)
    assert books.open_amount(account="460", item="client:3") == -2_000
    place(move, ("460", "client:3", None, 900))
    assert waiting() == 0


def test_costs_and_our_own_accounts_take_what_went_out(account):
    first, second = wait(came_in(-250), came_in(-9_000))
    place(first, ("657", "", None, -250))
    place(second, ("580", "", None, -9_000))
    assert books.account_balance(account="657") == 250
    assert books.account_balance(account="580") == 9_000 and waiting() == 0


def test_the_unit_is_that_of_the_books_whatever_is_said(account):
    claim(12, 12_100, unit=7)
    (move,) = wait(came_in(12_100))
    (settling,) = place(move, ("400", INVOICE, 99, 12_100))
    assert settling.parts[0][2] == 7 and books.collected(unit=7) == 12_100


@pytest.mark.parametrize(
    "parts, refusal",
    [
        ([], "NothingPlaced"),
        ([("400", INVOICE, None, 0)], "NothingPlaced"),
        ([("400", INVOICE, None, -5)], "NothingPlaced"),
        ([("400", INVOICE, None, 12_101)], "MoreThanOpen"),
        ([("400", INVOICE, None, 12_000), ("400", INVOICE, None, 200)], "MoreThanOpen"),
        ([("460", "client:3", None, 15_001)], "MoreThanWaits"),
        ([("400", "invoice:2026-000099", None, 5)], "NoSuchClaim"),
        ([("460", "", None, 5)], "WrongPlace"),
        ([("7000", "", None, 5)], "WrongPlace"),
        ([("657", "x:1", None, 5)], "WrongPlace"),
        ([("455", "payslip:1", None, 5)], "MoreThanPaid"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_moves(account, parts, refusal):
    claim(12, 12_100)
    (move,) = wait(came_in(15_000))
    with pytest.raises(Refusal) as refused:
        place(move, *parts)
    assert type(refused.value).__name__ == refusal
    assert (still_open(12), waiting()) == (12_100, 15_000)


def test_no_more_is_taken_back_of_an_invoice_than_was_paid(account):
    reference = claim(12, 12_100)
    (move,) = wait(came_in(5_000, reference), came_in(-6_000))
    with pytest.raises(banking.MoreThanPaid):
        place(move, ("400", INVOICE, None, -6_000))
    place(move, ("400", INVOICE, None, -5_000))
    assert still_open(12) == 12_100 and waiting() == -1_000


def test_what_no_longer_waits_is_refused(account):
    claim(12, 12_100)
    (move,) = wait(came_in(100))
    place(move, ("400", INVOICE, None, 100))
    with pytest.raises(banking.NothingWaits):
        place(move, ("400", INVOICE, None, 100))


def test_a_placing_with_its_party_proposes_to_remember_the_payer(account):
    claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    place(move, ("400", INVOICE, None, 12_100), party="client:1", party_name="Festival vzw")
    (rule,) = queries.rules()
    assert (rule.value, rule.party, rule.learned_from) == (
        move.counterparty_account,
        "client:1",
        move,
    )
    assert rule.accepted_at is None


def credited(number, cents):
    """Invoice `number` was paid, and `cents` of it were credited since: we owe them."""
    claim(number, cents)
    wait(came_in(cents, make_ogm(number)), sequence=90 + number)
    item = f"invoice:2026-{number:06d}"
    lines = (ledger.Line("400", -cents, 7, item), ledger.Line("7000", cents, 7))
    entry = ledger.Entry("sales", NOW.date(), "credit", f"credit:{number}", item, lines)
    ledger.post(entries=[entry], by=MAKER, at=NOW)
    return item


def test_what_we_owe_on_a_credited_invoice_is_taken_off_what_came_in(account):
    claim(12, 12_100)
    item = credited(11, 2_100)
    (move,) = wait(came_in(10_000), old_cents=2_100, sequence=99)
    parts = ("400", INVOICE, None, 12_100), ("400", item, None, -2_100)
    (settling,) = place(move, *parts)
    assert (still_open(12), still_open(11), waiting()) == (0, 0, 0)
    banking.take_back(settling=settling, because="the wrong client", by=CHECKER, at=NOW)
    assert (still_open(12), still_open(11), waiting()) == (12_100, -2_100, 10_000)


@pytest.mark.parametrize("taken", [(-2_101,), (-2_100, -1), (-2_100, -2_100)])
def test_never_more_is_taken_off_than_we_owe(account, taken):
    claim(12, 99_000)
    item = credited(11, 2_100)
    (move,) = wait(came_in(10_000), old_cents=2_100, sequence=99)
    with pytest.raises(banking.NothingPlaced):
        place(move, ("400", INVOICE, None, 14_000), *[("400", item, None, n) for n in taken])
    assert (still_open(12), still_open(11), waiting()) == (99_000, -2_100, 10_000)


def test_an_invoice_that_is_open_is_no_credit(account):
    claim(12, 12_100), claim(13, 5_000)
    (move,) = wait(came_in(10_000))
    with pytest.raises(banking.NothingPlaced):
        place(move, ("400", INVOICE, None, 12_100), ("400", "invoice:2026-000013", None, -2_100))


# --- receipts, one claim after the other --------------------------------------------------------


def test_it_settles_the_claim_and_counts_as_collected(account):
    reference = claim(12, 12_100)
    (move,) = wait(came_in(12_100))
    place_by_reference(move, reference)
    assert books.open_amount(account="400", item=INVOICE) == 0
    assert books.account_balance(account="499") == 0
    assert books.collected(unit=7) == 12_100
    assert queries.suspense() == []


def test_what_is_more_than_open_goes_on_waiting_for_another_claim(account):
    first, second = claim(12, 5_000), claim(13, 4_000)
    (move,) = wait(came_in(9_000))
    place_by_reference(move, first)
    assert [row.cents for row in queries.suspense()] == [4_000]
    place_by_reference(move, second)
    assert queries.suspense() == []


def test_it_refuses_when_nothing_waits(account):
    claim(12, 12_100)
    (move,) = wait(came_in(5_000))
    place(move, ("400", INVOICE, None, 5_000))
    with pytest.raises(banking.NothingWaits):
        place(move, ("400", INVOICE, None, 5_000))


def test_it_refuses_an_unknown_claim(account):
    (move,) = wait(came_in(5_000))
    with pytest.raises(banking.NoSuchClaim):
        place(move, ("400", "invoice:2026-000099", None, 5_000))


def test_money_that_went_out_settles_no_claim(account):
    claim(12, 12_100)
    (move,) = wait(came_in(-5_000))
    with pytest.raises(banking.NothingPlaced):
        place(move, ("400", INVOICE, None, 5_000))
