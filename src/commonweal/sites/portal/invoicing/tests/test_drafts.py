"""Drafts on the portal: written from an activity, looked at, mended, held, issued, repeated."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import NOW, TODAY, make_unit

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found
from commonweal.invoicing.models import Recurrence, Series
from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def studio(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return make_unit(amina, "activity", "Studio Amina")


@pytest.fixture
def me(client, amina):
    client.force_login(amina.user)
    client.cookies["language"] = "en"
    return client


def typed(festival, **more):
    return {
        "key": "k1", "client_id": festival.pk, "title": "Posters", "language": "fr",
        "line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", "line-0-description": "Design day",
        "line-0-quantity": "2", "line-0-unit": "DAY", "line-0-price": "500", "line-0-vat": "usual",
        "keep": "1", **more,
    }  # fmt: skip


@pytest.fixture
def draft(me, studio, festival):
    me.post(reverse("portal:invoice_new", args=[studio.pk]), typed(festival))
    return found.drafts().get()


def test_the_form_begins_blank_and_keeps_a_draft(me, studio, festival):
    address = reverse("portal:invoice_new", args=[studio.pk])
    assert me.get(address).status_code == 200
    answer = me.post(address, typed(festival, purchase_order="PO-7", note="Merci"))
    one = found.drafts().get()
    assert answer["Location"] == reverse("portal:draft", args=[one.pk])
    assert (one.net_cents, one.purchase_order, one.guaranteed) == (100_000, "PO-7", False)
    me.post(address, typed(festival))
    assert found.drafts().count() == 1


def test_rows_are_added_copied_and_dropped_without_losing_what_was_typed(me, studio, festival):
    address = reverse("portal:invoice_new", args=[studio.pk])
    page = me.post(address, {**typed(festival), "copy": "line:0"}).content.decode()
    assert page.count("Design day") == 2
    assert not found.drafts().exists()


def test_what_is_refused_stands_beside_its_field(me, studio, festival):
    address = reverse("portal:invoice_new", args=[studio.pk])
    answer = me.post(address, typed(festival, payment_days="90"))
    assert answer.status_code == 422
    assert "at most 60 days" in answer.content.decode()
    assert "Design day" in answer.content.decode()
    answer = me.post(address, typed(festival, **{"line-0-vat": "reverse_charge", "client_id": ""}))
    assert answer.status_code == 422


def test_the_total_tells_what_becomes_of_it(me, studio, festival):
    address = reverse("portal:invoice_total", args=[studio.pk])
    page = me.post(address, typed(festival)).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "1,210.00" in page
    assert "935.00" in page
    assert "until then it is held" in page


def test_the_draft_page_and_its_pdf(me, draft):
    page = me.get(reverse("portal:draft", args=[draft.pk])).content.decode()
    assert "Held until the client pays" in page
    pdf = me.get(reverse("portal:draft_pdf", args=[draft.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert me.get(reverse("portal:drafts")).status_code == 200
    assert not Series.objects.exists()


def test_it_is_changed_in_the_form(me, draft, festival):
    address = reverse("portal:draft_change", args=[draft.pk])
    assert 'value="Design day"' in me.get(address).content.decode()
    me.post(address, typed(festival, title="Flyers", **{"line-0-price": "600"}))
    draft.refresh_from_db()
    assert (draft.title, draft.net_cents) == ("Flyers", 120_000)


def test_files_go_along_and_come_off(me, draft):
    address = reverse("portal:draft_files", args=[draft.pk])
    me.post(address, {"attachments": SimpleUploadedFile("hours.csv", b"day;hours\n")})
    (file,) = found.attachments(invoice=draft)
    assert file.document.media_type == "text/csv"
    wrong = me.post(address, {"attachments": SimpleUploadedFile("x.exe", b"MZ")})
    assert wrong.status_code == 422
    me.post(reverse("portal:draft_file", args=[draft.pk, file.pk]))
    assert not found.attachments(invoice=draft).exists()


def test_it_is_held_freed_found_well_and_issued(me, draft):
    assert me.post(reverse("portal:draft_hold", args=[draft.pk]), {"reason": ""}).status_code == 422
    me.post(reverse("portal:draft_hold", args=[draft.pk]), {"reason": "Wrong hours"})
    assert [one.held_because for one in found.held_drafts()] == ["Wrong hours"]
    me.post(reverse("portal:draft_issue", args=[draft.pk]))
    assert not found.invoices().exists()
    me.post(reverse("portal:draft_free", args=[draft.pk]))
    me.post(reverse("portal:draft_approval", args=[draft.pk]))
    answer = me.post(reverse("portal:draft_issue", args=[draft.pk]))
    assert answer["Location"] == reverse("portal:invoice", args=["2026-000001"])


def test_it_gets_a_day_or_is_thrown_away(me, draft):
    day = (TODAY + timedelta(days=3)).isoformat()
    me.post(reverse("portal:draft_day", args=[draft.pk]), {"issue_on": day})
    draft.refresh_from_db()
    assert draft.issue_on.isoformat() == day
    me.post(reverse("portal:draft_day", args=[draft.pk]), {"issue_on": "2020-01-01"})
    draft.refresh_from_db()
    assert draft.issue_on.isoformat() == day
    me.post(reverse("portal:draft_discard", args=[draft.pk]))
    assert not found.drafts().exists()


def test_the_words_of_a_draft_of_an_order_are_mended_its_price_is_not(me, studio, festival, by, at):
    new = invoicing.NewOrder(studio.pk, festival, "Site", 100_000, invoicing.Vat.STANDARD, 2100)
    (order,) = invoicing.place_order(orders=[new], by=by, at=at)
    line = invoicing.NewLine("Site", 100_000, invoicing.Vat.STANDARD, 2100)
    bill = invoicing.NewInvoice(
        studio.pk, festival, "Site", [line], 6_500, guaranteed=True, order_id=order.pk
    )
    (one,) = invoicing.draft(invoices=[bill], by=by, at=at)
    page = me.get(reverse("portal:draft", args=[one.pk])).content.decode()
    assert "Mend the words" in page and "Throw it away" not in page
    me.post(
        reverse("portal:draft_words", args=[one.pk]),
        {"title": "Site", "purchase_order": "PO-9", "cost_centre": "KP 3", "note": "As agreed"},
    )
    one.refresh_from_db()
    assert (one.purchase_order, one.buyer["cost_centre"], one.net_cents) == (
        "PO-9",
        "KP 3",
        100_000,
    )
    me.post(reverse("portal:draft_discard", args=[one.pk]))
    me.post(reverse("portal:draft_issue", args=[one.pk]))
    assert found.drafts().get() == one


def test_an_invoice_comes_back_until_it_is_stopped(me, studio, festival):
    address = reverse("portal:invoice_new", args=[studio.pk])
    answer = me.post(address, typed(festival, every_months="1"))
    assert "Give the day of the first one" in answer.content.decode()
    me.post(address, typed(festival, every_months="1", issue_on="2026-05-31"))
    one = Recurrence.objects.get()
    assert (one.every_months, one.day_of_month) == (1, 31)
    assert "Posters" in me.get(reverse("portal:recurrences")).content.decode()
    change = reverse("portal:recurrence_change", args=[one.pk])
    assert 'value="Design day"' in me.get(change).content.decode()
    me.post(change, typed(festival, title="Hosting", every_months="3", issue_on="2026-06-01"))
    one.refresh_from_db()
    assert (one.title, one.every_months, one.next_on) == ("Hosting", 3, date(2026, 6, 1))
    me.post(reverse("portal:recurrence_stop", args=[one.pk]))
    one.refresh_from_db()
    assert one.stopped_at


def test_who_owns_no_share_reads_so_when_an_invoice_is_to_come_back(me, amina, studio, festival):
    type(amina).objects.filter(pk=amina.pk).update(share_paid_on=None)
    address = reverse("portal:invoice_new", args=[studio.pk])
    answer = me.post(address, typed(festival, every_months="1", issue_on="2026-05-31"))
    assert answer.status_code == 422
    assert "one share is needed to invoice from an activity" in answer.content.decode()
    assert not Recurrence.objects.exists()


def test_a_stranger_finds_nothing(client, carla, me, draft, studio):
    client.force_login(carla.user)
    for name, about in (("draft", draft), ("draft_pdf", draft), ("invoice_new", studio)):
        assert client.get(reverse(f"portal:{name}", args=[about.pk])).status_code == 404
    assert client.post(reverse("portal:draft_issue", args=[draft.pk])).status_code == 404


def test_search_answers_with_clients(me, studio, festival):
    address = reverse("portal:invoice_clients", args=[studio.pk])
    assert "Festival de la Senne" in me.get(address, {"client_search": "festi"}).content.decode()
