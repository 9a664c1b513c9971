from datetime import date

import pytest
from tests.cast import NOW, make_staff, make_unit

from commonweal.access.queries import Role
from commonweal.activities import queries as units
from commonweal.flows.quotes.actions import Row
from commonweal.flows.quotes.tests.offers import now, sent
from commonweal.kernel.actor import SYSTEM
from commonweal.members import actions as members

pytestmark = pytest.mark.django_db


@pytest.fixture
def dear(amina, festival):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    unit = make_unit(amina, "activity", "Atelier Brume")
    return sent(unit, festival, amina, rows=(Row("Campaign", 90_000_00),))


def test_an_adviser_reads_what_is_to_decide_and_lets_it_go(client, dear):
    client.cookies["language"] = "en"
    client.force_login(make_staff(Role.ADVISER))
    asked = units.find_validation(origin=dear.ref)
    page = client.get(f"/desk/validations/{asked.pk}/").content.decode()
    assert f"/desk/quotes/{dear.pk}/" in page
    shown = client.get(f"/desk/quotes/{dear.pk}/").content.decode()
    assert "Campaign" in shown
    assert f"/desk/validations/{asked.pk}/" in shown
    client.post(f"/desk/validations/{asked.pk}/", {"decision": "approve", "finding": ""})
    assert now(dear).state == "sent"


def test_payroll_reads_no_quotes_and_nobody_reads_what_is_not(client, dear):
    client.force_login(make_staff(Role.PAYROLL))
    assert client.get(f"/desk/quotes/{dear.pk}/").status_code == 403
    client.force_login(make_staff(Role.AUDITOR, name="Nora Peeters"))
    assert client.get("/desk/quotes/999999/").status_code == 404
