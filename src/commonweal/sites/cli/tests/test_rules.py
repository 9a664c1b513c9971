"""`commonweal rules`: what the house knows, since when, and from whom."""

import argparse

import pytest

from commonweal.sites.cli import rules


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        rules.add_arguments(parser)
        code = rules.run(parser.parse_args(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_it_lists_every_figure_with_its_day_and_source(call):
    _, out, _ = call("list")
    assert "turnover.contribution" in out
    assert "GAP" in out


def test_it_lists_what_must_be_checked(call):
    _, out, _ = call("list", "--unconfirmed")
    assert "employer.tariff" in out
    assert "nsso.worker.rate" not in out


def test_it_shows_the_value_of_a_day(call):
    _, out, _ = call("show", "nsso.worker.rate", "--on", "2026-05-15")
    assert "0.1307" in out


def test_an_unknown_figure_is_refused(call):
    code, _, err = call("show", "weather")
    assert code == 2
    assert "rules list" in err


@pytest.mark.parametrize("text", ["2026-02-30", "may", ""])
def test_a_wrong_day_is_refused(call, text):
    code, _, err = call("show", "nsso.worker.rate", "--on", text)
    assert code == 2
    assert err == f"Give --on as a day, such as 2026-05-15: “{text}” is none.\n"


def test_it_checks_every_file(call):
    code, out, _ = call("check")
    assert code == 0
    assert out.endswith(" declared gaps, no fault.\n")
