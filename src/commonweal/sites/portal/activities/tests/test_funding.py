"""Pages of funding agreements: from a draft to money, with its papers and reports."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, TODAY

from commonweal.activities import actions, queries
from commonweal.activities.models import FundingAgreement
from commonweal.activities.tests.budgets import earn, pay_out
from commonweal.activities.tests.fundings import (
    atelier,
    called,
    funder_pays,
    grant,
    new_funding,
    signed,
)
from commonweal.activities.tests.mandates import join
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
WISH = {
    "key": "abc",
    "kind": "subsidy",
    "funder": "Vlaamse Gemeenschapscommissie",
    "title": "Zinneke Parade",
    "amount": "10.000,00",
    "starts_on": "2026-05-01",
    "ends_on": "2026-12-31",
    "tranche-TOTAL_FORMS": "2",
    "tranche-INITIAL_FORMS": "0",
    "tranche-0-amount": "6000",
    "tranche-0-expected_on": "2026-05-04",
    "tranche-1-text": "After the report",
    "tranche-1-amount": "4000",
    "tranche-1-expected_on": "2026-10-01",
    "report-TOTAL_FORMS": "1",
    "report-INITIAL_FORMS": "0",
    "report-0-text": "What was done",
    "report-0-due_on": "2026-09-15",
}
PDF = b"%PDF-1.7 signed"


@pytest.fixture
def unit(amina):
    share(amina)
    return atelier(amina)


def share(member):
    member.share_paid_on = TODAY
    member.save(update_fields=["share_paid_on"])


def call(member, name, *args, form=None):
    """One request of a member: with a form it is sent."""
    client = Client()
    client.force_login(member.user)
    address = reverse(f"portal:{name}", args=args)
    if form is not None:
        return client.post(address, form, headers=ENGLISH)
    return client.get(address, headers=ENGLISH)


def draft(unit):
    return actions.draft_funding(new=new_funding(unit), by=SYSTEM, at=NOW)


def test_an_empty_list_says_what_belongs_there(unit, amina):
    page = call(amina, "fundings", unit.pk)
    assert "No funding agreement yet" in page.text
    assert reverse("portal:funding_new", args=[unit.pk]) in page.text


def test_a_3in1_account_points_to_an_activity(amina, amina_unit):
    page = call(amina, "fundings", amina_unit.pk)
    assert "A 3in1 account holds no funding" in page.text
    assert reverse("portal:funding_new", args=[amina_unit.pk]) not in page.text


def test_from_the_form_comes_a_draft_once(unit, amina):
    for _time in range(2):
        answer = call(amina, "funding_new", unit.pk, form=WISH)
        assert answer.status_code == 302
    (made,) = FundingAgreement.objects.all()
    assert answer.url == reverse("portal:funding", args=[unit.pk, made.pk])
    assert [each.cents for each in made.tranches.order_by("position")] == [6_000_00, 4_000_00]
    assert [each.text for each in made.reports.all()] == ["What was done"]
    assert "Zinneke Parade" in call(amina, "fundings", unit.pk).text


def test_tranches_that_do_not_add_up_are_said_beside_the_amount_and_all_rows_stay(unit, amina):
    answer = call(amina, "funding_new", unit.pk, form=WISH | {"tranche-1-amount": "3000"})
    assert answer.status_code == 422
    assert "1,000.00 too little" in answer.context["forms"].what.errors["amount"][0]
    for typed in ("After the report", 'value="3000"', "What was done", "10.000,00"):
        assert typed in answer.text


def test_what_is_missing_is_said_beside_its_field(unit, amina):
    answer = call(
        amina, "funding_new", unit.pk, form=WISH | {"funder": "", "tranche-0-amount": "x"}
    )
    assert answer.status_code == 422
    assert answer.context["forms"].what.errors["funder"]
    assert answer.context["forms"].tranches[0].errors["amount"]


def test_rows_are_added_and_dropped_without_losing_what_was_typed(unit, amina):
    more = call(amina, "funding_new", unit.pk, form=WISH | {"add": "tranche"})
    assert more.status_code == 200
    assert len(more.context["forms"].tranches.forms) == 3
    assert not more.context["forms"].what.errors
    less = call(amina, "funding_new", unit.pk, form=WISH | {"drop": "tranche:0"})
    (left,) = less.context["forms"].tranches.forms
    assert left["text"].value() == "After the report"
    none = call(amina, "funding_new", unit.pk, form=WISH | {"drop": "report:0"})
    assert none.context["forms"].reports.forms == []


def test_a_draft_is_changed(unit, amina):
    made = draft(unit)
    page = call(amina, "funding_change", unit.pk, made.pk)
    assert "VGC 2026/114" in page.text
    one = {"tranche-TOTAL_FORMS": "1", "tranche-0-amount": "10000"}
    assert call(amina, "funding_change", unit.pk, made.pk, form=WISH | one).status_code == 302
    assert made.tranches.count() == 1


def test_it_is_signed_with_its_paper_and_the_paper_comes_back(unit, amina):
    made = draft(unit)
    file = SimpleUploadedFile("agreement.pdf", PDF, "application/pdf")
    form = {"signed_on": f"{TODAY}", "paper": file}
    assert call(amina, "funding_signature", unit.pk, made.pk, form=form).status_code == 302
    assert queries.states(unit=unit.pk, on=TODAY).confirmed == 9_350_00
    paper = call(amina, "funding_paper", unit.pk, made.pk)
    assert (paper.content, paper["content-type"]) == (PDF, "application/pdf")


def test_a_refused_signature_loses_no_file(unit, amina):
    made = draft(unit)
    file = SimpleUploadedFile("agreement.pdf", PDF, "application/pdf")
    late = {"signed_on": f"{TODAY + timedelta(days=1)}", "paper": file}
    answer = call(amina, "funding_signature", unit.pk, made.pk, form=late)
    assert answer.status_code == 422
    assert "Choose today or an earlier day" in answer.text
    assert "Kept: agreement.pdf" in answer.text
    again = {"signed_on": f"{TODAY}", "kept": answer.context["sign"]["kept"].value()}
    assert call(amina, "funding_signature", unit.pk, made.pk, form=again).status_code == 302
    made.refresh_from_db()
    assert made.paper


def test_a_file_of_another_kind_is_refused_beside_its_field(unit, amina):
    made = draft(unit)
    file = SimpleUploadedFile("agreement.exe", b"MZ\x90", "application/pdf")
    form = {"signed_on": f"{TODAY}", "paper": file}
    answer = call(amina, "funding_signature", unit.pk, made.pk, form=form)
    assert answer.status_code == 422
    assert "Choose a PDF or a picture" in answer.context["sign"].errors["paper"][0]
    made.refresh_from_db()
    assert made.state == "draft"


def test_without_a_share_nothing_is_signed(amina):
    unit = atelier(amina)
    made = draft(unit)
    answer = call(amina, "funding_signature", unit.pk, made.pk, form={"signed_on": f"{TODAY}"})
    assert answer.status_code == 422
    assert "pay a share first" in answer.text


def test_the_paper_can_come_later(unit, amina):
    made = signed(unit)
    assert call(amina, "funding_paper", unit.pk, made.pk).status_code == 404
    none = call(amina, "funding_paper_add", unit.pk, made.pk, form={})
    assert none.status_code == 422
    assert "Choose a file" in none.text
    form = {"paper": SimpleUploadedFile("agreement.pdf", PDF, "application/pdf")}
    assert call(amina, "funding_paper_add", unit.pk, made.pk, form=form).status_code == 302
    assert call(amina, "funding_paper", unit.pk, made.pk).status_code == 200


def test_calling_a_tranche_leads_to_the_request(unit, amina):
    made = signed(unit)
    first = made.tranches.get(position=1)
    answer = call(amina, "tranche_call", unit.pk, made.pk, first.pk, form={})
    assert answer.url == reverse("portal:tranche_request", args=[unit.pk, made.pk, first.pk])
    first.refresh_from_db()
    page = call(amina, "tranche_request", unit.pk, made.pk, first.pk).text
    digits = first.reference
    for words in (
        "€6,000.00",
        "BE69 0687 6543 2178",
        f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++",
        "VGC 2026/114",
        "Wednesday",
    ):
        assert words in page, words
    again = call(amina, "tranche_call", unit.pk, made.pk, first.pk, form={})
    assert again.url == reverse("portal:funding", args=[unit.pk, made.pk])


def test_what_is_not_called_has_no_request(unit, amina):
    made = signed(unit)
    first = made.tranches.get(position=1)
    assert call(amina, "tranche_request", unit.pk, made.pk, first.pk).status_code == 404


def test_a_tranche_is_cancelled_with_a_reason(unit, amina):
    tranche = called(unit)
    number = tranche.agreement_id
    none = call(amina, "tranche_cancel", unit.pk, number, tranche.pk, form={"reason": ""})
    assert none.status_code == 422
    form = {"reason": "Less was counted"}
    assert call(amina, "tranche_cancel", unit.pk, number, tranche.pk, form=form).status_code == 302
    assert "cancelled" in call(amina, "funding", unit.pk, number).text


def test_what_was_received_is_read_from_the_books(unit, amina):
    tranche = called(unit)
    funder_pays(tranche, 2_000_00)
    page = call(amina, "funding", unit.pk, tranche.agreement_id)
    assert "partly received" in page.text
    assert page.context["standing"].received_cents == 2_000_00
    assert (
        "Still to pay"
        in call(amina, "tranche_request", unit.pk, tranche.agreement_id, tranche.pk).text
    )


def test_a_report_is_marked_sent(unit, amina):
    made = signed(unit)
    first = made.reports.order_by("due_on").first()
    late = {"sent_on": f"{TODAY + timedelta(days=1)}"}
    answer = call(amina, "report_sent", unit.pk, made.pk, first.pk, form=late)
    assert answer.status_code == 422
    assert "the report was sent then" in answer.text
    form = {"sent_on": f"{TODAY}"}
    assert call(amina, "report_sent", unit.pk, made.pk, first.pk, form=form).status_code == 302
    first.refresh_from_db()
    assert first.sent_on == TODAY


def test_an_agreement_ends_with_a_reason(unit, amina):
    made = signed(unit)
    form = {"because": "The project is done"}
    assert call(amina, "funding_end", unit.pk, made.pk, form=form).status_code == 302
    assert "The project is done" in call(amina, "funding", unit.pk, made.pk).text


def test_a_reader_looks_and_changes_nothing(unit, amina, bram):
    join(unit, amina, bram, "reader")
    made = signed(unit)
    page = call(bram, "funding", unit.pk, made.pk)
    assert page.status_code == 200
    assert (
        "Call" not in page.text.split("<main")[1].split("Call a tranche when")[1].split("Called")[0]
    )
    first = made.tranches.get(position=1)
    assert call(bram, "funding_new", unit.pk).status_code == 403
    assert call(bram, "tranche_call", unit.pk, made.pk, first.pk, form={}).status_code == 403
    assert call(bram, "funding_end", unit.pk, made.pk, form={"because": "x"}).status_code == 403


def test_a_stranger_finds_nothing(unit, carla):
    made = signed(unit)
    for name, args in (
        ("fundings", ()), ("funding_new", ()), ("funding", (made.pk,)),
        ("funding_paper", (made.pk,)),
    ):  # fmt: skip
        assert call(carla, name, unit.pk, *args).status_code == 404


def test_an_agreement_is_found_under_its_own_unit_only(unit, amina, amina_unit):
    made = signed(unit)
    assert call(amina, "funding", amina_unit.pk, made.pk).status_code == 404


def test_an_advance_past_its_day_is_a_red_note_on_the_budget_until_it_is_repaid(
    unit, amina, monkeypatch
):
    grant(unit, days=10)
    actions.spend(spends=[actions.Spend(unit.pk, "note:1", 250_00)], by=SYSTEM, at=NOW)
    pay_out(unit, 250_00, "note:1")
    assert "The advance is not repaid" not in call(amina, "budget", unit.pk).text
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=11))
    page = call(amina, "budget", unit.pk).text
    assert "The advance is not repaid" in page
    assert "€250.00 should have come in by 14\xa0May 2026" in page
    earn(unit)
    assert "The advance is not repaid" not in call(amina, "budget", unit.pk).text


def test_the_list_costs_the_same_for_many(unit, amina):
    costs = []
    for _number in range(3):
        signed(unit)
        with CaptureQueriesContext(connection) as asked:
            call(amina, "fundings", unit.pk)
        costs.append(len(asked))
    assert costs[1] == costs[2] <= 40
