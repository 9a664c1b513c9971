"""`commonweal ledger proofs`: nine figures, and an exit code a script can trust."""

import argparse
import json

import pytest
from django.db import connection
from django.utils import translation

from commonweal.ledger.tests.books import invoice, write
from commonweal.sites.cli import ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        ledger.add_arguments(parser)
        with translation.override("en"):
            code = ledger.run(parser.parse_args(words))
        return code, capsys.readouterr().out

    return call


def test_sound_books_print_twelve_noughts(call):
    write(invoice(1))
    code, out = call("proofs")
    lines = out.splitlines()
    assert (code, len(lines)) == (0, 12)
    assert {line.split()[0] for line in lines} == {"0"}
    assert "No journal misses a number." in out


def test_a_fault_is_told_and_ends_in_1(call):
    write(invoice(1))
    spoil()
    code, out = call("proofs")
    assert code == 1
    assert "     1  budgets_equal_lines" in out
    assert "members may see a wrong amount" in out


def test_a_script_reads_an_object(call):
    write(invoice(1))
    spoil()
    code, out = call("proofs", "--json")
    found = json.loads(out)
    assert (code, len(found), found["budgets_equal_lines"]) == (1, 12, 1)
    assert found["chain_intact"] == 0


def test_no_deed_is_refused():
    parser = argparse.ArgumentParser()
    ledger.add_arguments(parser)
    with pytest.raises(SystemExit) as refusal:
        parser.parse_args([])
    assert refusal.value.code == 2


def spoil():
    with connection.cursor() as cursor:
        cursor.execute("update ledger_unitbalance set budget_cents = 0")
