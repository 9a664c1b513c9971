"""A year of the own pay: each month, the whole, and the same as a file."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.payroll import actions
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def slips(amina, bram, amina_unit, by, at):
    """Amina worked in May and, twice, in June; Bram in May."""
    may = pay.plan(amina_unit, amina, bram, by=by, gross_cents=13_000)
    june = pay.plan(amina_unit, amina, by=by, gross_cents=120_000, days=2, month=6)
    contracts = [*may, *june, *pay.copies(june[0], 1)]
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


@pytest.fixture
def read(client):
    def read(member, name, *arguments):
        client.force_login(member.user)
        return client.get(reverse(name, args=arguments), headers={"accept-language": "en"})

    return read


def test_the_months_and_their_sum(slips, amina, read):
    page = read(amina, "portal:pay_year", 2026)
    may, june = page.context["rows"]
    assert (may.label, may.contracts, may.hours, may.gross_cents) == ("May", 1, "8:00", 13_000)
    assert (june.label, june.contracts, june.hours) == ("June", 2, "32:00")
    total, own = page.context["total"], [slips[0], *slips[2:]]
    assert total.gross_cents == 253_000
    assert total.net_cents == sum(slip.net_cents for slip in own)
    assert total.employer_cents == sum(slip.tariff_cents for slip in own)
    assert total.net_cents == (
        total.gross_cents
        - total.social_security_cents
        - total.withholding_cents
        - total.special_cents
    )


def test_the_file_has_exactly_the_rows_of_the_page(slips, amina, read):
    page, file = (read(amina, name, 2026) for name in ("portal:pay_year", "portal:pay_year_file"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="pay-2026.csv"'
    head, *rows = csv.reader(StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    assert head[0] == "Month" and len(head) == 9
    shown = [*page.context["rows"], page.context["total"]]
    assert [row[:3] for row in rows] == [[x.label, str(x.contracts), x.hours] for x in shown]
    cents = [int(row[7].replace(".", "")) for row in rows]
    assert cents == [x.net_cents for x in shown]


def test_a_colleague_sees_only_the_own_year_and_a_stranger_an_empty_one(slips, bram, carla, read):
    assert read(bram, "portal:pay_year", 2026).context["total"].gross_cents == 13_000
    page = read(carla, "portal:pay_year", 2026)
    assert page.context["rows"] == []
    assert page.context["total"].gross_cents == 0
    assert "No payslip in 2026" in page.text


def test_a_corrected_payslip_does_not_count_twice(slips, amina, by, at, read):
    changed = pay.inputs([slips[0].contract])[0]
    changed = replace(changed, gross_cents=14_000)
    actions.correct(corrections=[actions.Correction(slips[0].pk, changed)], by=by, at=at)
    may = read(amina, "portal:pay_year", 2026).context["rows"][0]
    assert (may.contracts, may.gross_cents) == (1, 14_000)


def test_a_premium_adds_its_pay_and_no_hours(slips, amina, by, at, read):
    (wage,) = pay.inputs([slips[0].contract])
    premium = replace(wage, kind="year_end_premium", gross_cents=50_000)
    actions.run(contracts=[premium], by=by, at=at)
    may = read(amina, "portal:pay_year", 2026).context["rows"][0]
    assert (may.contracts, may.hours, may.gross_cents) == (1, "8:00", 63_000)


def test_the_years_to_choose_from_are_those_with_pay_and_this_one(slips, amina, read):
    tabs = read(amina, "portal:pay_year", 2019).context["tabs"]
    assert [(tab.label, tab.current) for tab in tabs] == [("2026", False), ("2019", True)]


def test_the_overview_leads_to_the_last_year_with_pay(slips, amina, carla, read):
    for member in (amina, carla):
        page = read(member, "portal:pay_years")
        assert page.headers["Location"] == reverse("portal:pay_year", args=[2026])


def test_the_year_costs_the_same_for_one_payslip_and_for_many(amina, amina_unit, by, at, read):
    (contract,) = pay.plan(amina_unit, amina, by=by, gross_cents=13_000)
    counts = []
    read(amina, "portal:pay_year", 2026)
    for copies in (0, 12):
        contracts = [contract, *pay.copies(contract, copies)] if copies else [contract]
        actions.run(contracts=pay.inputs(contracts), by=by, at=at)
        with CaptureQueriesContext(connection) as queries:
            read(amina, "portal:pay_year", 2026)
        counts.append(len(queries))
    assert counts[0] == counts[1]
