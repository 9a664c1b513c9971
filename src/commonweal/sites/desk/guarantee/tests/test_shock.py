"""A shock at the desk: two forms, the curve without and with it, and the answer in words."""

import pytest
from django.urls import reverse
from tests.cast import make_client, make_staff

from commonweal.access.queries import Role
from commonweal.guarantee.tests.test_cash import KOBALT, post
from commonweal.invoicing.tests import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(client, entity):
    client.force_login(make_staff(Role.FINANCE_MAKER))
    return client


def ask(browser, /, **query):
    return browser.get(reverse("desk:guarantee_shock"), query, headers={"accept-language": "en"})


def test_it_begins_with_two_forms_and_what_the_fund_holds(finance, by):
    post(("6370", 300_00), ("1641", -300_00), key="fund", by=by)
    page = ask(finance).text
    assert "A client fails" in page
    assert "Everybody pays later" in page
    assert "The fund holds €300.00 now" in page


def test_a_client_that_fails_costs_the_fund_and_then_the_year(
    finance, amina_unit, festival, by, at
):
    post(("6370", 300_00), ("1641", -300_00), key="fund", by=by)
    work.issue(amina_unit, festival, by=by, at=at)
    page = ask(finance, client=festival.pk, fails_on="2026-05-10").text
    assert "If Festival de la Senne fails" in page
    for amount in ("€1,210.00", "€210.00", "€1,000.00", "€300.00", "€700.00"):
        assert f"<dd>{amount}</dd>" in page
    assert "With the shock" in page


def test_the_break_point_is_told_in_words(finance, amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at)
    post(("453", -900_00), ("580", 900_00), key="tax", by=by)
    page = ask(finance, client=festival.pk).text
    assert "The money runs out on Monday 15\N{NO-BREAK SPACE}June 2026" in page
    assert "Without the shock it does not." in page


def test_everybody_pays_later(finance, amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at)
    post(("453", -900_00), ("580", 900_00), key="tax", by=by)
    assert "The money runs out on" in ask(finance, slow_days=20).text
    assert "The money lasts for the next 90 days" in ask(finance, slow_days=3).text


def test_a_client_that_owes_nothing_may_be_asked_for_by_its_address(finance, festival):
    page = ask(finance, client=festival.pk).text
    assert "If Festival de la Senne fails" in page


def test_a_day_outside_the_forecast_is_refused_and_the_choice_stays(finance, festival):
    answer = ask(finance, client=festival.pk, fails_on="2027-01-01")
    assert answer.status_code == 422
    assert "Choose a day from" in answer.text
    assert f'<option value="{festival.pk}" selected>' in answer.text


@pytest.mark.parametrize("days", ["-1", "0", "91", "many", "9" * 40])
def test_wrong_days_are_refused_in_words(finance, days):
    answer = ask(finance, slow_days=days)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{days}"' in answer.text  # what was typed stays


def test_nobody_fails_whom_we_do_not_know(finance):
    for client in ("", "x", "999", "9" * 40):
        assert ask(finance, client=client).status_code == 422


def test_the_largest_debtors_are_offered_by_name(finance, amina_unit, festival, by, at):
    work.issue(amina_unit, make_client(**KOBALT), by=by, at=at)
    page = ask(finance).text
    assert "Kobalt</option>" in page
    assert "Festival de la Senne</option>" not in page
