"""The own payslips on the portal: listed, explained, as PDF, and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.payroll import actions
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def slips(amina, bram, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, bram, by=by, gross_cents=13_000)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


@pytest.fixture
def sign_in(client):
    def sign_in(member):
        client.force_login(member.user)
        return client

    return sign_in


def test_the_list_shows_the_own_wages_and_the_next_pay_day(slips, bram, sign_in):
    page = sign_in(bram).get(reverse("portal:payslips"), headers={"accept-language": "en"})
    assert page.status_code == 200
    assert [wage.payslip.pk for wage in page.context["wages"]] == [slips[1].pk]
    assert page.context["next"] == {"day": slips[1].due_on, "cents": slips[1].net_cents}


def test_who_has_none_is_told_when_one_comes(carla, sign_in):
    page = sign_in(carla).get(reverse("portal:payslips"))
    assert page.status_code == 200
    assert page.context["wages"] == []


def test_each_line_is_explained_with_rule_and_mark(slips, amina, sign_in):
    page = sign_in(amina).get(reverse("portal:payslip", args=[slips[0].pk]))
    assert page.status_code == 200
    assert "nsso.worker.rate" in page.text
    total = page.context["lines"][-1]
    assert (total.kind, total.cents) == ("total", slips[0].net_cents)
    assert sum(line.cents for line in page.context["lines"][:-1]) == slips[0].net_cents


def test_a_colleague_and_the_manager_of_the_unit_do_not_see_it(slips, amina, bram, sign_in):
    for member, slip in ((amina, slips[1]), (bram, slips[0])):
        page = sign_in(member).get(reverse("portal:payslip", args=[slip.pk]))
        assert page.status_code == 404


def test_the_pdf_is_given_once_it_is_made(slips, amina, by, at, sign_in):
    address = reverse("portal:payslip_paper", args=[slips[0].pk])
    assert sign_in(amina).get(address).status_code == 404
    actions.render(payslips=[slips[0].pk], by=by, at=at)
    answer = sign_in(amina).get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_worker_reads_who_looked_and_why(slips, amina, by, at, sign_in):
    actions.look(payslips=[slips[0]], reason="a question on the phone", by=by, at=at)
    page = sign_in(amina).get(reverse("portal:payslip", args=[slips[0].pk]))
    assert "a question on the phone" in page.text
    assert by.name in page.text


def test_the_list_costs_the_same_for_one_payslip_and_for_many(amina, amina_unit, by, at, sign_in):
    (contract,) = pay.plan(amina_unit, amina, by=by, gross_cents=13_000)
    browser, counts = sign_in(amina), []
    browser.get(reverse("portal:payslips"))
    for copies in (0, 3):
        contracts = [contract, *pay.copies(contract, copies)]
        actions.run(contracts=pay.inputs(contracts), by=by, at=at)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("portal:payslips"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
