"""Closing a quarter: what is owed on its pay, posted as a difference."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from commonweal.ledger import queries as books
from commonweal.payroll import actions, queries
from commonweal.payroll.actions import Correction, QuarterNotOver
from commonweal.payroll.models import QuarterClose
from commonweal.payroll.tests import pay
from commonweal.rules import quarter

APRIL = date(2026, 4, 1)


@pytest.fixture
def contracts(amina, bram, amina_unit, by):
    """Amina earns 3 x 700.00 in the quarter, Bram, an artist, once 900.00."""
    (first,) = pay.plan(amina_unit, amina, by=by, gross_cents=70_001, days=5)
    (artist,) = pay.plan(amina_unit, bram, by=by, gross_cents=90_000, days=4)
    more = pay.copies(first, 2)
    for each, month in zip(more, (5, 6), strict=True):
        each.starts_on, each.ends_on = date(2026, month, 18), date(2026, month, 22)
    return [first, *more, artist]


@pytest.fixture
def slips(contracts, by, at):
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


@pytest.fixture
def later(at):
    """When the quarter is over."""
    return at.replace(month=7)


def close(by, at):
    return actions.close_quarter(quarter_start=APRIL, by=by, at=at)


def owed(member):
    (found,) = (
        each
        for each in queries.workers_of_quarter(quarter=APRIL, region="BRU")
        if each.member_id == member.pk
    )
    return {(each.kind, each.code): each for each in found.wanted}


def test_contributions_are_due_on_the_pay_of_the_quarter(slips, amina):
    found = owed(amina)
    main = found["contribution", "495"]
    assert (main.basis_cents, main.cents) == (210_003, 79_948)  # 13.07 + 25 %
    assert found["contribution", "809"].cents == 4_851  # 2.31 %


def test_an_artist_is_counted_on_108_percent_with_the_holiday_fund(slips, bram):
    found = owed(bram)
    main = found["contribution", "046"]
    assert (main.basis_cents, main.cents) == (97_200, 42_418)  # 13.07 + 25 + 5.57 %
    assert found["yearly", "046"].cents == 9_982  # 10.27 %, billed in March


def test_what_was_kept_of_the_worker_is_declared_as_it_was_kept(slips, amina, by, later):
    close(by, later)
    rows = queries.regularisations(month=date(2026, 5, 1))
    mine = [row for row in rows if row.member_id == amina.pk]
    bonus = sum(s.work_bonus_cents for s in slips if s.member_id == amina.pk)
    bonus += sum(row.bonus_a_cents + row.bonus_b_cents for row in mine)
    assert owed(amina)["deduction", "0001"].cents == bonus


def test_the_structural_reduction_is_that_of_the_rules(slips, amina):
    minutes = 3 * 5 * 480
    work = quarter.Work(210_003, minutes, 2_280, is_half_time=True)
    base = 52_501  # 25 %
    found = quarter.reductions(work, base, APRIL)
    assert owed(amina)["deduction", "3000"].cents == found.structural > 0


def test_the_reduction_for_artists_needs_a_region_that_grants_it(slips, bram):
    found = {each.code for each in wanted_in("FLA", bram) if each.kind == "deduction"}
    assert "4300" not in found
    assert "4300" in {each.code for each in wanted_in("BRU", bram)}


def wanted_in(region, member):
    workers = queries.workers_of_quarter(quarter=APRIL, region=region)
    return next(each.wanted for each in workers if each.member_id == member.pk)


@pytest.mark.parametrize(
    ("postcode", "region"),
    [("1060", "BRU"), ("1348", "WAL"), ("2000", "FLA"), ("4000", "WAL"), ("8500", "FLA")],
)
def test_the_postcode_says_the_region(postcode, region):
    assert queries.region_of(postcode) == region


def test_it_posts_one_entry_and_the_books_owe_what_is_declared(slips, by, later):
    rows = close(by, later)
    assert {row.posting for row in rows} == {"quarter:2026-2:1"}
    ((_id, lines),) = books.entries_by_key(keys=["quarter:2026-2:1"]).values()
    assert [line.account for line in lines] == ["454", "7041"]
    assert lines[1].cents == sum(row.owed_cents for row in rows)
    workers = queries.workers_of_quarter(quarter=APRIL, region="BRU")
    assert books.account_balance(account="454") == -sum(each.wanted_cents for each in workers)


def test_a_second_time_changes_nothing(slips, by, later):
    close(by, later)
    assert close(by, later) == []
    assert books.entries_by_key(keys=["quarter:2026-2:2"]) == {}


def test_after_a_correction_only_the_difference_is_posted(slips, contracts, by, later):
    close(by, later)
    more = replace(pay.inputs(contracts)[3], gross_cents=120_000)
    actions.correct(corrections=[Correction(slips[3].pk, more)], by=by, at=later)
    (row,) = close(by, later)
    assert row.posting == "quarter:2026-2:2"
    workers = queries.workers_of_quarter(quarter=APRIL, region="BRU")
    assert books.account_balance(account="454") == -sum(each.wanted_cents for each in workers)
    artist = [each.artist_cents for each in queries.closings(quarter=APRIL)]
    assert sum(artist) == workers[1].of("deduction", "4300")


def test_it_settles_the_months_first(slips, by, later):
    close(by, later)
    assert queries.regularisations(month=date(2026, 5, 1))
    assert actions.regularise(month=date(2026, 5, 1), by=by, at=later) == []


def test_a_quarter_that_goes_on_is_refused(slips, by, at):
    with pytest.raises(QuarterNotOver, match="2026/2"):
        close(by, at)


def test_a_quarter_without_pay_has_nothing_to_close(amina, by, later):
    assert close(by, later) == []


def test_unconfirmed_figures_are_named(slips, by, later):
    row = next(row for row in close(by, later) if row.name == "Amina Benali")
    assert {"employer.due.white_collar", "dmfa.others"} <= set(row.marks)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_postgresql_refuses_to_change_a_closing(slips, by, later, deed):
    row = QuarterClose.objects.filter(pk=close(by, later)[0].pk)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        row.update(owed_cents=1) if deed == "update" else row._raw_delete(row.db)
