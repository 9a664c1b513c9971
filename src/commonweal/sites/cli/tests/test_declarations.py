"""`commonweal declarations`: files for social security and the tax office, held to the books."""

import argparse
from datetime import date

import pytest
from django.utils import translation

from commonweal.kernel import clock
from commonweal.payroll import actions
from commonweal.payroll.tests import pay
from commonweal.sites.cli import declarations
from commonweal.sites.cli._trouble import Trouble

NUMBERS = ("--noss", "123456789", "--unit", "2000000042")


@pytest.fixture
def slips(amina, amina_unit, by, at):
    contracts = pay.plan(amina_unit, amina, by=by, gross_cents=15_000)
    return actions.run(contracts=pay.inputs(contracts), by=by, at=at)


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        declarations.add_arguments(parser)
        with translation.override("en"):
            code = declarations.run(parser.parse_args([str(word) for word in words]))
        return code, capsys.readouterr()

    return call


def test_an_open_quarter_is_written_with_a_warning(call, slips, tmp_path):
    out = tmp_path / "dmfa.xml"
    code, said = call("dmfa", "--quarter", "2026-2", *NUMBERS, "--out", out)
    assert code == 1
    assert "Close the quarter" in said.err
    assert out.read_bytes().startswith(b"<?xml")


def test_a_closed_quarter_shows_the_same_total_twice(call, slips, by, at, tmp_path):
    later = at.replace(month=7)
    clock.move(to=later)
    actions.close_quarter(quarter_start=date(2026, 4, 1), by=by, at=later)
    out = tmp_path / "dmfa.xml"
    code, said = call("dmfa", "--quarter", "2026-2", *NUMBERS, "--out", out)
    declared, books, *words = said.out.split()
    assert (code, declared) == (0, books)
    assert " ".join(words) == "Owed to social security"


def test_the_sheets_of_a_year_show_three_totals(call, slips, tmp_path):
    out = tmp_path / "belcotax.xml"
    code, said = call("belcotax", "--year", "2026", "--out", out)
    assert (code, len(said.out.splitlines())) == (0, 3)
    assert b"Verzendingen" in out.read_bytes()


def test_a_quarter_that_is_none_is_refused(call, tmp_path):
    with pytest.raises(Trouble, match="2026-1"):
        call("dmfa", "--quarter", "2026-5", *NUMBERS, "--out", tmp_path / "x")
