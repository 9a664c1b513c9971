"""The house says what a waiting movement may be; it books nothing and repeats nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import MatchProposal
from commonweal.banking.tests.conftest import MAKER, NOW, bring, came_in, claim, coda
from commonweal.banking.tests.waiting import owed, propose, wait, waiting
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def shown():
    rows = MatchProposal.objects.filter(state="open").order_by("move", "rank")
    return [(row.kind, row.parts[0][1], row.parts[0][3]) for row in rows]


def test_a_proposal_says_why_and_changes_no_books(account):
    claim(12, 12_100)
    wait(came_in(12_100, communication="factuur 2026-12"))
    before = books.account_balance(account="499")
    (row,) = propose(owed(12))
    assert (row.kind, row.score, row.party) == ("claim", 96, "client:1")
    assert queries.sentences(proposal=row)[0] == "The text names 2026-000012."
    assert books.account_balance(account="499") == before == -12_100


def test_what_still_stands_is_left_and_what_changed_is_made_anew(account):
    claim(12, 12_100)
    wait(came_in(12_100, communication="factuur 2026-12"))
    (first,) = propose(owed(12))
    assert propose(owed(12)) == []
    claim(13, 12_100)
    propose(owed(12), owed(13))
    assert [item[-2:] for _kind, item, _cents in shown()] == ["12", "13"]
    first.refresh_from_db()
    assert first.state == "stale"


def test_what_was_declined_is_not_proposed_again(account):
    claim(12, 12_100)
    wait(came_in(12_100))
    (row,) = propose(owed(12))
    banking.decline(proposals=[row.pk], because="another festival", by=MAKER, at=NOW)
    assert propose(owed(12)) == []


def test_only_a_rule_that_somebody_accepted_counts(account):
    claim(12, 12_100)
    first, second = wait(came_in(500, name="Boekhouder"), came_in(11_000, name="Boekhouder"))
    part = banking.Part("400", "invoice:2026-000012", None, 500)
    placing = banking.Placing(first.pk, (part,), "client:1", "Festival vzw")
    banking.place_parts(placings=[placing], by=MAKER, at=NOW)
    assert propose(owed(12, iban="")) == []
    banking.accept_rule(rule=queries.rules().get(), by=MAKER, at=NOW)
    (row,) = propose(owed(12, iban=""))
    assert row.rule == queries.rules().get() and row.move == second


def test_money_between_our_accounts_is_known(account):
    banking.open_accounts(
        accounts=[banking.NewAccount("BE68539007547034", "GEBABEBB", "Samen", "5501")],
        by=MAKER, at=NOW,
    )  # fmt: skip
    move = came_in(5_000)
    object.__setattr__(move, "counterparty_account", "BE68539007547034")
    wait(move)
    (row,) = propose()
    assert (row.kind, row.parts) == ("internal", [["580", "", None, 5_000]])


def test_the_cost_is_the_same_for_one_movement_and_for_many(account):
    for number in range(1, 31):
        claim(number, 100 * number)
    claims = [owed(number) for number in range(1, 31)]

    def cost():
        with CaptureQueriesContext(connection) as seen:
            propose(*claims)
        return len(seen)

    wait(came_in(100))
    few = cost()
    bring(coda(*[came_in(100 * n) for n in range(2, 31)], sequence=2, old_cents=100))
    assert cost() == few
    assert waiting() == sum(100 * n for n in range(1, 31))
