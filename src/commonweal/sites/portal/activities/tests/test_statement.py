"""Every cent: the steps of a period, the lines behind each figure, and the same lines as files."""

import csv
import io
from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.cast import NOW

from commonweal.activities.tests.budgets import collect, earn, pay_out, promise
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as books
from commonweal.ledger import queries as ledger
from commonweal.ledger.models import Line
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


def post(unit, on, *lines, journal="misc", origin="test"):
    number = Line.objects.count()
    entry = books.Entry(journal, on, f"Line {number}", f"k:{number}", origin, lines)
    books.post(entries=[entry], by=SYSTEM, at=NOW)


@pytest.fixture
def year(amina_unit):
    """A year of Amina: two invoices, an expense, a transfer in, the year end."""
    unit = amina_unit.pk
    for month, net in ((1, 1000_00), (5, 2000_00)):
        gross, fee = net * 121 // 100, net * 65 // 1000
        post(unit, date(2026, month, 4), books.Line("400", gross, unit, f"invoice:{month}"),
             books.Line("7000", -net, unit), books.Line("4510", net - gross),
             books.Line("6199", fee, unit), books.Line("7040", -fee), journal="sales")  # fmt: skip
    pay_out(amina_unit, 12_50, "=HYPERLINK(0)")
    post(unit, date(2026, 2, 1), books.Line("4890", 10_00, 99), books.Line("4890", -10_00, unit))
    post(unit, date(2025, 12, 31), books.Line("719", 7_00, unit), books.Line("4890", -7_00, unit),
         origin="carry_over:1")  # fmt: skip
    return unit


def figures(page):
    return {f"{line.label}": line.cents for line in page.context["steps"]}


def test_the_steps_of_all_time_end_at_the_budget(amina_page, year):
    page = amina_page("budget", year)
    fall = page.context["fall"]
    assert (fall.opening, fall.closing) == (0, ledger.budget(unit=year))
    assert figures(page) == {
        "Invoiced, VAT included": 3630_00,
        "VAT": -630_00,
        "Price without VAT": 3000_00,
        "Contribution to the shared services": -195_00,
        "Expenses and purchases": -12_50,
        "Transfers": 10_00,
        "Change of the budget": 2802_50,
    }
    vat = Line.objects.filter(account="4510")
    assert -fall.vat == -sum(vat.values_list("cents", flat=True))
    assert fall.carried == 7_00


def test_work_in_progress_is_a_step_of_its_own_and_no_vat(amina_page, amina_unit):
    unit = amina_unit.pk
    post(unit, date(2026, 3, 4), books.Line("491", 500_00, item="order:7"),
         books.Line("717", -500_00, unit), journal="pay")  # fmt: skip
    post(unit, date(2026, 5, 4), books.Line("717", 500_00, unit),
         books.Line("491", -500_00, item="order:7"), journal="sales")  # fmt: skip
    earn(amina_unit)
    march = figures(amina_page("budget", unit, period="2026-03"))
    assert march["Work done, not invoiced yet"] == march["Change of the budget"] == 500_00
    may = figures(amina_page("budget", unit, period="2026-05"))
    assert (may["VAT"], may["Work done, not invoiced yet"]) == (-210_00, -500_00)
    assert "Work done, not invoiced yet" not in figures(amina_page("budget", unit))


@pytest.mark.parametrize(
    ("period", "opening", "change"),
    [
        ("2025", 0, 0),
        ("2026", 0, 2802_50),
        ("2026-Q1", 0, 945_00),
        ("2026-Q2", 945_00, 1857_50),
        ("2026-05", 945_00, 1857_50),
        ("2026-13", 0, 2802_50),
    ],
)
def test_a_period_opens_where_the_one_before_it_closed(amina_page, year, period, opening, change):
    page = amina_page("budget", year, period=period)
    fall = page.context["fall"]
    assert (fall.opening, fall.change) == (opening, change)
    found = page.context["list"]
    assert found.total_cents == change
    assert [row.budget_cents for row in found.rows[:1]] == [fall.closing]


def test_every_figure_is_the_sum_of_the_lines_it_opens(amina_page, client, year):
    page = amina_page("budget", year)
    for line in page.context["steps"]:
        opened = client.get(reverse("portal:budget", args=[year]) + line.href, headers=ENGLISH)
        found = opened.context["list"]
        assert found.total_cents == sum(row.cents for row in found.rows) == line.cents, line.label
        for row in found.rows:
            assert amina_page("budget_entry", year, row.entry_id).status_code == 200


def test_pages_join_without_a_seam_and_keep_the_running_budget(amina_page, client, amina_unit):
    for number in range(1, 61):
        earn(amina_unit, 100_00, number)
    first = amina_page("budget", amina_unit.pk)
    address = reverse("portal:budget", args=[amina_unit.pk])
    second = client.get(address + first.context["list"].older_url, headers=ENGLISH)
    third = client.get(address + second.context["list"].older_url, headers=ENGLISH)
    rows = [row for page in (first, second, third) for row in page.context["list"].rows]
    assert len(rows) == 120 and third.context["list"].older_url == ""
    assert rows[-1].budget_cents == rows[-1].cents
    assert all(a.budget_cents - a.cents == b.budget_cents for a, b in pairwise(rows))
    assert "Planned" not in second.text and "Back to the newest line" in second.text


