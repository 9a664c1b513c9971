"""What else is under way with a client that fails: told, and invoiced where it is worked."""

from datetime import timedelta

import pytest
from tests.cast import NOW

from commonweal.clients import actions as clients
from commonweal.clients import queries as known
from commonweal.flows.insolvency import actions, queries
from commonweal.flows.insolvency.tests.test_mark_bankrupt import failure
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.guarantee import actions as guaranteeing
from commonweal.guarantee import queries as guarantee
from commonweal.guarantee.tests.failing import bank_brings, invoice
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import queries as books
from commonweal.letters import queries as letters
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


def mark(client, at, by=SYSTEM):
    found = actions.mark_bankrupt(failure=failure(client, on=at.date()), by=by, at=at)
    return found.bankruptcy


NOT_ISSUED = (
    "Invoices that are not issued yet: to claim one, unblock the client, let it be issued, and "
    "write off again"
)


def ride(unit, client, **more):
    line = invoicing.NewLine("Ride", 100_00, invoicing.Vat.STANDARD, 2100)
    return invoicing.NewInvoice(
        unit.pk, known.get(id=client.pk), "Ride", [line], contribution_cents=6_50,
        guaranteed=False, **more,
    )  # fmt: skip


def told(bankruptcy):
    return {str(row.what): row.count for row in queries.open_of(bankruptcy=bankruptcy)}


def test_a_job_that_is_not_confirmed_and_a_draft_are_told_and_stay(amina, amina_unit, festival, by):
    place(amina, festival, job(amina_unit, festival, worker(amina, day(later(5)))))
    (draft,) = invoicing.draft(invoices=[ride(amina_unit, festival)], by=by, at=NOW)
    bankruptcy = mark(festival, NOW)
    assert told(bankruptcy) == {
        "Jobs it has not confirmed": 1,
        NOT_ISSUED: 1,
    }
    assert queries.owed_of(bankruptcy=bankruptcy) == 0

    # Its work was done: it is issued, and is lost then, with its VAT.
    invoicing.issue(drafts=[draft], by=by, at=NOW)
    assert queries.owed_of(bankruptcy=bankruptcy) == 121_00
    since = actions.write_off_since(bankruptcy=bankruptcy, by=by, at=NOW)
    assert (since.open_cents, since.vat_cents) == (121_00, 21_00)
    assert books.account_balance(account="400") == 0
    assert set(books.proofs().values()) == {0}


def test_who_works_on_is_told_once_and_paid_on_the_day(amina, amina_unit, festival, by):
    """The work goes on after the judgment: one letter, one wage, on its day."""
    invoice(amina_unit, festival, net=500_00)
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina, day(later(3))))).order)
    declare()
    bankruptcy = mark(festival, NOW + timedelta(days=2))
    at = on(later(4))
    slip = payroll.standing().get()
    assert (slip.guaranteed, slip.due_on) == (True, later(3 + 7))
    actions.write_off_since(bankruptcy=bankruptcy, by=by, at=at)
    kinds = [each.kind for each in letters.about(refs=[bankruptcy.ref])]
    assert kinds.count("client_bankrupt_member") == 1
    (wage,) = queries.wages_of(bankruptcy=bankruptcy)
    assert (wage.cents, wage.due_on) == (slip.net_cents, slip.due_on)


def test_a_payment_that_waits_is_not_taken_for_the_client(amina_unit, festival, by, at):
    """605.00 waits on 499: nobody knows yet whose it is, so the whole claim is lost."""
    claim = invoice(amina_unit, festival)
    bank_brings(605_00, "move:7", account="499", name="move:7")
    bankruptcy = mark(festival, at)
    assert guarantee.left_of(bankruptcy=bankruptcy) == 1210_00
    assert guarantee.dividends_waiting() == [("move:7", at.date(), 605_00)]
    assert books.lost(items=[claim.ref]) == {claim.ref: 1210_00}


def test_a_client_that_fails_twice_loses_only_what_is_new(amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    first = mark(festival, at)
    guaranteeing.close_bankruptcy(bankruptcy=first, on=at.date(), by=by, at=at)
    clients.unblock(clients=[festival], by=by, at=at)
    invoice(amina_unit, festival, net=500_00)
    second = mark(festival, at)
    assert [loss.net_cents for loss in guarantee.losses_of(bankruptcy=second)] == [500_00]
    assert guarantee.losses(year=2026).cents == guarantee.fund(on=at.date()).lost_cents == 1500_00


def test_the_managers_of_one_unit_are_each_told_once(amina, amina_unit, festival, by, at):
    for net in (500_00, 700_00):
        invoice(amina_unit, festival, net=net)
    bankruptcy = mark(festival, at)
    (letter,) = letters.about(refs=[bankruptcy.ref])
    assert (letter.kind, letter.to, letter.language) == (
        "client_bankrupt_unit", amina.email, amina.language,
    )  # fmt: skip
    assert letter.context["guaranteed_cents"] == 1200_00


def test_a_draft_whose_day_has_come_is_issued_and_lost(amina_unit, festival, by, at):
    """Tonight it would leave; once the client is blocked it never would, nor be claimed."""
    new = [ride(amina_unit, festival, issue_on=at.date() + timedelta(days=late)) for late in (0, 9)]
    invoicing.draft(invoices=new, by=by, at=at)
    found = actions.mark_bankrupt(failure=failure(festival, on=at.date()), by=by, at=at)
    assert [each.net_cents for each in found.billed] == [100_00]
    assert (found.open_cents, found.vat_cents) == (121_00, 21_00)
    assert told(found.bankruptcy) == {NOT_ISSUED: 1}
    later_on = at + timedelta(days=9)
    since = actions.write_off_since(bankruptcy=found.bankruptcy, by=by, at=later_on)
    assert since.open_cents == 121_00
    assert told(found.bankruptcy) == {}
    assert set(books.proofs().values()) == {0}


def test_a_draft_leaves_once_the_client_is_unblocked_and_is_claimed_then(
    amina_unit, festival, by, at
):
    """As the page says: its work was done before the judgment, and the trustee hears of it."""
    (draft,) = invoicing.draft(invoices=[ride(amina_unit, festival)], by=by, at=at)
    bankruptcy = mark(festival, at)
    with pytest.raises(invoicing.ClientIsBlocked, match="Talk to your adviser"):
        invoicing.refresh(drafts=[draft], by=by, at=at)
    clients.unblock(clients=[festival], by=by, at=at)
    invoicing.refresh(drafts=[draft], by=by, at=at)
    invoicing.issue(drafts=[draft], by=by, at=at)
    since = actions.write_off_since(bankruptcy=bankruptcy, by=by, at=at)
    assert [loss.net_cents for loss in since.losses] == [100_00]
    assert NOT_ISSUED not in told(bankruptcy)
