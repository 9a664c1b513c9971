"""A client fails: what is worked is billed, everyone is told, and no wage is touched."""

from datetime import timedelta

import pytest
from tests.cast import NOW, make_unit

from commonweal.flows.insolvency import actions, queries
from commonweal.flows.tests.jobs_of_amina import (
    MAY_6,
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.flows.three_in_one import queries as jobs
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.actions import NewBankruptcy
from commonweal.guarantee.tests.failing import invoice
from commonweal.invoicing.queries import get_order
from commonweal.ledger import queries as books
from commonweal.letters import queries as letters
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


def failure(client, on=MAY_6, **told):
    return NewBankruptcy(client=client, on=on, trustee_name="Mr. Lievens", **told)


def mark(client, by, at, **told):
    return actions.mark_bankrupt(failure=failure(client, **told), by=by, at=at)


@pytest.fixture
def worked(amina, amina_unit, festival):
    """A day of work that is over, and not invoiced yet."""
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    declare()
    return order


def test_what_is_worked_is_billed_before_it_is_lost(worked, festival, amina_unit, by):
    found = mark(festival, by, NOW + timedelta(days=2))
    assert get_order(id=worked.pk).state == "invoiced"
    assert [each.order_id for each in found.billed] == [worked.pk]
    assert (found.open_cents, found.fund_cents) == (1210_00, 1000_00)
    assert books.account_balance(account="400") == 0


def test_the_wage_comes_all_the_same(worked, amina, festival, by):
    found = mark(festival, by, NOW + timedelta(days=2))
    assert [(wage.member, wage.due_on, wage.paid_on) for wage in found.wages] == [
        (amina, later(7), None),
    ]  # fmt: skip
    on(later(1))
    slip = payroll.standing().get()
    assert (slip.guaranteed, slip.due_on) == (True, later(7))
    (wage,) = queries.wages_of(bankruptcy=found.bankruptcy)
    assert wage.cents == slip.net_cents
    assert set(books.proofs().values()) == {0}


def test_the_worker_reads_that_nothing_changes(worked, amina, festival, by):
    at = on(later(1))
    found = mark(festival, by, at)
    (letter,) = letters.about(refs=[found.ref])
    assert (letter.to, letter.kind) == (amina.email, "client_bankrupt_member")
    assert "Nothing is asked back of you" in letter.body or letter.language == "nl"
    (row,) = letter.context["wages"]
    assert (row["cents"], row["paid"]) == (payroll.standing().get().net_cents, False)


def test_who_was_not_guaranteed_reads_what_falls_away(amina, carla, festival, by, at):
    unit = make_unit(carla, "activity", "Atelier Lefèvre")
    invoice(unit, festival, guaranteed=False)
    found = mark(festival, by, at, on=at.date())
    (letter,) = letters.about(refs=[found.ref])
    assert (letter.to, letter.kind) == (carla.email, "client_bankrupt_unit")
    assert (letter.context["guaranteed_cents"], letter.context["others_cents"]) == (0, 1000_00)


def test_work_that_goes_on_is_told_and_never_cancelled(amina, amina_unit, festival, by):
    wanted = job(amina_unit, festival, worker(amina, day(later(5))))
    order = place(amina, festival, wanted).order
    confirm(order)
    found = mark(festival, by, NOW + timedelta(days=2))
    assert [each.pk for each in found.running] == [order.pk]
    assert get_order(id=order.pk).state == "confirmed"
    assert queries.running_of(bankruptcy=found.bankruptcy) == found.running
    assert found.losses == []
    assert guarantee.get_bankruptcy(id=found.bankruptcy.pk).claim is None


def test_the_story_of_the_job_tells_it_and_never_that_it_was_paid(worked, festival, by):
    at = on(later(1))
    mark(festival, by, at)
    order = get_order(id=worked.pk)
    told = {each.text: each.state for each in jobs.story(order=order, at=at)}
    assert told["Festival de la Senne is bankrupt: the invoice is written off"] == "refused"
    assert not [text for text in told if "has paid" in text or "pays the invoice" in text]


def test_the_client_takes_no_new_work(festival, by):
    mark(festival, by, NOW + timedelta(days=2))
    festival.refresh_from_db()
    assert festival.blocked_on
    assert "Mr. Lievens" in festival.blocked_because


def test_the_claim_is_a_letter_that_is_kept(worked, festival, by):
    found = mark(festival, by, NOW + timedelta(days=2), language="fr")
    claim = guarantee.get_bankruptcy(id=found.bankruptcy.pk).claim
    assert (claim.kind, claim.media_type, claim.about) == ("claim", "application/pdf", found.ref)


def test_a_rehearsal_sends_nothing_and_keeps_nothing(worked, festival, by):
    at = NOW + timedelta(days=2)
    actions.mark_bankrupt.dry_run(failure=failure(festival), by=by, at=at)
    assert get_order(id=worked.pk).state == "confirmed"
    assert not guarantee.bankruptcies().exists()
    assert not letters.about(refs=["bankruptcy:1"]).exists()
