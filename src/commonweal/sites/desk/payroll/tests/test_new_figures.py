"""Figures that came late: what they change, and one button that makes it right."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.kernel.models import Event
from commonweal.payroll import actions, queries
from commonweal.payroll.models import Payslip
from commonweal.payroll.tests import pay
from commonweal.payroll.tests.law import law  # noqa: F401
from commonweal.payroll.tests.test_outdated import LOWER, RATE

pytestmark = pytest.mark.django_db


@pytest.fixture
def slips(amina, bram, amina_unit, by, at):
    contracts = [pay.plan(amina_unit, who, by=by, month=6)[0] for who in (amina, bram)]
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


@pytest.fixture
def late(slips, law):  # noqa: F811
    """The worker contribution was lower since June; nobody knew."""
    law.change("nsso.worker.rate", RATE, LOWER)
    return law


@pytest.fixture
def desk(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_staff(Role.PAYROLL))
    return client


def test_it_says_so_when_nothing_is_outdated(desk, slips):
    page = desk.get(reverse("desk:new_figures"))
    assert "Every payslip stands on the figures of today" in page.text


def test_it_shows_sums_and_nobody_by_name(desk, slips, late):
    page = desk.get(reverse("desk:new_figures"))
    assert len(page.context["found"].changes) == 2
    assert page.context["net_cents"] == -page.context["owed_cents"] > 0
    assert page.context["cost_cents"] == 0
    assert "Amina" not in page.text.split("<main")[1]


def test_with_a_reason_it_shows_each_person_and_month(desk, slips, late):
    page = desk.post(reverse("desk:new_figures"), {"reason": "the late law"})
    first, second = page.context["rows"]
    assert (first.name, f"{first.month:%Y-%m}", first.payslips) == ("Amina Benali", "2026-06", 1)
    assert (first.was_cents, first.net_cents) == (slips[0].net_cents, 200)
    assert second.name == "Bram De Smet"
    event = Event.objects.get(verb="payroll.look")
    assert {slip.ref for slip in slips} < set(event.subjects)


def test_without_a_reason_nobody_is_shown(desk, slips, late):
    page = desk.post(reverse("desk:new_figures"), {"reason": ""})
    assert (page.status_code, page.context["rows"]) == (422, [])


def test_one_button_makes_the_corrections(desk, slips, late):
    answer = desk.post(reverse("desk:new_figures_correct"), follow=True)
    assert "2 payslips were corrected." in answer.text
    assert Payslip.objects.exclude(corrects=None).count() == 2
    assert queries.outdated().changes == []


def test_a_refusal_is_shown_and_nothing_is_corrected(desk, slips, late, monkeypatch):
    def correct(**_given):
        raise actions.AlreadyCorrected(payslip=slips[0].pk)

    monkeypatch.setattr(actions, "correct", correct)
    answer = desk.post(reverse("desk:new_figures_correct"))
    assert answer.status_code == 422
    (refusal,) = answer.context["refusals"]
    assert isinstance(refusal, actions.AlreadyCorrected)
    assert str(refusal) in answer.text
    assert not Payslip.objects.exclude(corrects=None).exists()


def test_a_day_without_a_figure_is_told_with_its_reason(desk, slips, law):  # noqa: F811
    gap = RATE + "  - from: 2026-06-01\n    gap: Nobody knows.\n    reference: the law\n"
    law.change("nsso.worker.rate", RATE, gap)
    page = desk.get(reverse("desk:new_figures"))
    assert len(page.context["unpayable"]) == 2
    assert "Nobody knows." in page.text


@pytest.mark.parametrize("role", [Role.FINANCE_MAKER, Role.AUDITOR])
def test_only_payroll_enters(client, settings, role):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(make_staff(role))
    assert client.get(reverse("desk:new_figures")).status_code == 403
    assert client.post(reverse("desk:new_figures_correct")).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_payslips(desk, slips, late, by, at):
    counts = []
    desk.get(reverse("desk:new_figures"))  # what a session asks once
    for copies in (1, 20):
        more = pay.copies(slips[0].contract, copies)
        late.change("nsso.worker.rate", LOWER, RATE)
        actions.run(contracts=pay.inputs(more), by=by, at=at)
        late.change("nsso.worker.rate", RATE, LOWER)
        with CaptureQueriesContext(connection) as queried:
            desk.post(reverse("desk:new_figures"), {"reason": "the late law"})
        counts.append(len(queried))
    assert counts[0] == counts[1]
