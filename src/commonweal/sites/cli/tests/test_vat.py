"""`commonweal vat`: the papers of VAT, from the command line."""

import argparse
import json

import pytest
from django.utils import translation
from tests.cast import make_client

from commonweal.ledger.actions import Entry, Line
from commonweal.reporting.queries import UnknownPeriod
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.intervat_schema import faults
from commonweal.sites.cli import vat
from commonweal.sites.cli._trouble import Trouble

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        vat.add_arguments(parser)
        with translation.override("en"):
            code = vat.run(parser.parse_args([str(word) for word in words]))
        return code, capsys.readouterr()

    return call


@pytest.fixture
def told(amina_unit, festival):
    quarter.tell(amina_unit, festival)
    return amina_unit


def test_the_return_is_printed_grid_by_grid_and_written(call, told, tmp_path):
    out = tmp_path / "return.xml"
    code, said = call("return", "--period", "2026-Q2", "--xml", out)
    assert (code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Commonweal cv, 2026-Q2"
    shown = {line[:2]: line.split()[1] for line in lines if line[:2].isdigit()}
    assert shown == {
        code: f"{cents // 100}.{cents % 100:02}" for code, cents in quarter.GRIDS.items()
    }
    assert faults(out.read_bytes()) == []


def test_a_program_reads_cents(call, told):
    code, said = call("return", "--period", "2026-Q2", "--json")
    found = json.loads(said.out)
    assert code == 0
    assert {c: g["cents"] for c, g in found["grids"].items() if g["cents"]} == quarter.GRIDS
    assert (found["agrees"], found["unexplained"]["lines"]) == (True, 0)
    assert found["unconfirmed"] == ["vat.grids.purchases", "vat.grids.treatments"]


def test_what_the_books_cannot_explain_ends_in_1(call, told):
    lines = (Line("4510", 21_00), Line("499", -21_00))
    quarter.write(Entry("misc", quarter.date(2026, 6, 1), "?", "odd:1", "odd:1", lines))
    code, said = call("return", "--period", "2026-06")
    assert code == 1
    assert "1 ledger lines belong in no grid" in said.err
    assert "VAT on sales" in said.err


def test_the_clients_of_a_year(call, told, tmp_path):
    out = tmp_path / "clients.xml"
    code, said = call("clients", "--year", "2026", "--xml", out)
    assert code == 0
    assert "BE0403019261" in said.out
    assert "3200.00" in said.out
    assert faults(out.read_bytes()) == []
    _code, said = call("clients", "--year", "2026", "--json")
    assert [one["turnover_cents"] for one in json.loads(said.out)["clients"]] == [2000_00, 1200_00]


def test_who_has_no_number_is_named_with_the_remedy(call, amina_unit, entity):
    museum = make_client(name="Museum", enterprise_number="0403019261", vat_number="")
    on, standard = quarter.date(2026, 5, 4), quarter.Vat.STANDARD
    quarter.sell(amina_unit, museum, 600_00, standard, 2100, on=on)
    code, said = call("clients", "--year", "2026")
    assert code == 0
    assert "Ask Museum for its VAT number: 600.00 is not listed." in said.err


def test_the_intra_listing(call, told, tmp_path):
    out = tmp_path / "intra.xml"
    code, said = call("intra", "--period", "2026-06", "--xml", out)
    assert code == 0
    assert "NL004495445B01 S" in " ".join(said.out.split())
    assert faults(out.read_bytes()) == []


def test_wrong_arguments_are_answered_with_an_example(call, entity, capsys):
    with pytest.raises(UnknownPeriod, match="2026-Q2"):
        call("return", "--period", "2026-13")
    with pytest.raises(Trouble, match=r"one of our legal entities \(1\)"):
        call("return", "--period", "2026-Q2", "--entity", "9")
    for words in (("clients", "--year", "last"), ("return",), ("refund",), ()):
        with pytest.raises(SystemExit):
            call(*words)
    assert "give a year such as 2026" in capsys.readouterr().err


def test_nobody_abroad_writes_no_file(call, entity, tmp_path):
    out = tmp_path / "intra.xml"
    with pytest.raises(Exception, match="File nothing for 2026-Q2"):
        call("intra", "--period", "2026-Q2", "--xml", out)
    assert not out.exists()
