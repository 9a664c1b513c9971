"""`commonweal payslip explain` as a person or a script calls it."""

import argparse
import json

import pytest

from commonweal.sites.cli import payslip


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        payslip.add_arguments(parser)
        code = payslip.run(parser.parse_args(["explain", *words]))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_it_gives_worked_example_5_in_cents(call):
    code, out, _ = call("--gross", "2300", "--on", "2026-05-15", "--json")
    found = json.loads(out)
    lines = found.pop("lines")
    assert code == 0
    assert found | {"gross": 230000, "social_security": 1896, "work_bonus": 28165} == found
    assert found | {"taxable": 228104, "withholding": 16357, "net": 210593} == found
    assert found | {"special_contribution": 1154, "employer_contribution": 62813} == found
    assert sum(line["amount"] for line in lines if line["part"] == "pay") == 210593
    assert all(line["rule"] and line["date"] and line["source"] for line in lines)


def test_it_prints_each_line_with_rule_rate_date_and_source(call):
    _, out, _ = call("--gross", "2300", "--on", "2026-05-15")
    assert "2,105.93  NET PAY" in out
    assert "[13.07 %]" in out
    assert "nsso.worker.rate, since 2023-01-01: socialsecurity.be" in out


def test_it_marks_unconfirmed_figures(call):
    _, out, _ = call("--gross", "2300", "--on", "2026-03-15")
    assert "Work bonus, part A (low pay)  [≤ 2833.36]  ! UNCONFIRMED" in out
    assert "! Unconfirmed figures: work_bonus, " in out


def test_extra_withholding_is_euro_a_month_and_a_rate_is_the_least(call):
    words = ("--gross", "2300", "--on", "2026-05-15", "--json")
    _, more, _ = call(*words, "--extra-withholding", "50")
    _, rate, _ = call(*words, "--withholding-rate", "20 %")
    assert json.loads(more)["withholding"] == 16357 + 5000
    assert json.loads(rate)["withholding"] == 45621


def test_hours_make_a_short_contract(call):
    _, out, _ = call("--gross", "110", "--on", "2026-05-15", "--hours", "8", "--json")
    assert json.loads(out)["work_bonus"] == 607 + 808


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("--gross", "0"), "above zero"),
        (("--gross", "-5"), "above zero"),
        (("--gross", "much"), "in euro, such as 2300"),
        (("--on", "2024-04-10"), "before 2024-04-01 or from 2024-05-01"),
        (("--on", "2022-01-01"), "from 2024-01-01 on"),
        (("--on", "2027-01-01"), "before 2027-01-01"),
        (("--on", "tomorrow"), "such as 2026-05-15"),
        (("--status", "king"), "white_collar, blue_collar, artist"),
        (("--family", "crowd"), "single, single_parent, partner_with_income"),
        (("--children", "-1"), "from 0 to 99"),
        (("--children", "1.5"), "whole number"),
        (("--children", "100"), "from 0 to 99"),
        (("--gross", "0.001"), "in euro, such as 2300"),
        (("--hours", "0.01"), "whole minutes"),
        (("--hours", "x"), "as a number"),
        (("--hours", "1e999999999"), "as a number"),
        (("--withholding-rate", "NaN"), "as a number"),
        (("--withholding-rate", "101"), "0 to 100 %"),
        (("--extra-withholding", "9999"), "at most EUR 2105.93"),
        (("--kind", "monthly"), "ordinary, fortnight, double_holiday"),
        (("--kind", "double_holiday", "--status", "artist"), "holiday fund"),
        (("--taxable", "2000"), "not both"),
        (("--disabled-children", "1"), "among the dependent children"),
        (("--partner-disabled", "yes"), "family with a partner"),
        (("--disabled", "perhaps"), "yes or no"),
        (("--flat-rate", "12"), "artist_interim (11.11 %)"),
        (("--retirees", "1", "--on", "2025-05-15"), "over 65"),
        (("--meal-vouchers", "20", "--voucher-value", "12"), "at most EUR 10.00"),
        (("--file", "/nowhere.yaml"), "that can be read"),
    ],
)
def test_bad_input_gets_one_sentence_with_the_remedy(call, words, remedy):
    code, out, err = call("--gross", "2300", "--on", "2026-05-15", *words)
    assert (code, out) == (2, "")
    assert remedy in err
    assert len(err.splitlines()) == 1


def test_a_refusal_is_json_when_json_was_asked(call):
    code, out, _ = call("--gross", "2300", "--on", "2024-04-10", "--json")
    assert code == 2
    assert "2024-05-01" in json.loads(out)["error"]
