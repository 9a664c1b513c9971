"""Accounts and roles at the desk."""

import pytest
from tests.cast import make_staff

from commonweal.access import queries as access
from commonweal.access.queries import Role, User
from commonweal.kernel.clock import START
from commonweal.letters.models import Letter

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NORA = {"name": "Nora Peeters", "email": "nora@example.org", "language": "nl", "role": "auditor"}


@pytest.fixture
def office(client, entity):
    client.force_login(make_staff(Role.ADMINISTRATOR), backend=BACKEND)
    return client


@pytest.fixture
def nora(office):
    office.post("/desk/people/new/", NORA)
    return User.objects.get(email=NORA["email"])


def roles(user):
    return access.roles_at(user=user, at=START)


def test_an_invited_person_has_a_letter_and_a_first_role(office, nora):
    assert roles(nora) == {Role.AUDITOR}
    letter = Letter.objects.get()
    assert letter.to == "nora@example.org"
    assert "/shell/welcome/" in letter.context["link"]


def test_an_address_that_is_taken_is_refused_and_nothing_typed_is_lost(office, nora):
    answer = office.post("/desk/people/new/", {**NORA, "name": "Another"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "nora@example.org already belongs" in page or "nora@example.org" in page
    assert 'value="Another"' in page
    assert Letter.objects.count() == 1


def test_roles_are_given_and_taken_away(office, nora):
    office.post(f"/desk/people/{nora.pk}/grant/", {"role": "legal"})
    assert roles(nora) == {Role.AUDITOR, Role.LEGAL}
    office.post(f"/desk/people/{nora.pk}/revoke/", {"role": "auditor"})
    assert roles(nora) == {Role.LEGAL}
    assert office.post(f"/desk/people/{nora.pk}/revoke/", {"role": "auditor"}).status_code == 422


def test_the_last_administrator_stays(office):
    me = User.objects.get(email="dirk@commonweal.example")
    assert (
        office.post(f"/desk/people/{me.pk}/revoke/", {"role": "administrator"}).status_code == 422
    )
    office.post(f"/desk/people/{me.pk}/close/")
    assert roles(me) == {Role.ADMINISTRATOR}


def test_a_closed_account_has_no_role(office, nora):
    office.post(f"/desk/people/{nora.pk}/close/")
    nora.refresh_from_db()
    assert not nora.is_active
    assert office.get(f"/desk/people/{nora.pk}/").status_code == 200


def test_the_letter_can_be_sent_again_until_there_is_a_password(office, nora):
    office.post(f"/desk/people/{nora.pk}/letter/")
    assert Letter.objects.count() == 2
    nora.set_password("korenbloem-aan-zee")
    nora.save()
    office.post(f"/desk/people/{nora.pk}/letter/")
    assert Letter.objects.count() == 2


def test_people_are_found_by_name(office, nora):
    assert "Nora Peeters" in office.get("/desk/people/?q=peet").content.decode()
    assert "Nora Peeters" not in office.get("/desk/people/?q=xyz").content.decode()


def test_an_auditor_sees_accounts_and_changes_none(client, entity, office, nora):
    client.force_login(make_staff(Role.AUDITOR, name="Ella Audit"), backend=BACKEND)
    assert client.get(f"/desk/people/{nora.pk}/").status_code == 200
    for deed in ("grant", "revoke", "close", "letter"):
        assert client.post(f"/desk/people/{nora.pk}/{deed}/", {"role": "legal"}).status_code == 403
    assert client.get("/desk/people/999999/").status_code == 404
