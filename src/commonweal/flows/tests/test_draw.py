"""The statement of a month on paper: every line, the steps, both ends, once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, make_unit

from commonweal.activities.tests.budgets import collect, earn, pay_out, promise
from commonweal.documents import queries as documents
from commonweal.flows.statements import _paper, actions, jobs, queries
from commonweal.kernel import clock
from commonweal.kernel import queries as house
from commonweal.kernel.actor import SYSTEM
from commonweal.ledger import actions as books

pytestmark = pytest.mark.django_db
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
JUNE_2 = NOW + timedelta(days=29)


def draw(*units, month=MAY, at=JUNE_2):
    return actions.draw(units=[unit.pk for unit in units], month=month, by=SYSTEM, at=at)


@pytest.fixture
def may(entity, amina_unit):
    """A line of April, and four of May."""
    april = books.Entry(
        "sales", date(2026, 4, 9), "Invoice 7", "k:7", "invoice:7",
        (books.Line("400", 100_00, amina_unit.pk, "invoice:7"),
         books.Line("7000", -100_00, amina_unit.pk)),
    )  # fmt: skip
    books.post(entries=[april], by=SYSTEM, at=NOW)
    earn(amina_unit)
    collect(amina_unit, 605_00)
    pay_out(amina_unit, 12_50, "note:1")
    promise(amina_unit, 40_00, origin="contract:3")
    return amina_unit


def test_it_keeps_a_paper_about_the_unit(may):
    (paper,) = draw(may)
    assert (paper.name, paper.kind, paper.about) == (
        f"2026-05-budget-{may.pk}.pdf", "budget_statement", may.ref
    )  # fmt: skip
    content = documents.content(document=paper)
    assert content.startswith(b"%PDF") and b"pdfaid" in content
    assert queries.papers_of(unit=may.pk) == {"2026-05": paper}


def test_the_paper_says_every_line_and_both_ends(may):
    (source,) = _paper.gather(units=[may.pk], month=MAY, at=JUNE_2)
    facts = _paper._facts(source, house.entity())
    assert (facts["opening"], facts["change"], facts["closing"]) == (100_00, 922_50, 1022_50)
    assert [(line[4], line[5]) for line in facts["lines"]] == [
        (1000_00, 1100_00),
        (-65_00, 1035_00),
        (-12_50, 1022_50),
    ]
    steps = {label: cents for label, cents, _kept in facts["steps"]}
    assert steps["Invoiced, VAT included"] == 1210_00 and steps["VAT"] == -210_00
    states = {label: cents for label, cents, _end in facts["states"]}
    assert (states["Available"], states["Collected"], states["Kept aside"]) == (
        1022_50, 605_00, 40_00
    )  # fmt: skip
    assert facts["aside"] == [["Wage of contract 3", "", 40_00]]
    assert facts["contribution"] == 65_00


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_it_is_set_in_the_language_of_the_manager(may, amina, language):
    amina.language = language
    amina.save()
    (source,) = _paper.gather(units=[may.pk], month=MAY, at=JUNE_2)
    assert source.language == language
    assert len(draw(may)) == 1


def test_a_second_time_does_nothing_until_something_was_written_in_the_month(may):
    (first,) = draw(may)
    assert draw(may) == []
    pay_later(may, JUNE_2 + timedelta(hours=1))
    (second,) = draw(may, at=JUNE_2 + timedelta(hours=2))
    assert queries.papers(units=[may.pk], month=MAY) == {may.pk: second}
    assert documents.about(ref=may.ref).count() == 2
    assert first.name == second.name


def pay_later(unit, at):
    lines = (books.Line("6160", 1_00, unit.pk), books.Line("4891", -1_00, unit.pk, "note:9"))
    entry = books.Entry("misc", date(2026, 5, 31), "Late note", "note:9", "note:9", lines)
    books.post(entries=[entry], by=SYSTEM, at=at)


def test_a_month_that_goes_on_is_refused(may):
    with pytest.raises(actions.MonthNotOver, match="Wait until 2026-05 is over"):
        draw(may, at=NOW)


def test_a_month_without_movement_has_no_paper(may, carla_unit):
    assert draw(carla_unit) == []
    assert draw(may, month=date(2026, 3, 1)) == []
    assert len(draw(may, month=APRIL)) == 1


def test_ten_units_cost_no_more_questions_than_one(may, amina):
    with CaptureQueriesContext(connection) as one:
        draw(may)
    units = [make_unit(amina, "activity", f"Atelier {number}") for number in range(10)]
    for number, unit in enumerate(units, 2):
        earn(unit, 10_00, number)
    with CaptureQueriesContext(connection) as ten:
        assert len(draw(*units)) == 10
    assert len(ten) == len(one)


def test_the_night_after_a_month_draws_for_every_unit_that_moved(may, carla_unit, monkeypatch):
    queued = []
    monkeypatch.setattr(jobs, "defer_all", lambda job, each: queued.extend(each))
    clock.move(to=JUNE_2)
    jobs.after_month()
    assert queued == [{"units": [may.pk], "month": "2026-05-01"}]
    jobs.draw(**queued[0])
    assert list(queries.papers_of(unit=may.pk)) == ["2026-05"]
