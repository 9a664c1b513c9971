"""Members at the desk: found, corrected, and looked at with a reason only."""

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.models import ReadLog
from commonweal.access.queries import Role
from commonweal.members.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, entity):
    def enter(*roles):
        client.force_login(make_staff(*roles))
        return client

    return enter


def test_a_member_is_found_by_name(enter, amina, carla):
    page = enter(Role.ADVISER).get(reverse("desk:members"), {"q": "lefe"})
    assert page.context["page"].rows == [carla]


def test_no_page_shows_protected_data_by_itself(enter, amina):
    office = enter(Role.ADVISER)
    for address in (reverse("desk:members"), reverse("desk:member", args=[amina.pk]),
                    reverse("desk:member_edit", args=[amina.pk])):  # fmt: skip
        text = office.get(address).text
        assert amina.national_number not in text and amina.iban not in text


def test_a_look_is_shown_once_and_written_down(enter, amina):
    office, address = enter(Role.PAYROLL), reverse("desk:member_look", args=[amina.pk])
    page = office.post(address, {"what": "national_number", "reason": "Declaration refused"})
    assert "85.03.15-124.68" in page.text and amina.iban not in page.text
    look = ReadLog.objects.get()
    assert (look.about, look.what, look.reason) == (
        amina.ref,
        "national_number",
        "Declaration refused",
    )
    assert "85.03.15-124.68" not in office.get(reverse("desk:member", args=[amina.pk])).text


@pytest.mark.parametrize("reason", ["", "why"])
def test_without_a_reason_nothing_is_shown(enter, amina, reason):
    address = reverse("desk:member_look", args=[amina.pk])
    page = enter(Role.LEGAL).post(address, {"what": "account", "reason": reason})
    assert page.status_code == 422
    assert "BE48 0011 2345 6727" not in page.text
    assert not ReadLog.objects.exists()


def test_who_need_not_look_may_not(enter, amina):
    office = enter(Role.FINANCE_MAKER)
    assert office.post(reverse("desk:member_look", args=[amina.pk])).status_code == 403
    assert 'id="look"' not in office.get(reverse("desk:member", args=[amina.pk])).text


def test_an_empty_national_number_keeps_the_present_one(enter, amina):
    form = {"first_name": "Amina", "last_name": "Benali-Roy", "email": amina.email,
            "language": "nl", "country": "BE", "worker_status": "artist",
            "national_number": "", "birth_date": "1985-03-15"}  # fmt: skip
    answer = enter(Role.ADVISER).post(reverse("desk:member_edit", args=[amina.pk]), form)
    assert answer.status_code == 302
    changed = Member.objects.get(pk=amina.pk)
    assert (changed.last_name, changed.worker_status) == ("Benali-Roy", "artist")
    assert changed.national_number == amina.national_number


def test_an_artist_to_order_needs_a_certificate(enter, amina):
    form = {"first_name": "Amina", "last_name": "Benali", "email": amina.email,
            "language": "nl", "country": "BE", "worker_status": "artist_1bis",
            "nationality": "ma"}  # fmt: skip
    office, address = enter(Role.ADVISER), reverse("desk:member_edit", args=[amina.pk])
    refused = office.post(address, form)
    assert refused.status_code == 422
    assert 'id="id_artwork_certificate_since_error"' in refused.text
    office.post(address, {**form, "artwork_certificate_since": "2024-02-01"})
    changed = Member.objects.get(pk=amina.pk)
    assert (changed.worker_status, changed.nationality) == ("artist_1bis", "MA")
    page = office.get(reverse("desk:member", args=[amina.pk])).text
    assert "2024" in page


def test_a_paid_share_is_noted(enter, amina):
    address = reverse("desk:member_share", args=[amina.pk])
    enter(Role.CUSTOMER_SERVICE).post(address, {"on": "2026-05-02"})
    assert f"{Member.objects.get(pk=amina.pk).share_paid_on}" == "2026-05-02"


def test_a_member_has_no_business_here(client, amina, carla):
    client.force_login(amina.user)
    assert client.get(reverse("desk:members")).status_code == 403
    assert client.get(reverse("desk:member", args=[carla.pk])).status_code == 403
    assert client.get(reverse("desk:member", args=[0])).status_code == 403


def test_nobody_is_a_clear_answer(enter, amina):
    assert enter(Role.ADVISER).get(reverse("desk:member", args=[0])).status_code == 404
