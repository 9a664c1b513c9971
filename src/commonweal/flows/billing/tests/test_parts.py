from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, make_unit

from commonweal.activities import actions as activities
from commonweal.activities.models import Commitment
from commonweal.flows.billing import jobs
from commonweal.flows.three_in_one._invoices import divided
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.ledger import queries as ledger
from commonweal.letters.models import Letter

pytestmark = pytest.mark.django_db
CLIENT = Actor("client:1", "Sofie")
RATES = [("standard", 2100), ("standard", 600), ("exempt", 0)]


@pytest.fixture
def order(amina, festival):
    unit = make_unit(amina, "activity", "Studio Amina")
    (placed,) = invoicing.place_order(
        orders=[
            invoicing.NewOrder(unit.pk, festival, "House style", 1, invoicing.Vat.STANDARD, 2100)
        ],
        by=SYSTEM,
        at=NOW,
    )
    lines = [
        invoicing.NewLine("Design", 100_001, invoicing.Vat.STANDARD, 2100),
        invoicing.NewLine("Book", 33_333, invoicing.Vat.STANDARD, 600),
    ]
    parts = [
        invoicing.PlannedPart("deposit", "Deposit", 3_000),
        invoicing.PlannedPart("date", "Half-way", 3_333, TODAY + timedelta(days=30)),
        invoicing.PlannedPart("milestone", "Delivery", 3_667),
    ]
    placed = invoicing.detail_order(order=placed, lines=lines, parts=parts, by=SYSTEM, at=NOW)
    for part in found.instalments(order=placed):
        promise = activities.NewCommitment(
            unit.pk, activities.CommitmentKind.CONFIRMED, part.ref, part.cents
        )
        activities.commit(commitments=[promise], by=SYSTEM, at=NOW)
    return invoicing.confirm_order(order=placed, by=CLIENT, at=NOW)


def run(days: int) -> None:
    jobs.run(at=NOW + timedelta(days=days))


def issued(order) -> list[invoicing.Invoice]:
    return list(order.invoices.filter(number__isnull=False).order_by("id"))


def promised() -> set[str]:
    return set(Commitment.objects.values_list("origin", flat=True))


def test_each_part_is_invoiced_when_it_falls_due(order):
    run(0)
    assert [one.title for one in issued(order)] == ["House style: Deposit"]
    assert promised() == {f"order:{order.pk}/2", f"order:{order.pk}/3"}
    run(30 - 7)
    assert len(issued(order)) == 1
    assert found.drafts().get().issue_on == TODAY + timedelta(days=30)
    run(30)
    assert len(issued(order)) == 2
    order.refresh_from_db()
    assert order.state == "confirmed"
    run(60)
    assert len(issued(order)) == 2
    milestone = found.instalments(order=order)[2]
    invoicing.reach_milestone(instalment=milestone, by=CLIENT, at=NOW + timedelta(days=61))
    run(61)
    order.refresh_from_db()
    assert (order.state, promised()) == ("invoiced", set())


def test_all_parts_together_are_the_order_to_the_cent(order):
    milestone = found.instalments(order=order)[2]
    invoicing.reach_milestone(instalment=milestone, by=CLIENT, at=NOW)
    run(0)
    run(30)
    sums = {}
    for invoice in issued(order):
        for kind, rate, net, _vat in invoice.vat_table:
            sums[kind, rate] = sums.get((kind, rate), 0) + net
    assert sums == {("standard", 2100): 100_001, ("standard", 600): 33_333}
    parts = [part.cents for part in found.instalments(order=order)]
    assert [one.net_cents for one in issued(order)] == [parts[0], parts[2], parts[1]]
    assert set(ledger.proofs().values()) == {0}


def test_what_somebody_holds_waits_and_the_others_do_not(order):
    run(23)
    (draft,) = found.drafts()
    invoicing.hold_draft(draft=draft, reason="Not agreed", by=CLIENT, at=NOW)
    run(40)
    assert len(issued(order)) == 1
    assert list(found.held_drafts()) == [draft]
    invoicing.free_draft(draft=draft, by=CLIENT, at=NOW)
    run(40)
    assert len(issued(order)) == 2


def test_the_member_is_asked_to_look(order, amina):
    run(23)
    (letter,) = Letter.objects.filter(kind="draft_to_check")
    (draft,) = found.drafts()
    assert letter.to == amina.email
    assert f"/my/invoices/drafts/{draft.pk}/" in letter.body


def test_a_cancelled_order_takes_its_drafts_along(order):
    run(23)
    invoicing.cancel_order(order=order, reason="Over", by=SYSTEM, at=NOW)
    assert not found.drafts().exists()
    run(40)
    assert len(issued(order)) == 1


@given(
    st.lists(st.integers(-3_000, 500_000), min_size=1, max_size=3),
    st.lists(st.integers(1, 50), min_size=1, max_size=6),
)
def test_parts_and_rates_add_up_whatever_they_are(sums, weights):
    rates = dict(zip(RATES, sums, strict=False))
    price = sum(rates.values())
    if price <= len(weights) or max(sums) <= 0:
        return
    cents = [max(price * each // sum(weights), 1) for each in weights[:-1]]
    parts = [*cents, price - sum(cents)]
    shares = divided(rates, parts)
    assert [sum(share.values()) for share in shares] == parts
    for rate, whole in rates.items():
        assert sum(share[rate] for share in shares) == whole
        if whole >= 0 and all(each >= 0 for each in sums) and parts[-1] >= 0:
            assert all(share[rate] >= 0 for share in shares)
