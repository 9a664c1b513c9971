"""Every input of a pay, from flags or from a file."""

import argparse
import json

import pytest

from commonweal.sites.cli import payslip

ON = ("--on", "2026-05-15")


@pytest.fixture
def explain(capsys):
    def explain(*words):
        parser = argparse.ArgumentParser()
        payslip.add_arguments(parser)
        code = payslip.run(parser.parse_args(["explain", *words, "--json"]))
        return code, json.loads(capsys.readouterr().out)

    return explain


def test_it_starts_from_the_taxable_pay(explain):
    _, found = explain("--taxable", "2000", *ON)
    assert (found["taxable"], found["withholding"], found["net"]) == (200000, 16701, 183299)
    assert {line["part"] for line in found["lines"]} == {"pay", "step"}


def test_a_fixed_rate_is_named_or_given_as_its_percentage(explain):
    for said in ("artist_interim", "11.11", "11,11 %", "0.1111"):
        _, found = explain("--taxable", "1000", *ON, "--flat-rate", said)
        assert found["withholding"] == 11110
    assert found["unconfirmed"] == ["withholding.flat_artist_interim"]


def test_a_fortnight_is_half_a_month_at_twice_the_pay(explain):
    _, month = explain("--taxable", "3000", *ON)
    _, half = explain("--taxable", "1500", *ON, "--kind", "fortnight")
    assert half["withholding"] == (month["withholding"] + 1) // 2


def test_double_holiday_pay_is_taxed_by_the_normal_pay_of_a_year(explain):
    words = ("--gross", "2426.71", *ON, "--kind", "double_holiday", "--year-pay", "31294.80")
    _, found = explain(*words)
    contribution = round(242671 * 0.1307 * 85 / 92)
    assert found["social_security"] == contribution
    assert found["withholding"] == round((242671 - contribution) * 0.3634)
    assert found["special_contribution"] == found["employer_contribution"] == 0


def test_a_student_over_the_quota_pays_ordinary_contributions_on_the_rest(explain):
    student = ("--gross", "500", *ON, "--status", "student", "--hours", "40")
    _, inside = explain(*student)
    _, across = explain(*student, "--student-hours-used", "630")
    _, late = explain(*student, "--declared-in-time", "no")
    assert (inside["social_security"], inside["withholding"]) == (1355, 0)
    assert inside["employer_contribution"] == 2710
    codes = {line["code"]: line["amount"] for line in across["lines"]}
    assert (codes["solidarity"], codes["worker_contribution"]) == (-678, -3268)
    assert "solidarity" not in {line["code"] for line in late["lines"]}


def test_the_family_counts_disability_and_dependants(explain):
    words = ("--gross", "4000", *ON, "--family", "partner_low_income", "--children", "2")
    others = ("--disabled-children", "1", "--disabled", "yes", "--dependants", "1")
    _, found = explain(*words, *others, "--retirees", "1")
    year = {line["code"]: -line["amount"] for line in found["lines"]}
    assert year["children_reduction"] == 440400  # three children: one counts for two
    assert year["disability_reduction"] == 62400
    assert year["dependants_reduction"] == 62400 + 199200
    assert year["partner_reduction"] == 174000


def test_what_stands_beside_the_wage_leads_to_what_arrives(explain):
    _, found = explain(
        "--gross", "3000", *ON, "--meal-vouchers", "20", "--commute", "16.42", "--meal-days", "2",
        "--garnishment", "250",
    )  # fmt: skip
    assert found["attachment"] == 25000
    assert found["paid"] == found["net"] - 20 * 109 + 1642 + 1800 - 25000


def test_a_lump_sum_above_the_accepted_amount_joins_the_gross_pay(explain):
    _, found = explain("--gross", "2000", *ON, "--meal-days", "10", "--meal-day", "12")
    assert found["gross"] == 203000
    assert found["paid"] == found["net"] + 9000


def test_a_file_says_the_same_words_and_a_flag_wins(explain, tmp_path):
    file = tmp_path / "pay.yaml"
    file.write_text(
        "gross: 2300\ndate: 2026-05-01\nstatus: white_collar\nfamily: single\nchildren: 0\n"
    )
    assert explain("--file", str(file))[1]["net"] == 210593
    assert explain("--file", str(file), "--extra-withholding", "50")[1]["net"] == 205593
    assert explain("--file", str(file), "--taxable", "2000")[1]["withholding"] == 16701


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("gross: 2300\nchildern: 1\non: 2026-05-15\n", "Did you mean “children”?"),
        ("gross: 2300\ngross: 2400\n", "only once"),
        ("gross: [1, 2]\n", "as one word or number"),
        ("- 1\n", "lines such as"),
        ("gross: {\n", "cannot be read as YAML"),
        ("on: 2026-05-15\n", "Give --gross"),
        ("gross: 2300\n", "Give --on"),
    ],
)
def test_a_wrong_file_gets_one_sentence(explain, tmp_path, text, remedy):
    file = tmp_path / "pay.yaml"
    file.write_text(text)
    code, found = explain("--file", str(file))
    assert code == 2
    assert remedy in found["error"]


def test_the_expected_income_of_a_year_is_paid_by_the_month(explain):
    _, found = explain("--expected-year", "24000.05", *ON)
    _, later = explain("--expected-year", "24000.05", "--on", "2026-06-15")
    assert (found["gross"], later["gross"]) == (200001, 200000)
    code, refused = explain("--expected-year", "24000", "--gross", "2000", *ON)
    assert (code, "not both" in refused["error"]) == (2, True)


def test_a_region_shows_what_the_employer_owes_less_for_the_quarter(explain):
    artist = ("--gross", "2500", *ON, "--status", "artist")
    _, found = explain(*artist, "--region", "WAL")
    less = {line["code"]: line["amount"] for line in found["quarter"]}
    assert less["artist_reduction"] == -51700
    assert less["structural_reduction"] == -(
        round(0.14 * (1145857 - 750000)) + round(0.16 * (954720 - 750000))
    )
    _, flemish = explain(*artist, "--region", "fla")
    assert "artist_reduction" not in {line["code"] for line in flemish["quarter"]}
    assert "BRU, FLA, WAL" in explain(*artist, "--region", "Mars")[1]["error"]


def test_an_allowance_for_amateur_arts_keeps_its_limits(explain):
    words = ("--kind", "amateur_arts", "--gross", "75", "--on", "2024-06-15")
    _, found = explain(*words, "--travel", "10", "--days-used", "12", "--principal-year", "600")
    assert (found["net"], found["days_left"], found["solidarity"]) == (8500, 17, 3375)
    for more, remedy in (
        (("--days-used", "30"), "none is left"),
        (("--days-in-a-row", "7"), "at most 7"),
        (("--travel", "30"), "at most EUR 22.06"),
    ):
        code, refused = explain(*words, *more)
        assert (code, remedy in refused["error"]) == (2, True)
