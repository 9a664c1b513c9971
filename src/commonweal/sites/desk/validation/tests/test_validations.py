"""What waits for an adviser at the desk."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, actor, make_staff

from commonweal.access.actions import grant_role
from commonweal.access.queries import Role
from commonweal.activities import queries as units
from commonweal.activities.tests.validations import SAMPLED, asked, trusted
from commonweal.flows.tests.jobs_of_amina import job, place, worker
from commonweal.invoicing.queries import get_order
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db
LIST = "/desk/validations/"


@pytest.fixture
def desk(entity):
    client = Client()
    client.force_login(make_staff(Role.ADVISER))
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def held(amina, amina_unit, festival):
    trusted(amina, 500_00)
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def address(number=0):
    (waits,) = units.waiting()
    return reverse("desk:validation", args=[waits.pk])


def test_it_waits_in_the_list_and_on_the_desk(desk, held):
    assert b"Poster" in desk.get(LIST).content
    home = desk.get(reverse("desk:home")).content
    assert b"decision waits for an adviser" in home
    assert b"decides alone up to" in desk.get(address()).content


def test_approved_the_client_is_asked(desk, held):
    answer = desk.post(address(), {"decision": "approve", "finding": ""})
    assert answer.url == LIST
    assert get_order(id=held.pk).state == "sent"
    assert tray().get().kind == "order_to_confirm"
    assert b"Approved by an adviser" in desk.get(LIST, {"show": "settled"}).content


def test_a_refusal_needs_a_reason_and_says_it_beside_the_field(desk, held):
    answer = desk.post(address(), {"decision": "refuse", "finding": ""})
    assert answer.status_code == 422
    assert b"Say what is wrong, so that Amina Benali can mend it" in answer.content
    desk.post(address(), {"decision": "refuse", "finding": "The price is too low."})
    assert get_order(id=held.pk).state == "cancelled"


def test_a_sampled_decision_is_looked_at(desk, amina, amina_unit):
    seen = asked(amina_unit, amina, origin=SAMPLED[0])
    assert b"Poster" in desk.get(LIST, {"show": "sample"}).content
    desk.post(reverse("desk:validation", args=[seen.pk]), {"finding": "The VAT is wrong."})
    assert units.get_validation(id=seen.pk).finding == "The VAT is wrong."


def test_an_auditor_reads_and_decides_nothing(held):
    client = Client()
    client.force_login(make_staff(Role.AUDITOR, name="Nora Peeters"))
    assert b"Approve" not in client.get(address()).content.replace(b"Approved", b"")
    client.post(address(), {"decision": "approve"})
    assert get_order(id=held.pk).state == "checking"


def test_an_adviser_who_is_a_member_leaves_the_own_work_to_a_colleague(held, amina):
    grant_role(user=amina.user, role=Role.ADVISER, by=SYSTEM, at=NOW)
    client = Client()
    client.force_login(amina.user)
    page = client.get(address(), headers={"accept-language": "en"})
    assert b"Ask a colleague" in page.content
    assert client.post(address(), {"decision": "approve"}).status_code == 422
    assert get_order(id=held.pk).state == "checking"
    assert actor(amina).name == "Amina Benali"


def test_the_member_reads_why_it_waits(held, amina):
    client = Client()
    client.force_login(amina.user)
    client.cookies["language"] = "en"
    page = client.get(reverse("portal:job", args=[held.pk])).content.decode()
    assert "above your limit of" in page
    assert "500.00" in page
    assert "Send a fresh link" not in page
    assert "Cancel this job" in page
