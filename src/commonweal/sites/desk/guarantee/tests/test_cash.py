"""The forecast of cash at the desk: each figure opens its rows."""

import re

import pytest
from django.urls import reverse
from tests.cast import make_staff

from commonweal.access.queries import Role
from commonweal.guarantee.tests.test_cash import pays_late, post
from commonweal.invoicing.tests import work

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def finance(client, entity):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


def shown(browser, name, /, **query):
    return browser.get(reverse(f"desk:{name}"), query, headers=ENGLISH).text


def test_an_empty_house_has_a_curve_of_nothing_and_says_so(finance):
    page = shown(finance, "guarantee_cash")
    assert "No client owes anything" in page
    assert '<figure class="chart">' in page
    assert page.count('<td class="lead">') == 13


def test_it_says_when_the_money_runs_out(finance, by):
    post(("1641", -400_00), ("580", 400_00), key="fund", by=by)
    assert "The money runs out" not in shown(finance, "guarantee_cash")
    post(("453", -100_00), ("580", 100_00), key="tax", by=by)
    page = shown(finance, "guarantee_cash")
    assert "The money runs out on Monday 15\N{NO-BREAK SPACE}June 2026" in page


def test_each_figure_of_a_week_opens_its_rows(finance, amina_unit, festival, by, at):
    pays_late(amina_unit, festival, by, at)
    invoice = work.issue(amina_unit, festival, by=by, at=at)
    page = shown(finance, "guarantee_cash")
    address = re.search(r'href="([^"]*group=clients)"', page)[1].replace("&amp;", "&")
    rows = finance.get(address, headers=ENGLISH).text
    assert reverse("desk:invoice", args=[invoice.number]) in rows
    assert "9 days later" in rows
    assert "1 payment, €1,210.00" in rows


def test_who_usually_pays_late_is_told_and_may_be_failed(finance, amina_unit, festival, by, at):
    pays_late(amina_unit, festival, by, at)
    work.issue(amina_unit, festival, by=by, at=at)
    page = shown(finance, "guarantee_cash")
    assert "Festival de la Senne" in page
    assert "9 days late" in page
    assert f"{reverse('desk:guarantee_shock')}?client={festival.pk}" in page


def test_what_nobody_counts_on_is_shown_apart(finance, amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at.replace(year=2025))
    assert "Not counted on: €1,210.00" in shown(finance, "guarantee_cash")
    assert "Festival de la Senne" in shown(finance, "guarantee_cash_rows", doubtful="yes")


def test_a_wrong_address_shows_all_rows_or_none_but_never_breaks(finance, amina_unit, festival,
                                                                 by, at):  # fmt: skip
    work.issue(amina_unit, festival, by=by, at=at)
    for query in ({"week": "soon"}, {"week": "1999-01-01"}, {"group": "x"}, {"from": "-1"}):
        assert "Festival" in shown(finance, "guarantee_cash_rows", **query)
    assert "Nothing is expected here" in shown(finance, "guarantee_cash_rows", client="999")


def test_the_rows_are_a_file_too(finance, amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at)
    text = shown(finance, "guarantee_cash_file", group="clients")
    assert "Festival de la Senne" in text


@pytest.mark.parametrize("name", ["guarantee_cash", "guarantee_cash_rows", "guarantee_shock"])
def test_it_is_for_finance_alone(client, entity, name):
    client.force_login(make_staff(Role.ADVISER))
    assert client.get(reverse(f"desk:{name}")).status_code == 403