def test_own_pay_is_told_and_that_of_a_colleague_is_not(
    amina_page, amina, bram, amina_unit, by, at
):
    contracts = pay.plan(amina_unit, amina, bram, by=by, gross_cents=13_000)
    own, theirs = payroll.run(contracts=pay.inputs(contracts), by=by, at=at)
    page = amina_page("budget", amina_unit.pk)
    assert [line.cents for line in page.context["own_pay"]] == [
        own.gross_cents,
        -own.social_security_cents - own.special_cents,
        -own.withholding_cents,
        own.net_cents,
    ]
    assert page.context["fall"].gross == -own.gross_cents - theirs.gross_cents
    other = amina_page("budget", amina_unit.pk, period="2025")
    assert other.context["own_pay"] == []


def test_what_is_kept_aside_says_for_what_and_until_when(amina_page, amina_unit):
    earn(amina_unit)
    promise(amina_unit, 300_00, origin="transfer:4", expires_on=date(2026, 5, 20))
    for number in range(10):
        promise(amina_unit, 10_00, origin=f"contract:{number}")
    page = amina_page("budget", amina_unit.pk)
    assert page.context["aside"][0] == (
        "Transfer 4, until the receiver answers", 300_00, date(2026, 5, 20)
    )  # fmt: skip
    assert (len(page.context["aside"]), page.context["aside_rest"]) == (8, 3)
    assert page.context["states"].reserved == 400_00


def test_an_advance_is_said_in_words(amina_page, amina_unit):
    amina_unit.advances.create(
        cents=500_00, reason="Season", granted_by="user:1", granted_by_name="Dirk",
        granted_at=NOW, until=date(2026, 6, 30),
    )  # fmt: skip
    pay_out(amina_unit, 120_00, "note:1")
    page = amina_page("budget", amina_unit.pk)
    assert "€500.00 below zero until 30\xa0June 2026" in page.text
    assert page.context["states"].spendable == 380_00


def test_states_are_the_same_by_every_way(amina_unit):
    from commonweal.activities import queries as activities

    earn(amina_unit)
    collect(amina_unit, 300_00)
    states = activities.states(unit=amina_unit.pk, on=NOW.date())
    assert (states.available, states.collected) == ledger.standing(unit=amina_unit.pk)


def table(response):
    return list(csv.reader(io.StringIO(read(response).decode("utf-8-sig")), delimiter=";"))


def read(response):
    return b"".join(response.streaming_content)


def test_the_file_has_exactly_the_lines_that_are_shown(amina_page, year):
    page = amina_page("budget", year, kind="cost", period="2026")
    about, rows = split(table(amina_page("budget_file", year, "csv", kind="cost", period="2026")))
    assert about["Period"] == "2026" and about["Lines"] == "Expenses"
    assert about["Budget"] == "3in1 Amina Benali" and about["Made on"].startswith("4\xa0May 2026")
    assert rows[0] == ["Date", "Entry", "What", "Text", "Amount in euro"]
    assert len(rows) - 1 == len(page.context["list"].rows) == 1
    assert rows[1][3:] == ["'=HYPERLINK(0)", "-12.50"]


def split(lines):
    empty = lines.index([]) if [] in lines else [not any(line) for line in lines].index(True)
    return {line[0]: line[1] for line in lines[:empty]}, lines[empty + 1 :]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_spreadsheets_hold_days_numbers_and_no_formula(amina_page, year, ending):
    shown = amina_page("budget", year).context["list"].rows
    file = io.BytesIO(read(amina_page("budget_file", year, ending)))
    lines = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    about, rows = split(lines)
    assert about["Budget"] == "3in1 Amina Benali"
    assert rows[0] == [
        "Date", "Entry", "What", "Text", "Amount in euro", "Budget after it"
    ]  # fmt: skip
    found = [(row[0], row[1], row[3], round(row[4] * 100), round(row[5] * 100)) for row in rows[1:]]
    assert found == [(row.on, row.number, row.text, row.cents, row.budget_cents) for row in shown]


def test_no_other_kind_of_file_exists(amina_page, year):
    assert amina_page("budget_file", year, "exe").status_code == 404


def test_two_years_of_months_are_drawn_on_request(amina_page, amina_unit):
    for month in range(1, 13):
        post(amina_unit.pk, date(2024, month, 1), books.Line("7000", -1_00, amina_unit.pk),
             books.Line("550", 1_00))  # fmt: skip
    one, two = (amina_page("budget", amina_unit.pk, chart=chart) for chart in ("", "24"))
    assert one.context["chart"].count("<li>") == 12
    assert two.context["chart"].count("<li>") == 24
    assert [tab.current for tab in two.context["lengths"]] == [False, True]
