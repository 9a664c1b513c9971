"""Attachments of wages at the desk: for those who work on pay, and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import actions as banking
from commonweal.banking.models import Payment
from commonweal.payroll import actions
from commonweal.payroll.models import Attachment
from commonweal.payroll.tests import attached

pytestmark = pytest.mark.django_db

FILLED = {
    "creditor": "Energie nv", "iban": "BE71 0961 2345 6769", "reference": "2026/118",
    "claim": "5000", "served_on": "2026-05-04", "children": "1",
}  # fmt: skip
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(client, settings, entity):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.PAYROLL))
    return client


@pytest.fixture
def energy(amina, by, at):
    (row,) = attached.attach(attached.claim(amina), by=by, at=at)
    return row


def test_it_lists_claims_and_what_is_still_to_take(desk, energy, amina, amina_unit, by, at):
    actions.run(contracts=attached.work(amina_unit, amina, by=by), by=by, at=at)
    page = desk.get(reverse("desk:attachments"), headers=ENGLISH)
    (held,) = page.context["found"]
    assert (held.attachment.pk, held.left_cents) == (energy.pk, 370_490)
    assert "Amina Benali" in page.text and "Energie nv" in page.text


def test_an_attachment_is_entered_for_a_member_that_was_found(desk, amina):
    page = desk.get(reverse("desk:attachment_new"), {"q": "Benali"})
    address = reverse("desk:attachment_make", args=[amina.pk])
    assert address in page.text
    assert desk.get(address).status_code == 200
    made = desk.post(address, FILLED)
    row = Attachment.objects.get()
    assert made.headers["Location"] == reverse("desk:attachment", args=[row.pk])
    assert (row.iban, row.claim_cents, row.children) == ("BE71096123456769", 500_000, 1)
    assert not row.for_alimony


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("claim", "0", "Give Energie nv a claim above zero"),
        ("iban", "BE71 0961 2345 6768", "Copy the account number of Energie nv"),
        ("served_on", "2026-05-05", "today at the latest"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(desk, amina, field, typed, said):
    address = reverse("desk:attachment_make", args=[amina.pk])
    page = desk.post(address, FILLED | {field: typed}, headers=ENGLISH)
    assert page.status_code == 422
    assert said in str(page.context["form"].errors[field])
    assert not Attachment.objects.exists()


def test_it_is_lifted_with_a_reason_and_once(desk, energy):
    address = reverse("desk:attachment_lift", args=[energy.pk])
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "Letter of 4 May"}).status_code == 302
    page = desk.get(reverse("desk:attachment", args=[energy.pk]), headers=ENGLISH)
    assert "Letter of 4 May" in page.text and address not in page.text
    again = desk.post(address, {"reason": "Once more"}, headers=ENGLISH)
    assert again.status_code == 422
    assert Attachment.objects.get().lifted_because == "Letter of 4 May"


def test_what_is_not_there_is_said(desk, energy):
    assert desk.get(reverse("desk:attachment", args=[energy.pk + 1])).status_code == 404
    assert desk.get(reverse("desk:attachment_make", args=[9_999_999])).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE_MAKER])
def test_other_staff_does_not_enter(client, settings, energy, role):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(role))
    for address in ("desk:attachments", "desk:attachment_new"):
        assert client.get(reverse(address)).status_code == 403
    assert client.get(reverse("desk:attachment", args=[energy.pk])).status_code == 403


def test_no_member_enters(client, energy, amina, bram, carla):
    for member in (amina, bram, carla):
        client.force_login(member.user)
        assert client.get(reverse("desk:attachments")).status_code == 403
        lifts = reverse("desk:attachment_lift", args=[energy.pk])
        assert client.post(lifts, {"reason": "Mine"}).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_many(desk, energy, amina, bram, by, at):
    desk.get(reverse("desk:attachments"))
    counts = []
    for claims in ([], [attached.hospital(amina), attached.claim(bram)]):
        attached.attach(*claims, by=by, at=at)
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("desk:attachments"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_payment_batch_pays_the_creditor_by_their_reference(
    client, settings, energy, amina, amina_unit, by, at
):
    settings.STAFF_NEED_SECOND_FACTOR = False
    account = banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv")
    banking.open_accounts(accounts=[account], by=by, at=at)
    (slip,) = actions.run(contracts=attached.work(amina_unit, amina, by=by), by=by, at=at)
    client.force_login(make_staff(Role.FINANCE_MAKER))
    address = reverse("desk:payments_build")
    client.post(address, {"item": [slip.item, energy.item]}, headers=ENGLISH)
    wage, creditor = Payment.objects.order_by("id")
    assert (wage.name, wage.cents) == ("Amina Benali", 170_490)
    assert wage.reference == f"Wage {slip.pk}"
    assert (creditor.name, creditor.cents) == ("Energie nv", 129_510)
    assert (creditor.iban, creditor.reference) == (attached.ENERGY, "2026/118")
    assert creditor.account == "4551"
