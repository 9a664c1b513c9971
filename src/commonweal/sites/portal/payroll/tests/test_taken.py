"""What went to a creditor, on the own payslip: explained to the worker, and to nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.payroll import actions
from commonweal.payroll.tests import attached

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def slips(amina, bram, amina_unit, by, at):
    attached.attach(attached.claim(amina, creditor="Energie & co"), by=by, at=at)
    contracts = attached.work(amina_unit, amina, bram, by=by)
    return actions.run(contracts=contracts, by=by, at=at)


def read(client, member, slip):
    client.force_login(member.user)
    return client.get(reverse("portal:payslip", args=[slip.pk]), headers=ENGLISH)


def test_the_worker_reads_what_was_taken_and_why(client, slips, amina):
    page = read(client, amina, slips[0])
    ((row, lines),) = page.context["taken"]
    assert row.cents == 129_510
    assert lines[-1].cents == 170_490
    assert "Paid to your creditor" in page.text
    assert "Energie &amp; co" in page.text and "2026/118" in page.text
    assert "20 % &gt; 1416.00" in page.text


def test_a_colleague_reads_nothing_of_it_on_the_own_payslip(client, slips, bram):
    page = read(client, bram, slips[1])
    assert page.status_code == 200 and page.context["taken"] == []
    assert "Energie" not in page.text


def test_a_colleague_and_a_stranger_do_not_see_the_payslip(client, slips, bram, carla):
    for member in (bram, carla):
        assert read(client, member, slips[0]).status_code == 404


def test_two_creditors_cost_no_more_questions_than_one(client, slips, amina, amina_unit, by, at):
    read(client, amina, slips[0])
    with CaptureQueriesContext(connection) as one:
        read(client, amina, slips[0])
    alimony = attached.hospital(amina, for_alimony=True)
    attached.attach(alimony, by=by, at=at)
    with CaptureQueriesContext(connection) as two:
        page = read(client, amina, slips[0])
    assert len(page.context["taken"]) == 2
    assert len(one) == len(two)
