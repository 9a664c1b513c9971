"""A person accepts what the house proposed: it settles exactly that, once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.banking import actions as banking
from commonweal.banking import queries
from commonweal.banking.models import MatchProposal, MatchRule
from commonweal.banking.tests.conftest import CHECKER, MAKER, NOW, came_in, claim
from commonweal.banking.tests.waiting import owed, propose, still_open, wait, waiting
from commonweal.kernel.models import Event
from commonweal.ledger import queries as books

pytestmark = pytest.mark.django_db


def accept(*rows):
    return banking.accept(proposals=[row.pk for row in rows], by=CHECKER, at=NOW)


def test_it_settles_the_claim_and_counts_as_collected(account):
    claim(12, 12_100)
    wait(came_in(12_100, communication="factuur 2026-12"))
    (settling,) = accept(*propose(owed(12)))
    assert (still_open(12), waiting(), books.collected(unit=7)) == (0, 0, 12_100)
    assert settling.parts == [["400", "invoice:2026-000012", 7, 12_100]]
    row = settling.proposal
    row.refresh_from_db()
    assert (row.state, row.decided_by_name) == ("accepted", CHECKER.name)
    assert Event.objects.filter(verb="banking.accept", subjects=[settling.ref]).count() == 1


def test_one_transfer_settles_every_invoice_of_its_proposal_in_one_entry(account):
    for number, cents in ((12, 12_100), (13, 5_000), (14, 3_300)):
        claim(number, cents)
    wait(came_in(20_400))
    (settling,) = accept(*propose(owed(12), owed(13), owed(14)))
    assert [still_open(n) for n in (12, 13, 14)] == [0, 0, 0] and waiting() == 0
    _entry, lines = books.get_entry(id=settling.entry)
    assert [line.cents for line in lines] == [20_400, -12_100, -5_000, -3_300]


def test_what_is_overtaken_cannot_be_accepted(account):
    claim(12, 12_100)
    wait(came_in(12_100), came_in(12_100, name="Festival"))
    first, second = propose(owed(12))
    accept(first)
    with pytest.raises(banking.ProposalGone):
        accept(first)
    with pytest.raises(banking.ProposalGone):
        accept(second)
    second.refresh_from_db()
    assert second.state == "stale" and waiting() == 12_100


def test_two_that_settle_the_same_claim_are_refused_together(account):
    claim(12, 12_100)
    wait(came_in(12_100), came_in(12_100, name="Festival"))
    rows = propose(owed(12))
    with pytest.raises(banking.MoreThanOpen):
        accept(*rows)
    assert still_open(12) == 12_100 and waiting() == 24_200
    sure = queries.sure(waiting=queries.waits(on=NOW.date()), least=80)
    assert len(sure) == 1


def test_it_teaches_nothing_about_a_payer_who_is_known(account):
    claim(12, 12_100)
    wait(came_in(12_100))
    accept(*propose(owed(12)))
    assert not MatchRule.objects.exists()


def test_it_proposes_to_remember_who_paid_for_somebody_else(account):
    claim(12, 12_100)
    wait(came_in(12_100, name="Boekhouder", communication="2026-000012"))
    accept(*propose(owed(12, iban="")))
    rule = MatchRule.objects.get()
    assert (rule.kind, rule.party, rule.accepted_at) == ("payer_iban", "client:1", None)


def test_a_bounced_payment_opens_its_invoice_again(account):
    reference = claim(12, 12_100)
    wait(came_in(12_100, reference), came_in(-12_100, communication="2026-000012"))
    (row,) = [r for r in propose(owed(12, paid_cents=12_100)) if r.kind == "bounced"][:1]
    accept(row)
    assert (still_open(12), waiting(), books.collected(unit=7)) == (12_100, 0, 0)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    amounts=st.lists(st.integers(1, 9_000), min_size=1, max_size=4),
    paid=st.lists(st.tuples(st.integers(1, 12_000), st.integers(12, 16)), min_size=1, max_size=5),
)
def test_no_cent_is_lost_no_claim_goes_below_zero_and_undo_restores(account, amounts, paid):
    from django.db import transaction

    with transaction.atomic():
        numbers = range(12, 12 + len(amounts))
        for number, cents in zip(numbers, amounts, strict=True):
            claim(number, cents)
        wait(*[came_in(cents, communication=f"2026-{n:06d}") for cents, n in paid])
        was_open, waited = {n: still_open(n) for n in numbers}, waiting()
        propose(*[owed(n) for n in numbers])
        done = []
        while row := MatchProposal.objects.filter(state="open").order_by("move", "rank").first():
            done += accept(row)
            propose(*[owed(n) for n in numbers])
        placed = sum(part[3] for settling in done for part in settling.parts)
        assert waiting() + placed == waited
        assert all(still_open(n) >= 0 for n in numbers)
        for settling in reversed(done):
            banking.take_back(settling=settling, because="again", by=MAKER, at=NOW)
        assert waiting() == waited
        assert {n: still_open(n) for n in numbers} == was_open
        transaction.set_rollback(True)
