"""The budget pages: every cent, its entry, and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import make_unit

from commonweal.activities.tests.budgets import collect, earn, promise
from commonweal.ledger import queries as ledger
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import pay

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def amina_page(client, amina):
    client.force_login(amina.user)
    return lambda name, *args, **query: client.get(
        reverse(f"portal:{name}", args=args), query, headers=ENGLISH
    )


def test_the_page_shows_the_states_and_the_statement(amina_page, amina_unit):
    earn(amina_unit)
    collect(amina_unit, 60500)
    promise(amina_unit, 40000)
    page = amina_page("budget", amina_unit.pk)
    states = page.context["states"]
    assert (states.available, states.collected, states.spendable) == (93500, 60500, 53500)
    found = page.context["list"]
    assert [(row.cents, row.budget_cents) for row in found.rows] == [
        (-6500, 93500),
        (100000, 100000),
    ]
    assert found.total_cents == ledger.budget(unit=amina_unit.pk)
    assert (found.count, found.older_url) == (2, "")


def test_the_only_budget_opens_at_once_and_several_are_listed(amina_page, amina, amina_unit):
    assert amina_page("budgets").url == reverse("portal:budget", args=[amina_unit.pk])
    second = make_unit(amina, "activity", "Atelier Brume")
    listed = amina_page("budgets").context["budgets"]
    assert [one.unit for one in listed] == [amina_unit, second]


@pytest.mark.parametrize("name", ["budget", "budget_file"])
def test_the_budget_of_a_stranger_does_not_exist(amina_page, carla_unit, name):
    more = ["csv"] if name == "budget_file" else []
    assert amina_page(name, carla_unit.pk, *more).status_code == 404


def test_an_entry_of_a_stranger_does_not_exist(amina_page, amina_unit, carla_unit):
    earn(carla_unit)
    (row, _fee) = ledger.statement(unit=carla_unit.pk)
    assert amina_page("budget_entry", amina_unit.pk, row.entry_id).status_code == 404
    assert amina_page("budget_entry", carla_unit.pk, row.entry_id).status_code == 404


def test_a_statement_of_the_bank_is_no_entry_of_a_budget(amina_page, amina_unit):
    earn(amina_unit)
    collect(amina_unit, 121000)
    bank = 10**12 * 4 + 1
    assert ledger.get_entry(id=bank)[0].text.startswith("move:")
    assert amina_page("budget_entry", amina_unit.pk, bank).status_code == 404


def test_the_entry_of_a_figure_adds_up(amina_page, amina_unit):
    earn(amina_unit)
    (row, _fee) = ledger.statement(unit=amina_unit.pk)
    page = amina_page("budget_entry", amina_unit.pk, row.entry_id)
    sides = page.context["sides"]
    assert sum(side.debit_cents or 0 for side in sides) == 121000 + 6500
    assert sum(side.credit_cents or 0 for side in sides) == 121000 + 6500
    assert "Output VAT" in page.text


def test_what_is_left_of_a_colleagues_wage_stays_theirs(
    amina_page, amina, bram, amina_unit, by, at
):
    contracts = pay.plan(amina_unit, amina, bram, by=by, gross_cents=13_000)
    own, theirs = payroll.run(contracts=pay.inputs(contracts), by=by, at=at)
    entries = {row.origin: row.entry_id for row in ledger.statement(unit=amina_unit.pk)}
    page = amina_page("budget_entry", amina_unit.pk, entries[own.ref])
    assert own.net_cents in {side.credit_cents for side in page.context["sides"]}
    page = amina_page("budget_entry", amina_unit.pk, entries[theirs.ref])
    assert theirs.net_cents not in {side.credit_cents for side in page.context["sides"]}
    assert page.context["sides"][-1].credit_cents == theirs.work_budget_cents
    assert page.context["source"] == ""


def test_an_unknown_filter_is_no_filter(amina_page, amina_unit):
    earn(amina_unit)
    page = amina_page("budget", amina_unit.pk, kind="x", period="99999", after="2026-02-31_1_1")
    assert len(page.context["list"].rows) == 2


def questions(page):
    """How many questions a page asks the database, the session and the door included."""
    with CaptureQueriesContext(connection) as asked:
        assert page().status_code == 200
    # A test runs within one transaction: the door hands it back as it was, a live house commits.
    of_the_test = ("SAVEPOINT", "RELEASE")
    found = [one["sql"] for one in asked if not one["sql"].startswith(of_the_test)]
    return len(found) - 1


def test_the_page_asks_twelve_questions_however_long_the_statement(amina_page, amina_unit):
    def page():
        return amina_page("budget", amina_unit.pk)

    earn(amina_unit)
    promise(amina_unit, 1000)
    page()  # the first page of a session notes its time
    short = questions(page)
    for number in range(2, 130):
        earn(amina_unit, 10000, number)
    assert short == questions(page) <= 12


def test_older_pages_and_filters_ask_no_more(amina_page, amina_unit):
    for number in range(1, 61):
        earn(amina_unit, 10000, number)
    page = amina_page("budget", amina_unit.pk)
    older = page.context["list"].older_url.lstrip("?")
    query = dict(pair.split("=") for pair in older.split("&"))
    assert questions(lambda: amina_page("budget", amina_unit.pk, **query)) <= 12
    assert questions(lambda: amina_page("budget", amina_unit.pk, kind="fee", period="2026")) <= 12


def test_lists_and_home_ask_the_same_for_one_budget_and_for_ten(amina_page, amina, amina_unit):
    earn(make_unit(amina, "activity", "Atelier Brume"), 10000, 99)
    for name in ("budgets", "home"):
        amina_page(name)  # the first page of a session notes its time
    few = [questions(lambda name=name: amina_page(name)) for name in ("budgets", "home")]
    for number in range(10):
        earn(make_unit(amina, "activity", f"Atelier {number}"), 10000, number + 1)
    many = [questions(lambda name=name: amina_page(name)) for name in ("budgets", "home")]
    assert few == many
