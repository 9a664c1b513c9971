from datetime import date, timedelta

import pytest
from tests.cast import NOW, TODAY, make_unit

from commonweal.clients.models import Client
from commonweal.flows.billing import actions as billing
from commonweal.flows.billing import jobs
from commonweal.flows.shareholders.queries import ShareNeeded
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.kernel.actions import found_sister
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger
from commonweal.members.models import Member

pytestmark = pytest.mark.django_db
LINE = invoicing.NewLine("Design day", 100_000, invoicing.Vat.STANDARD, 2100)


@pytest.fixture
def studio(amina):
    Member.objects.filter(pk=amina.pk).update(share_paid_on=date(2024, 1, 1))
    return make_unit(amina, "activity", "Studio Amina")


@pytest.fixture
def new(studio, festival):
    def make(**details):
        values = {
            "unit_id": studio.pk, "client": festival, "title": "Posters", "lines": [LINE],
            "contribution_cents": 0, "guaranteed": True,
        }  # fmt: skip
        return invoicing.NewInvoice(**{**values, **details})

    return make


def test_it_is_held_until_it_is_paid_because_no_client_confirmed_it(new, studio, by, at):
    draft = billing.draft_free(invoice=new(), by=by, at=at)
    assert (draft.contribution_cents, draft.guaranteed) == (6_500, False)
    (issued,) = billing.issue_free(drafts=[draft], by=by, at=at)
    assert issued.number == "2026-000001"
    assert ledger.budget(unit=studio.pk) == 0
    assert set(ledger.proofs().values()) == {0}


def test_the_same_form_makes_one(new, by, at):
    first = billing.draft_free(invoice=new(key="a"), by=by, at=at)
    assert billing.draft_free(invoice=new(key="a"), by=by, at=at) == first


def test_who_invoices_is_a_co_owner(new, amina, by, at):
    Member.objects.filter(pk=amina.pk).update(share_paid_on=None)
    with pytest.raises(ShareNeeded):
        billing.draft_free(invoice=new(), by=by, at=at)


def test_a_change_is_reckoned_anew(new, by, at):
    draft = billing.draft_free(invoice=new(), by=by, at=at)
    changed = billing.change_free(draft=draft, invoice=new(lines=[LINE, LINE]), by=by, at=at)
    assert (changed.net_cents, changed.contribution_cents) == (200_000, 13_000)


def test_the_books_say_what_the_draft_says_now_not_what_was_read_before(new, by, at):
    draft = billing.draft_free(invoice=new(), by=by, at=at)
    read_before = found.get_draft(id=draft.pk)
    billing.change_free(draft=draft, invoice=new(lines=[LINE, LINE]), by=by, at=at)
    (issued,) = billing.issue_free(drafts=[read_before], by=by, at=at)
    assert issued.total_cents == 242_000
    assert ledger.open_amount(account="400", item=issued.ref) == 242_000


def test_a_draft_keeps_its_legal_entity_and_the_vat_of_that(new, studio, by, at):
    draft = billing.draft_free(invoice=new(), by=by, at=at)
    school = found_sister(
        name="School cv", enterprise_number="0403170701", series="SC", vat_regime="training"
    )
    studio.entity = school
    studio.save()
    changed = billing.change_free(draft=draft, invoice=new(lines=[LINE, LINE]), by=by, at=at)
    assert (changed.entity_id, changed.vat_cents) == (1, 42_000)


def test_it_is_issued_on_its_day_on_the_data_of_that_day(new, festival, by, at):
    billing.draft_free(invoice=new(issue_on=TODAY + timedelta(days=3)), by=by, at=at)
    jobs.run(at=NOW + timedelta(days=2))
    assert not found.invoices().exists()
    festival.street = "Quai au Foin 1"
    festival.save()
    jobs.run(at=NOW + timedelta(days=4))
    assert found.invoices().get().buyer["street"] == "Quai au Foin 1"


def test_what_was_moved_or_held_since_the_job_looked_stays(new, by, at):
    drafts = [billing.draft_free(invoice=new(issue_on=TODAY), by=by, at=at) for _ in range(3)]
    seen = list(found.to_issue(on=TODAY))
    moved, held, due = drafts
    invoicing.schedule_draft(draft=moved, issue_on=TODAY + timedelta(days=9), by=by, at=at)
    invoicing.hold_draft(draft=held, reason="Ask the client first", by=by, at=at)
    issued = billing.issue_free(drafts=seen, due_by=TODAY, by=by, at=at)
    assert [one.pk for one in issued] == [due.pk]
    assert {one.pk for one in found.drafts()} == {moved.pk, held.pk}
    assert billing.issue_free(drafts=seen, due_by=TODAY, by=by, at=at) == []


