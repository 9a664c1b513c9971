"""The return of a quarter, against figures worked out by hand."""

from datetime import date

import pytest

from commonweal.ledger import actions as ledger
from commonweal.ledger.actions import Entry, Line
from commonweal.reporting import queries
from commonweal.reporting.tests import quarter

pytestmark = pytest.mark.django_db
Q2 = queries.read_period("2026-Q2")


@pytest.fixture
def told(amina_unit, festival):
    quarter.tell(amina_unit, festival)
    return amina_unit


def figures(found):
    return {code: grid.cents for code, grid in found.grids.items() if grid.cents}


def test_every_grid_of_the_golden_quarter(told):
    found = queries.vat_return(period=Q2)
    assert figures(found) == quarter.GRIDS
    assert found.balance_cents == 7_20
    assert [check.name for check in found.checks if not check.agrees] == []
    assert found.unexplained.lines == 0
    assert found.agrees


def test_the_months_make_the_quarter(told):
    months = [queries.vat_return(period=queries.read_period(f"2026-0{n}")) for n in (4, 5, 6)]
    for code, grid in queries.vat_return(period=Q2).grids.items():
        if code not in ("71", "72", "91"):
            assert sum(month.grids[code].cents for month in months) == grid.cents, code
    assert sum(month.balance_cents for month in months) == 7_20


def test_what_was_before_and_after_does_not_count(told):
    for name in ("2026-Q1", "2026-Q3"):
        found = queries.vat_return(period=queries.read_period(name))
        assert figures(found) == {}
        assert found.agrees


def test_each_entity_has_a_return_of_its_own(told, entity, by, at):
    entity.pk, entity.enterprise_number, entity.series = 2, "0403019261", "X"
    entity.save(force_insert=True)
    ledger.open_books(entity=2, by=by, at=at)
    bought = quarter.buy(77, "612", 10_00, 2_10, on=date(2026, 5, 3))
    quarter.write(bought._replace(entity=2))
    found = queries.vat_return(period=Q2, entity=2)
    assert figures(found) == {"82": 10_00, "59": 2_10, "72": 2_10}
    assert found.agrees
    (entry,) = queries.grid_entries(period=Q2, grid="59", entity=2)
    assert (entry.journal, entry.cents) == ("2-purchases", 2_10)
    assert figures(queries.vat_return(period=Q2)) == quarter.GRIDS


def test_each_figure_opens_its_entries(told):
    found = queries.vat_return(period=Q2)
    for code, grid in found.grids.items():
        if code in ("71", "72", "91"):
            continue
        behind = queries.grid_entries(period=Q2, grid=code)
        assert sum(entry.cents for entry in behind) == grid.cents, code
        assert len(behind) == grid.entries, code


def test_the_entries_of_a_grid_come_page_by_page(told):
    whole = queries.grid_entries(period=Q2, grid="82")
    first = queries.grid_entries(period=Q2, grid="82", limit=2)
    rest = queries.grid_entries(period=Q2, grid="82", after=first[-1].id)
    assert first + rest == whole
    assert [entry.cents for entry in whole] == [400_00, -20_00, 100_00]


def test_purchases_rest_on_tables_that_nobody_confirmed(told):
    found = queries.vat_return(period=Q2)
    assert found.marks == ["vat.grids.purchases", "vat.grids.treatments"]
    assert queries.vat_return(period=queries.read_period("2026-Q1")).marks == []


def test_credit_notes_above_the_purchases_are_declared_as_nothing(amina_unit):
    quarter.write(quarter.buy(1, "612", -20_00, -4_20, on=date(2026, 5, 3)))
    found = queries.vat_return(period=Q2)
    assert (found.grids["82"].cents, found.grids["82"].declared_cents) == (-20_00, 0)
    assert (found.grids["85"].cents, found.grids["63"].cents) == (20_00, 4_20)
    assert found.balance_cents == 4_20
    assert found.agrees


def test_a_credit_stands_in_72(amina_unit):
    quarter.write(quarter.buy(1, "612", 100_00, 21_00, on=date(2026, 5, 3)))
    found = queries.vat_return(period=Q2)
    assert (found.grids["71"].cents, found.grids["72"].cents) == (0, 21_00)
    assert found.agrees


LOSS = Entry(
    "misc", date(2026, 6, 1), "Bankrupt client", "loss:1", "loss:1",
    (Line("1641", 100_00), Line("4510", 21_00), Line("400", -121_00, 7, "invoice:1")),
)  # fmt: skip
TURNOVER_WITHOUT_INVOICE = Entry(
    "misc", date(2026, 6, 1), "Cash sale", "cash:1", "cash:1",
    (Line("570", 50_00), Line("7000", -50_00, 7)),
)  # fmt: skip
STRANGE_PURCHASE = Entry(
    "purchases", date(2026, 6, 1), "Fine", "purchase:9", "purchase:9",
    (Line("670", 50_00, 7), Line("440", -50_00, 7, "purchase:9")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "failing"),
    [
        (LOSS, {"vat_on_sales", "balance"}),
        (TURNOVER_WITHOUT_INVOICE, {"turnover", "rates"}),
        (STRANGE_PURCHASE, {"purchases"}),
    ],
    ids=["VAT", "turnover", "purchase"],
)
def test_what_belongs_in_no_grid_makes_the_control_fail(told, entry, failing):
    quarter.write(entry)
    found = queries.vat_return(period=Q2)
    assert {check.name for check in found.checks if not check.agrees} == failing
    assert found.unexplained.lines == 1
    assert not found.agrees
    (left,) = queries.grid_entries(period=Q2, grid=queries.UNEXPLAINED)
    assert left.text == entry.text


def test_a_wrong_rate_is_found_rounding_is_not(told):
    lines = (Line("400", 1190_00, 7, "invoice:W"), Line("7000", -1000_00, 7), Line("4510", -190_00))
    quarter.write(Entry("sales", date(2026, 6, 1), "W", "invoice:W", "invoice:W", lines))
    found = queries.vat_return(period=Q2)
    (wrong,) = (check for check in found.checks if not check.agrees)
    assert (wrong.name, wrong.difference_cents) == ("rates", -20_00)


def test_the_advance_of_december_is_what_was_due_until_the_twentieth(amina_unit, festival):
    vat = quarter.Vat.STANDARD
    for day in (date(2026, 10, 5), date(2026, 12, 20), date(2026, 12, 21)):
        quarter.sell(amina_unit, festival, 100_00, vat, 2100, on=day)
    for name, cents in (("2026-12", 21_00), ("2026-Q4", 42_00), ("2026-10", 0)):
        found = queries.vat_return(period=queries.read_period(name))
        assert found.grids["91"].cents == cents, name
    assert found.grids["71"].cents == 21_00


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-Q5", "26-05", "2026-5", "", "x" * 99])
def test_a_period_that_is_none_is_refused_with_an_example(text):
    with pytest.raises(queries.UnknownPeriod, match="2026-Q2"):
        queries.read_period(text)


def test_a_period_knows_its_days_and_its_name():
    december = queries.read_period("2026-12")
    assert (december.start, december.end) == (date(2026, 12, 1), date(2027, 1, 1))
    assert (december.name, december.quarter, december.closes_year) == ("2026-12", None, True)
    assert (Q2.start, Q2.end, Q2.name) == (date(2026, 4, 1), date(2026, 7, 1), "2026-Q2")
    assert not Q2.closes_year
