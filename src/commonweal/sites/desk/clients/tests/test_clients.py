"""Clients at the desk: one base, no doubles, complete before an invoice needs it."""

import pytest
from django.urls import reverse
from tests.cast import make_client, make_staff

from commonweal.access.queries import Role
from commonweal.clients import actions as clients
from commonweal.clients.models import Client

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
FORM = {
    "name": "Théâtre du Parc",
    "kind": "company",
    "enterprise_number": "0456.789.133",
    "country": "BE",
    "language": "fr",
}


@pytest.fixture
def enter(client, entity):
    def enter(*roles):
        client.force_login(make_staff(*roles))
        return client

    return enter


def test_a_client_is_found_by_number_or_name(enter, festival):
    make_client(name="Other", enterprise_number="0456789133", vat_number="")
    office = enter(Role.ADVISER)
    for text in ("871.234", "senne"):
        page = office.get(reverse("desk:clients"), {"q": text})
        assert page.context["page"].rows == [festival]


def test_a_new_client_is_entered(enter):
    answer = enter(Role.ADVISER).post(reverse("desk:client_new"), FORM)
    assert answer.status_code == 302
    assert Client.objects.get().enterprise_number == "0456789133"


def test_a_double_is_refused_with_the_one_to_choose(enter, festival):
    page = enter(Role.ADVISER).post(
        reverse("desk:client_new"), {**FORM, "enterprise_number": "0871234105"}
    )
    assert page.status_code == 422
    assert "Festival de la Senne" in page.text and 'value="Théâtre du Parc"' in page.text


def test_a_correction_is_for_everybody(enter, festival):
    form = {**FORM, "enterprise_number": "", "vat_number": "BE0871234105"}
    enter(Role.CUSTOMER_SERVICE).post(reverse("desk:client_edit", args=[festival.pk]), form)
    festival.refresh_from_db()
    assert (festival.name, festival.enterprise_number) == ("Théâtre du Parc", None)


def test_a_block_needs_a_reason_and_can_be_lifted(enter, festival):
    office = enter(Role.FINANCE_CHECKER)
    address = reverse("desk:client_block", args=[festival.pk])
    assert office.post(address, {"reason": " "}).status_code == 422
    assert office.post(address, {"reason": "Three unpaid"}).status_code == 302
    page = office.get(reverse("desk:client", args=[festival.pk]))
    assert "Three unpaid" in page.text
    office.post(reverse("desk:client_unblock", args=[festival.pk]))
    festival.refresh_from_db()
    assert festival.blocked_on is None


def test_an_auditor_reads_and_changes_nothing(enter, festival):
    office = enter(Role.AUDITOR)
    assert office.get(reverse("desk:client", args=[festival.pk])).status_code == 200
    assert office.get(reverse("desk:client_edit", args=[festival.pk])).status_code == 403
    assert office.post(reverse("desk:client_block", args=[festival.pk])).status_code == 403


def test_an_unknown_client_is_a_clear_answer(enter):
    assert enter(Role.ADVISER).get(reverse("desk:client", args=[0])).status_code == 404


def test_a_similar_name_is_offered_and_can_be_insisted_on(enter, festival):
    office = enter(Role.ADVISER)
    form = {**FORM, "name": "Festival de la Sene vzw", "enterprise_number": ""}
    page = office.post(reverse("desk:client_new"), form, headers=ENGLISH)
    assert page.status_code == 422
    assert reverse("desk:client", args=[festival.pk]) in page.text
    assert "No, it is a new client" in page.text and Client.objects.count() == 1
    answer = office.post(reverse("desk:client_new"), {**form, "anyway": "1"})
    assert answer.status_code == 302 and Client.objects.count() == 2


def test_the_same_number_cannot_be_insisted_on(enter, festival):
    office = enter(Role.ADVISER)
    form = {**FORM, "enterprise_number": "0871234105"}
    page = office.post(reverse("desk:client_new"), form, headers=ENGLISH)
    assert page.status_code == 422 and "No, it is a new client" not in page.text
    again = office.post(reverse("desk:client_new"), {**form, "anyway": "1"}, headers=ENGLISH)
    assert again.status_code == 422 and "already has number" in again.text


def test_a_typing_error_offers_its_repair_and_takes_it(enter):
    office = enter(Role.ADVISER)
    form = {**FORM, "email": "jo@gmial.com", "vat_number": "0456789133"}
    page = office.post(reverse("desk:client_new"), form, headers=ENGLISH)
    assert page.status_code == 422
    assert 'value="email=jo@gmail.com"' in page.text
    assert 'value="vat_number=BE0456789133"' in page.text
    form["repair"] = "email=jo@gmail.com"
    page = office.post(reverse("desk:client_new"), form, headers=ENGLISH)
    assert page.status_code == 422 and 'value="jo@gmail.com"' in page.text
    form |= {"email": "jo@gmail.com", "repair": "vat_number=BE0456789133"}
    assert office.post(reverse("desk:client_new"), form).status_code == 302
    assert Client.objects.get().vat_number == "BE0456789133"