def test_a_client_that_asks_for_its_number_meanwhile_gets_no_invoice_without(new, festival, by, at):
    draft = billing.draft_free(invoice=new(issue_on=TODAY), by=by, at=at)
    Client.objects.filter(pk=festival.pk).update(purchase_order_required=True)
    with pytest.raises(Refusal, match="purchase-order"):
        billing.issue_free(drafts=[draft], by=by, at=at)
    jobs.run(at=at)
    assert not found.invoices().exists()
    billing.change_free(
        draft=draft, invoice=new(issue_on=TODAY, purchase_order="PO-7"), by=by, at=at
    )
    jobs.run(at=at)
    assert found.invoices().get().purchase_order == "PO-7"


def test_without_a_day_it_waits(new, by, at):
    billing.draft_free(invoice=new(), by=by, at=at)
    jobs.run(at=NOW + timedelta(days=40))
    assert not found.invoices().exists()


def recurrence(new, festival, studio, by, at, **details):
    values = {
        "unit_id": studio.pk, "client": festival, "title": "Hosting", "lines": [LINE],
        "every_months": 1, "next_on": date(2026, 5, 31),
    }  # fmt: skip
    wanted = invoicing.NewRecurrence(**{**values, **details})
    return billing.start_recurrence(recurrence=wanted, by=by, at=at)


def test_who_lets_an_invoice_come_back_is_a_co_owner(new, festival, studio, amina, by, at):
    Member.objects.filter(pk=amina.pk).update(share_paid_on=None)
    with pytest.raises(ShareNeeded, match="one share is needed to invoice from an activity"):
        recurrence(new, festival, studio, by, at)
    assert not found.recurrences(units=[studio.pk]).exists()


def issue_days() -> list[date]:
    return list(found.invoices().order_by("issued_on").values_list("issued_on", flat=True))


def test_it_comes_back_on_the_last_day_of_a_month_without_a_31st(new, festival, studio, by, at):
    recurrence(new, festival, studio, by, at)
    for days in range(0, 310, 5):
        jobs.run(at=NOW + timedelta(days=days))
    periods = found.invoices().order_by("id").values_list("work_starts_on", "work_ends_on")
    assert list(periods)[:3] == [
        (date(2026, 4, 30), date(2026, 5, 30)),
        (date(2026, 5, 31), date(2026, 6, 29)),
        (date(2026, 6, 30), date(2026, 7, 30)),
    ]
    assert list(periods)[9] == (date(2027, 1, 31), date(2027, 2, 27))


def test_what_was_missed_is_caught_up_once(new, festival, studio, by, at):
    recurrence(new, festival, studio, by, at)
    late = NOW + timedelta(days=100)  # 12 August: May, June and July were missed
    jobs.run(at=late)
    jobs.run(at=late)
    assert issue_days() == [late.date()] * 3
    assert not found.drafts().exists()


def test_drafts_are_shown_some_days_ahead(new, festival, studio, by, at):
    recurrence(new, festival, studio, by, at)
    jobs.run(at=NOW + timedelta(days=19))
    assert not found.drafts().exists()
    jobs.run(at=NOW + timedelta(days=20))
    assert [draft.issue_on for draft in found.drafts()] == [date(2026, 5, 31)]


def test_it_ends_on_its_last_day_or_when_it_is_stopped(new, festival, studio, by, at):
    recurrence(new, festival, studio, by, at, until=date(2026, 6, 30))
    other = recurrence(new, festival, studio, by, at, title="Other")
    invoicing.stop_recurrence(recurrence=other, by=by, at=at)
    for days in (30, 60, 90, 120):
        jobs.run(at=NOW + timedelta(days=days))
    assert [one.title for one in found.invoices()] == ["Hosting", "Hosting"]


def test_a_client_that_lacks_something_stops_only_itself(new, festival, studio, by, at):
    recurrence(new, festival, studio, by, at)
    festival.street = ""
    festival.save()
    jobs.run(at=NOW + timedelta(days=30))
    assert not found.drafts().exists()
    festival.street = "Quai au Foin 1"
    festival.save()
    jobs.run(at=NOW + timedelta(days=30))
    assert found.invoices().count() == 1


def test_it_comes_back_only_while_its_member_is_a_co_owner(new, festival, studio, amina, by, at):
    recurrence(new, festival, studio, by, at)
    Member.objects.filter(pk=amina.pk).update(share_paid_on=None)
    jobs.run(at=NOW + timedelta(days=30))
    assert not found.drafts().exists()
    Member.objects.filter(pk=amina.pk).update(share_paid_on=date(2024, 1, 1))
    jobs.run(at=NOW + timedelta(days=30))
    assert found.invoices().count() == 1
