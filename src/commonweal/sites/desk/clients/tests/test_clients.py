"""Clients at the desk: one base, no doubles, complete before an invoice needs it."""

import pytest
from django.urls import reverse
from tests.cast import make_client, make_staff

from commonweal.access.queries import Role
from commonweal.clients.models import Client

pytestmark = pytest.mark.django_db
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