@pytest.mark.parametrize("repair", ["nonsense", "entity_id=2", "=", "merged_into=1"])
def test_a_repair_of_no_field_changes_nothing(enter, repair):
    enter(Role.ADVISER).post(reverse("desk:client_new"), {**FORM, "repair": repair})
    assert Client.objects.get().entity_id == 1


def test_what_a_client_demands_is_kept_and_shown(enter, festival):
    office = enter(Role.CUSTOMER_SERVICE)
    form = {
        **FORM, "purchase_order_required": "on", "cost_centre": "K4", "payment_days": "45",
        "portal": "Coupa", "invoice_email": "compta@festival.example", "enterprise_number": "",
    }  # fmt: skip
    office.post(reverse("desk:client_edit", args=[festival.pk]), form)
    page = office.get(reverse("desk:client", args=[festival.pk]), headers=ENGLISH)
    for word in ("K4", "45", "Coupa", "compta@festival.example", "always asked"):
        assert word in page.text
    too_long = office.post(
        reverse("desk:client_edit", args=[festival.pk]), {**form, "payment_days": "90"}
    )
    assert too_long.status_code == 422


def test_mail_that_came_back_is_a_list_and_a_mark(enter, festival, by, at):
    bounces = [clients.Bounce(festival.email, "550 user unknown")]
    clients.note_bounce(bounces=bounces, by=by, at=at)
    office = enter(Role.CUSTOMER_SERVICE)
    page = office.get(reverse("desk:clients"), {"show": "bounced"}, headers=ENGLISH)
    assert page.context["page"].rows == [festival] and "mail came back" in page.text
    page = office.get(reverse("desk:client", args=[festival.pk]), headers=ENGLISH)
    assert "550 user unknown" in page.text
    office.post(reverse("desk:client_trust", args=[festival.pk]))
    page = office.get(reverse("desk:clients"), {"show": "bounced"}, headers=ENGLISH)
    assert page.context["page"].rows == [] and "No mail came back" in page.text


@pytest.fixture
def double(festival):
    return make_client(
        name="Festival de la Sene vzw", enterprise_number=None, vat_number="", iban="",
        cost_centre="K4",
    )  # fmt: skip


def test_likely_doubles_are_listed_and_can_be_kept_apart(enter, double, festival, by, at):
    clients.compare(limit=10, by=by, at=at)
    office = enter(Role.CUSTOMER_SERVICE)
    page = office.get(reverse("desk:client_doubles"), headers=ENGLISH)
    (pair,) = page.context["pairs"]
    assert (pair.first, pair.second) == (festival, double)
    office.post(reverse("desk:client_apart", args=[pair.pk]))
    page = office.get(reverse("desk:client_doubles"), headers=ENGLISH)
    assert page.context["pairs"] == [] and "No likely doubles" in page.text


def test_two_entries_are_merged_and_parted_with_a_trail(enter, double, festival):
    office = enter(Role.CUSTOMER_SERVICE)
    address = reverse("desk:client_merge", args=[festival.pk, double.pk])
    assert "K4" in office.get(address).text
    assert office.post(address, {"reason": " "}).status_code == 422
    assert office.post(address, {"reason": "Same house"}).status_code == 302
    gone = office.get(reverse("desk:client", args=[double.pk]), headers=ENGLISH, follow=True)
    assert gone.redirect_chain[0][0] == reverse("desk:client", args=[festival.pk])
    assert "Merged with “Festival de la Sene vzw”" in gone.text and "Same house" in gone.text
    unmerge = reverse("desk:client_unmerge", args=[double.pk])
    office.post(unmerge, {"reason": ""})
    assert Client.objects.get(pk=double.pk).merged_into == festival
    office.post(unmerge, {"reason": "Two houses"})
    page = office.get(reverse("desk:client", args=[festival.pk]), headers=ENGLISH)
    assert "Parted from “Festival de la Sene vzw”" in page.text
    assert Client.objects.get(pk=double.pk).merged_into is None


def test_who_only_reads_merges_nothing(enter, double, festival):
    office = enter(Role.AUDITOR)
    assert office.get(reverse("desk:client_doubles")).status_code == 200
    address = reverse("desk:client_merge", args=[festival.pk, double.pk])
    assert office.post(address, {"reason": "x"}).status_code == 403
    assert office.get(reverse("desk:client_merge", args=[festival.pk, 0])).status_code == 403
