"""The pages on which a member asks for an activity: nothing typed is lost, no file either."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import NOW

from commonweal.activities.queries import own_openings
from commonweal.activities.tests.openings import ask
from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
NEW = "portal:opening_new"


@pytest.fixture
def shareholder(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return amina


def form(**changes):
    typed = {"name": "Keuken Benali", "trade": "translator", "description": "Thuis.", "key": "a"}
    return typed | changes


def pdf(name="lease.pdf", content=b"%PDF-1.7 a paper"):
    return SimpleUploadedFile(name, content)


def send(client, member, **changes):
    client.force_login(member.user)
    return client.post(reverse(NEW), form(**changes), headers=ENGLISH)


def test_the_conditions_are_those_of_the_profession(client, amina):
    client.force_login(amina.user)
    page = client.get(reverse(NEW), {"trade": "cook"}, headers=ENGLISH)
    assert [code for code, _words in page.context["form"].fields["met"].choices] == [
        "no_commercial_lease",
        "food_permit",
    ]
    assert "2 of these conditions ask for a paper." in page.content.decode()


def test_a_request_is_sent_once(client, shareholder):
    first = send(client, shareholder)
    assert send(client, shareholder).url == first.url
    (request,) = own_openings(member_id=shareholder.pk)
    assert (request.name, request.trade) == ("Keuken Benali", "translator")


def test_without_a_share_it_is_refused_and_the_form_keeps_what_was_typed(client, amina):
    page = send(client, amina)
    assert page.status_code == 422
    assert "pay a share first" in page.content.decode()
    assert "Keuken Benali" in page.content.decode()


def test_files_that_came_are_kept_when_something_else_is_refused(client, shareholder):
    met = ["no_commercial_lease", "food_permit"]
    page = send(client, shareholder, trade="cook", met=met, papers=[pdf()])
    assert page.status_code == 422
    assert "lease.pdf" in page.content.decode()
    kept = page.context["form"]["kept"].value()
    again = send(client, shareholder, trade="cook", met=met, kept=kept, papers=[pdf("permit.pdf")])
    assert again.status_code == 302
    shown = client.get(again.url, headers=ENGLISH).content.decode()
    assert "lease.pdf" in shown
    assert "permit.pdf" in shown


def test_the_files_of_another_cannot_be_handed_in(client, shareholder, carla):
    met = ["no_commercial_lease", "food_permit"]
    page = send(client, shareholder, trade="cook", met=met, papers=[pdf()])
    members.mark_share_paid(members=[carla], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    stolen = send(client, carla, trade="cook", met=met, kept=page.context["form"]["kept"].value())
    assert stolen.context["form"].came == []


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (("virus.pdf", b"MZ\x90"), "is something else"),
        (("large.pdf", b"%PDF-" + b"x" * 11 * 1024 * 1024), "is larger than 10 MB"),
    ],
)
def test_a_file_is_what_it_says_and_not_too_large(client, shareholder, file, told):
    page = send(client, shareholder, papers=[pdf(*file)])
    assert page.status_code == 422
    assert told in page.content.decode()


def test_the_request_of_another_does_not_exist(client, amina, carla):
    request = ask(amina)
    client.force_login(carla.user)
    assert client.get(reverse("portal:opening", args=[request.pk])).status_code == 404
    assert client.get(reverse("portal:opening_paper", args=[request.pk, 1])).status_code == 404


def test_a_request_is_withdrawn(client, amina):
    request = ask(amina)
    client.force_login(amina.user)
    client.post(reverse("portal:opening_withdrawal", args=[request.pk]), headers=ENGLISH)
    assert own_openings(member_id=amina.pk)[0].state == "withdrawn"
