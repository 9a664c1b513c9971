"""A member's own contracts."""

import pytest
from django.urls import reverse

from commonweal.employment import gateways, jobs
from commonweal.employment.tests import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(amina, carla_unit, at):
    """Amina works for Carla's unit, and it is declared."""
    declaration = work.declare(carla_unit, work.contract(amina))
    with gateways.replaced(by=gateways.RecordingSocialSecurity()):
        jobs.send_queued(at=at)
        jobs.ask(at=at)
    return declaration.contract


def test_a_member_sees_the_own_contract_for_another_unit(client, amina, mine):
    client.force_login(amina.user)
    page = client.get(reverse("portal:contracts"))
    assert [row.contract for row in page.context["rows"]] == [mine]
    page = client.get(reverse("portal:contract", args=[mine.pk]))
    assert page.status_code == 200
    assert mine.declarations.get().period_number in page.text


def test_another_member_does_not(client, bram, mine):
    client.force_login(bram.user)
    assert client.get(reverse("portal:contracts")).context["rows"] == []
    assert client.get(reverse("portal:contract", args=[mine.pk])).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, mine):
    answer = client.get(reverse("portal:contract", args=[mine.pk]))
    assert answer.status_code == 302
    assert "/account/login/" in answer.url
