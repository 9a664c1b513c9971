"""Drafts that members hold, on the desk."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as found

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(amina_unit, festival, by, at):
    line = invoicing.NewLine("Design day", 100_000, invoicing.Vat.STANDARD, 2100)
    new = invoicing.NewInvoice(amina_unit.pk, festival, "Posters", [line], 6_500, guaranteed=True)
    (draft,) = invoicing.draft(invoices=[new], by=by, at=at)
    return invoicing.hold_draft(draft=draft, reason="Wrong hours", by=by, at=at)


@pytest.fixture
def desk(client):
    client.force_login(make_staff(Role.CUSTOMER_SERVICE, name="Ilse Peeters"))
    client.cookies["language"] = "en"
    return client


def test_the_desk_reads_why_and_lets_it_go_on(desk, held):
    page = desk.get(reverse("desk:held_drafts")).content.decode()
    assert "Wrong hours" in page and "Posters" in page
    pdf = desk.get(reverse("desk:held_draft_pdf", args=[held.pk]))
    assert pdf.content.startswith(b"%PDF")
    desk.post(reverse("desk:held_draft_free", args=[held.pk]))
    assert not found.held_drafts().exists()
    assert "Nobody holds a draft" in desk.get(reverse("desk:held_drafts")).content.decode()


def test_members_have_no_door_here(client, amina, held):
    client.force_login(amina.user)
    assert client.get(reverse("desk:held_drafts")).status_code == 403
