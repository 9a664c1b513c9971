"""Who may enter, and which rows they see behind the door."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from commonweal.access import actions as access
from commonweal.access.queries import Role
from commonweal.activities.models import Unit
from commonweal.config import urls
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.sites.shell.doors import Visit, allow, see_units

PASSWORD = "korenbloem-aan-zee"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _say(request: Visit) -> HttpResponse:
    units = ",".join(map(str, Unit.objects.order_by("id").values_list("id", flat=True)))
    return HttpResponse(f"{request.actor.id}|{request.member_id}|{units}")


@allow("member")
def mine(request: Visit) -> HttpResponse:
    return _say(request)


@allow("auditor")
def books(request: Visit) -> HttpResponse:
    return _say(request)


@allow("anyone")
def street(request: Visit) -> HttpResponse:
    return _say(request)


@allow("anyone")
def by_link(request: Visit, unit: int) -> HttpResponse:
    see_units([unit])
    return _say(request)


@allow("member")
def late(request: Visit) -> TemplateResponse:
    return TemplateResponse(request, "shell/404.html")


urlpatterns = [
    path("mine/", mine),
    path("books/", books),
    path("street/", street),
    path("link/<int:unit>/", by_link),
    path("late/", late),
    *urls.urlpatterns,
]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def visitor(client, amina_unit, carla_unit):
    """A visitor on a connection that starts without any row, as in production."""
    with connection.cursor() as cursor:
        cursor.execute("set local commonweal.scope = ''")
    return client


def test_a_stranger_is_led_to_the_sign_in(visitor):
    answer = visitor.get("/mine/?month=5")
    assert answer.status_code == 302
    assert answer["location"] == "/account/login/?next=/mine/%3Fmonth%3D5"


def test_a_member_sees_the_units_of_their_mandates_and_no_other(visitor, amina, amina_unit):
    visitor.force_login(amina.user, backend=BACKEND)
    actor, member, units = visitor.get("/mine/").content.decode().split("|")
    assert (actor, member) == (f"user:{amina.user_id}", str(amina.pk))
    assert units == str(amina_unit.pk)


def test_a_role_that_is_not_held_keeps_the_door_shut(visitor, amina):
    visitor.force_login(amina.user, backend=BACKEND)
    assert visitor.get("/books/").status_code == 403


def test_staff_see_all_rows_behind_a_door_for_staff(visitor, amina_unit, carla_unit):
    user = _staff(Role.AUDITOR)
    visitor.force_login(user, backend=BACKEND)
    units = visitor.get("/books/").content.decode().split("|")[2]
    assert units == f"{amina_unit.pk},{carla_unit.pk}"


def test_staff_see_only_their_own_rows_behind_a_door_for_members(visitor, amina, amina_unit):
    user = amina.user
    access.grant_role(user=user, role=Role.AUDITOR, by=SYSTEM, at=clock.now())
    visitor.force_login(user, backend=BACKEND)
    assert visitor.get("/mine/").content.decode().split("|")[2] == str(amina_unit.pk)


def test_behind_a_door_for_anyone_nobody_sees_a_row(visitor, amina, amina_unit):
    assert visitor.get("/street/").content.decode().endswith("|None|")
    visitor.force_login(amina.user, backend=BACKEND)
    assert visitor.get("/street/").content.decode().split("|")[2] == ""


def test_a_signed_link_opens_what_it_is_about(visitor, amina, amina_unit):
    answer = visitor.get(f"/link/{amina_unit.pk}/").content.decode()
    assert answer == f"anyone|None|{amina_unit.pk}"


def test_a_role_taken_away_is_gone_at_the_next_request(visitor):
    user = _staff(Role.AUDITOR)
    visitor.force_login(user, backend=BACKEND)
    assert visitor.get("/books/").status_code == 200
    access.revoke_role(user=user, role=Role.AUDITOR, by=SYSTEM, at=clock.now())
    assert visitor.get("/books/").status_code == 403


def test_a_closed_account_is_out_at_the_next_request(visitor):
    user = _staff(Role.AUDITOR)
    visitor.force_login(user, backend=BACKEND)
    access.close_account(user=user, by=SYSTEM, at=clock.now())
    assert visitor.get("/books/").status_code == 302


@override_settings(STAFF_NEED_SECOND_FACTOR=True)
def test_in_a_live_house_staff_need_a_second_factor():
    user = _staff(Role.AUDITOR)
    client = Client()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("commonweal.sites.shell.doors.redirect", lambda to: HttpResponse(to))
        client.force_login(user, backend=BACKEND)
        assert client.get("/books/").content == b"mfa_index"


def test_an_answer_drawn_late_is_drawn_while_the_rows_can_be_seen(amina):
    request = RequestFactory().get("/late/")
    request.user = amina.user
    assert late(request).is_rendered


def test_a_door_knows_only_roles_that_exist():
    with pytest.raises(ValueError, match="director"):
        allow("director")
    with pytest.raises(ValueError, match="none"):
        allow()


def test_what_a_request_saw_does_not_stay_open_for_its_caller(visitor, amina):
    visitor.force_login(amina.user, backend=BACKEND)
    visitor.get("/mine/")
    assert Unit.objects.count() == 0


def _staff(role):
    user = access.register_user(
        email="nora@example.org", name="Nora Peeters", language="nl", password=PASSWORD,
        by=Actor("user:1", "Somebody"), at=clock.now(),
    )  # fmt: skip
    access.grant_role(user=user, role=role, by=SYSTEM, at=clock.now())
    return user
