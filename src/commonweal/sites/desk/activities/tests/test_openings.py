"""Requests at the desk: an adviser decides, others read."""

from datetime import date

import pytest
from django.urls import reverse
from tests.cast import NOW, make_staff

from commonweal.access.queries import Role
from commonweal.activities.queries import get_opening
from commonweal.activities.tests.openings import ask
from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def request_of_amina(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return ask(amina)


@pytest.fixture
def adviser(client, entity):
    user = make_staff(Role.ADVISER)
    client.force_login(user)
    return user


def decide(client, request, decision, remark=""):
    address = reverse("desk:opening", args=[request.pk])
    return client.post(address, {"decision": decision, "remark": remark}, headers=ENGLISH)


def test_the_list_shows_what_is_to_decide(client, adviser, request_of_amina):
    page = client.get(reverse("desk:openings"), headers=ENGLISH)
    assert [each.pk for each in page.context["page"].rows] == [request_of_amina.pk]
    assert "Translator, interpreter" in page.content.decode()
    refused = client.get(reverse("desk:openings"), {"state": "refused"}, headers=ENGLISH)
    assert refused.context["page"].rows == []


def test_an_adviser_opens_the_activity(client, adviser, request_of_amina):
    assert decide(client, request_of_amina, "accept").status_code == 302
    assert get_opening(id=request_of_amina.pk).unit.adviser == adviser


def test_a_refusal_without_a_word_is_sent_back(client, adviser, request_of_amina):
    page = decide(client, request_of_amina, "refuse")
    assert page.status_code == 422
    assert "Write what you decided" in page.content.decode()


def test_who_only_reads_decides_nothing(client, entity, request_of_amina):
    client.force_login(make_staff(Role.AUDITOR))
    page = decide(client, request_of_amina, "accept")
    assert not page.context["may_decide"]
    assert get_opening(id=request_of_amina.pk).state == "sent"


def test_the_list_of_professions_is_there_to_read(client, adviser):
    page = client.get(reverse("desk:trades"), headers=ENGLISH)
    assert "compliant workshop at home" in page.content.decode()
