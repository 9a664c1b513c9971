"""`commonweal year-end`: look, carry over, undo, show; for people and for scripts."""

import argparse
import json
from datetime import date, datetime

import pytest
from django.utils import translation
from tests.cast import make_unit

from commonweal.activities import queries
from commonweal.activities.actions import UndoReasonMissing, YearNotOver
from commonweal.activities.tests.test_carry_over import move
from commonweal.kernel import clock
from commonweal.kernel.clock import ZONE
from commonweal.sites.cli import main, year_end
from commonweal.sites.cli._trouble import Trouble


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        year_end.add_arguments(parser)
        with translation.override("en"):
            code = year_end.run(parser.parse_args(words))
        return code, capsys.readouterr().out

    return call


@pytest.fixture(autouse=True)
def lived(amina, by):
    """Two units that lived through 2026; it is January 2027."""
    for name, cents in (("Atelier Brume", 1600_00), ("Stand Zuid", -50_00)):
        unit = make_unit(amina, "activity", name)
        move(unit, cents, date(2026, 6, 1), name, by=by)
    clock.move(to=datetime(2027, 1, 15, 9, tzinfo=ZONE))


def test_a_preview_of_last_year_changes_nothing(call):
    code, out = call("preview")
    assert code == 0
    assert "2026: 2 units to carry over (1 up, 1 down)" in out
    assert out.index("Atelier Brume") < out.index("Stand Zuid")
    assert not queries.carry_overs().exists()


def test_a_preview_says_that_a_year_runs(call):
    assert "2027 is not over" in call("preview", "--year", "2027")[1]


def test_a_run_tells_its_number_and_the_next_that_nothing_is_left(call):
    code, out = call("run", "--year", "2026")
    assert (code, "2 units of 2026 are carried over." in out) == (0, True)
    assert call("run") == (1, "Nothing is left to carry over of 2026.\n")


def test_an_undo_takes_the_last_run_that_stands(call):
    call("run")
    code, out = call("undo", "--reason", "An invoice was missing")
    assert (code, "2026 can be carried over again." in out) == (0, True)
    with pytest.raises(Trouble, match="No run of 2026 stands"):
        call("undo", "--reason", "Once more")


def test_an_undo_of_a_run_by_number(call):
    call("run")
    (run,) = queries.carry_overs()
    with pytest.raises(Trouble, match=f"Run {run.pk + 1} is not known"):
        call("undo", "--run", str(run.pk + 1), "--reason", "Wrong")
    with pytest.raises(Trouble, match="Leave out --year"):
        call("undo", "--run", str(run.pk), "--year", "2025", "--reason", "Wrong")
    with pytest.raises(UndoReasonMissing):
        call("undo", "--run", str(run.pk), "--reason", " ")
    assert call("undo", "--run", str(run.pk), "--reason", "Wrong")[0] == 0


def test_scripts_read_objects(call):
    preview = json.loads(call("preview", "--json")[1])
    assert (preview["units"], preview["cents"], preview["state"]) == (2, 1550_00, "open")
    assert preview["largest"][0]["name"] == "Atelier Brume"
    run = json.loads(call("run", "--json")[1])
    assert (run["units"], run["cents"], run["undone_at"]) == (2, 1550_00, None)
    shown = json.loads(call("show", "--json")[1])
    assert (shown["cents"], shown["up"], shown["down"], len(shown["runs"])) == (1550_00, 1, 1, 1)
    assert json.loads(call("run", "--json")[1]) == {"year": 2026, "run": None}


def test_the_row_is_shown_for_people(call):
    call("run")
    call("undo", "--reason", "Wrong")
    out = call("show")[1]
    assert "2026: unused budget, carried over" in out
    assert "0 units up, 0 down" in out and "undone" in out


def test_a_refusal_says_what_to_do(call):
    with pytest.raises(YearNotOver):
        call("run", "--year", "2027")


@pytest.mark.parametrize("words", [[], ["run", "--year", "26"], ["run", "--year", "x"], ["undo"]])
def test_wrong_words_are_refused(words):
    parser = argparse.ArgumentParser()
    year_end.add_arguments(parser)
    with pytest.raises(SystemExit) as refusal:
        parser.parse_args(words)
    assert refusal.value.code == 2


def test_the_verb_is_written_with_a_dash(capsys):
    assert main.run(["year-end", "--help"], open_house=lambda: None) == 0
    assert capsys.readouterr().out.startswith("usage: commonweal year-end")
    main.run([], open_house=lambda: None)
    assert "year-end" in capsys.readouterr().err
