"""Where the state is paid, at the desk; until somebody entered it, its payments wait."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.banking import queries as bank
from commonweal.banking.tests.conftest import account as account
from commonweal.flows.payday import queries as payday
from commonweal.flows.payday.tests.test_state import OFFICE, OTHER, keep
from commonweal.kernel.clock import ZONE

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 8, 9, tzinfo=ZONE)


@pytest.fixture
def desk(client, settings, entity, account):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


def enter(desk, kind="withholding", **more):
    given = {"name": "Tax office", "iban": OFFICE, "reference": ""} | more
    return desk.post(reverse("desk:state_office", args=[kind]), given)


def due():
    return payday.due(until=date(2026, 6, 30), at=JUNE)


def test_a_tax_waits_until_its_office_is_entered_and_then_is_proposed(desk):
    keep("withholding", 30_000, date(2026, 5, 10))
    (one,) = due()
    assert (one.item, bool(one.held)) == ("withholding:2026-05", True)
    assert desk.get(reverse("desk:state_offices")).status_code == 200
    assert enter(desk).url == reverse("desk:state_offices")
    (one,) = due()
    assert (one.name, one.iban, one.held, one.cents) == ("Tax office", OFFICE, "", 30_000)


def test_a_changed_number_waits_and_the_page_says_so(desk):
    enter(desk)
    enter(desk, iban=OTHER)
    page = desk.get(reverse("desk:state_offices"))
    waits = bank.held(payees=["state:withholding"], at=JUNE)["state:withholding"].account
    assert reverse("desk:payee_account", args=[waits.pk]) in page.text


def test_what_was_typed_stays_when_it_is_refused(desk):
    page = enter(desk, iban="BE71096123456760", name="Office of tests")
    assert page.status_code == 422
    assert "BE71096123456760" in page.text and "Office of tests" in page.text
    assert enter(desk, name="").status_code == 422
    assert bank.authorities() == {}


def test_there_are_three_offices(desk):
    assert enter(desk, kind="customs").status_code == 404


def test_an_auditor_reads_and_changes_nothing(desk, client):
    client.force_login(make_staff(Role.AUDITOR, name="An Auditor"))
    assert client.get(reverse("desk:state_offices")).status_code == 200
    assert enter(client).status_code == 403
