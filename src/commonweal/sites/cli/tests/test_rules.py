"""`commonweal rules`: what the house knows, since when, and from whom."""

import argparse
import json

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


def test_amounts_are_euro_with_their_unit(call):
    _, out, _ = call("show", "meal_voucher", "--on", "2026-02-01")
    assert "  employer_max: 8.91 EUR/day\n" in out
    _, out, _ = call("show", "expense.km.yearly", "--on", "2026-02-01")
    assert "  44.51 cent/km\n" in out


def test_what_is_exact_stays_exact(call):
    _, out, _ = call("show", "holiday.double_nsso_share")
    assert "  85/92\n" in out
    _, out, _ = call("show", "artist.1bis.certificate_required")
    assert "  yes\n" in out
    _, out, _ = call("show", "artist.target_group.regions", "--on", "2026-05-01")
    assert "  BRU, WAL\n" in out


def test_an_amount_that_the_law_does_not_give_is_none(call):
    _, out, _ = call("show", "expense.bicycle", "--on", "2023-05-01")
    assert "  yearly_cap: none\n" in out


def test_a_near_word_is_suggested(call):
    _, _, err = call("show", "work_bonuss")
    assert err.startswith("Choose work_bonus or ")


def test_a_long_wrong_word_is_not_repeated_whole(call):
    _, _, err = call("show", "w" * 900)
    assert len(err) < 200


def test_a_day_without_value_is_refused_with_the_days_that_have_one(call):
    code, _, err = call("show", "nsso.worker.rate", "--on", "2001-01-01")
    assert code == 2
    assert err.startswith("Choose a day from 2023-01-01 on")


def test_a_gap_is_shown_as_one(call):
    code, out, _ = call("show", "work_bonus", "--on", "2024-04-15")
    assert code == 0
    assert "GAP" in out


def test_show_speaks_to_a_program(call):
    _, out, _ = call("show", "work_bonus.fiscal", "--on", "2026-05-04", "--json")
    assert json.loads(out)[0]["value"] == [
        {"place": ["A"], "value": "0.3314", "unit": "fraction"},
        {"place": ["B"], "value": "0.5254", "unit": "fraction"},
    ]


def test_it_lists_what_holds_on_a_day(call):
    _, out, _ = call("list", "--on", "2025-06-01")
    row = next(row for row in out.splitlines() if row.startswith("nsso.student.quota "))
    assert "from 2025-01-01" in row
    assert "pc200.scale                               not known on 2025-06-01" in out


def test_the_list_speaks_to_a_program(call):
    _, out, _ = call("list", "--on", "2025-06-01", "--json")
    found = {each["id"]: each for each in json.loads(out)}
    assert found["nsso.student.quota"]["value"][0]["value"] == 650
    assert found["pc200.scale"]["known"] is False
    _, out, _ = call("list", "--unconfirmed", "--json")
    assert {each["confidence"] for each in json.loads(out)} == {"unconfirmed"}


def diff(call, first, last, *words):
    return call("diff", "--from", first, "--to", last, *words)


def test_it_tells_each_figure_that_differs_between_two_days(call):
    code, out, _ = diff(call, "2025-06-01", "2026-02-01")
    assert code == 0
    assert "meal_voucher  changed on 2026-01-01  confirmed\n" in out
    assert "  employer_max: 6.91 → 8.91 EUR/day\n" in out
    assert "  bounds › 1: 16310.00 → 16710.00 EUR/year\n" in out
    assert "worker_min" not in out
    assert "nsso.worker.rate" not in out


def test_it_names_the_days_that_nobody_knows(call):
    _, out, _ = diff(call, "2026-04-10", "2026-06-01")
    assert "expense.km.quarterly  changed on 2026-05-01  not known\n  after: gap. From April" in out
    assert "  45.71 → — cent/km\n" in out


def test_a_figure_that_starts_has_no_value_before(call):
    _, out, _ = diff(call, "2025-12-31", "2026-01-01")
    assert "benefit.tools  changed on 2026-01-01  confirmed\n  before: no value" in out
    assert "  pc: — → 72.00 EUR/year\n" in out


def test_days_with_the_same_figures_have_no_difference(call):
    _, out, _ = diff(call, "2025-08-01", "2025-08-02")
    assert out.startswith("0 of ")


def test_the_difference_speaks_to_a_program(call):
    _, out, _ = diff(call, "2025-12-31", "2026-01-01", "--json")
    found = {each["id"]: each for each in json.loads(out)}
    assert found["meal_voucher"]["changed_on"] == ["2026-01-01"]
    assert found["meal_voucher"]["after"]["confidence"] == "confirmed"
    assert found["meal_voucher"]["leaves"][0] == {
        "place": ["employer_max"], "before": "6.91", "after": "8.91", "unit": "EUR/day",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2026-02-30", "2026-03-01", "Give --from as a day"),
        ("2026-02-01", "soon", "Give --to as a day"),
        ("2026-02-01", "2026-02-01", "Give --to a day after --from"),
        ("2026-02-01", "2025-02-01", "Give --to a day after --from"),
    ],
)
def test_a_difference_needs_two_days_in_order(call, first, last, says):
    code, out, err = diff(call, first, last)
    assert (code, out) == (2, "")
    assert err.startswith(says)
