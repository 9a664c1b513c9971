"""`commonweal payslip outdated`: what a figure that comes late would change."""

import argparse
import json

import pytest

from commonweal.payroll.tests.law import law  # noqa: F401
from commonweal.payroll.tests.test_outdated import LOWER, RATE, paid
from commonweal.sites.cli import payslip


@pytest.fixture
def outdated(capsys):
    def outdated(*words):
        parser = argparse.ArgumentParser()
        payslip.add_arguments(parser)
        options = parser.parse_args(["outdated", *words])
        assert payslip.needs_database(options)
        code = payslip.run(options)
        said = capsys.readouterr()
        return code, said.out, said.err

    return outdated


def test_nothing_changes_while_the_figures_are_those_of_today(outdated, amina, amina_unit, by, at):
    paid(amina_unit, amina, by, at, 5)
    code, out, _ = outdated()
    assert (code, out.splitlines()[-1][:18]) == (0, "0 payslips change,")


def test_a_late_figure_lists_the_payslips_it_changes(outdated, amina, amina_unit, by, at, law):  # noqa: F811
    _may, june = paid(amina_unit, amina, by, at, 5, 6)
    law.change("nsso.worker.rate", RATE, LOWER)
    code, out, _ = outdated()
    assert (code, "Correct them at the desk" in out) == (1, True)
    assert amina.full_name in out
    _, out, _ = outdated("--json")
    (change,) = json.loads(out)["changes"]
    assert (change["payslip"], change["difference"] > 0) == (june.pk, True)
    assert outdated("--to", "2026-06-01")[0] == 0


def test_a_wrong_day_gets_the_remedy(outdated, db):
    code, _, err = outdated("--from", "yesterday")
    assert (code, "such as 2026-05-15" in err) == (2, True)
