"""The words in which a pay is asked for: the same as flags, in a YAML file and as columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.rules.cases import FAMILIES, FLAT_RATES, KINDS, STATUSES, Case
from commonweal.rules.errors import BadCase
from commonweal.rules.lines import percent
from commonweal.rules.parameters import figure
from commonweal.rules.pay_rules import FLAT
from commonweal.rules.payout import Beside
from commonweal.sites.cli import _words as read
from commonweal.sites.cli._words import WrongInput

SAME = {"date": "on", "manual": "blue_collar"}  # words of other tables for the same thing


@dataclass(frozen=True, slots=True)
class Word:
    """One word: how it is read, into which field, and what it means."""

    field: str
    read: Callable[[str, str], Any]
    metavar: str
    help: str


def _as_is(_word: str, text: str) -> str:
    return SAME.get(text, text)


def _claim(word: str, text: str) -> int:
    """A creditor's claim; `all` is as much as the law lets go."""
    return 1 << 53 if text == "all" else read.euro(word, text)


CASE = {
    "gross": Word("gross_cents", read.euro, "EURO", "gross pay"),
    "taxable": Word("gross_cents", read.euro, "EURO", "start here: social security is off"),
    "on": Word("on", read.day, "DATE", "day whose rules count, such as 2026-05-15"),
    "status": Word("status", _as_is, "WORD", ", ".join(STATUSES)),
    "family": Word("family", _as_is, "WORD", ", ".join(FAMILIES)),
    "kind": Word("kind", _as_is, "WORD", f"{', '.join(KINDS)}, amateur_arts"),
    "children": Word("children", read.count, "N", "dependent children"),
    "disabled-children": Word("disabled_children", read.count, "N", "of them with a disability"),
    "disabled": Word("is_disabled", read.yes, "YES|NO", "the worker has a disability"),
    "partner-disabled": Word("partner_is_disabled", read.yes, "YES|NO", "the partner has one"),
    "dependants": Word("dependants", read.count, "N", "other people who depend on the worker"),
    "retirees": Word("dependent_retirees", read.count, "N", "of other people: over 65 (2026)"),
    "hours": Word("minutes", read.minutes, "H", "length of a contract under a month (7.6)"),
    "withholding-rate": Word(
        "withholding_rate", read.percent, "PERCENT", "least part of the taxable pay, own choice"
    ),
    "extra-withholding": Word(
        "extra_withholding_cents", read.euro, "EURO", "tax to withhold on top, own choice"
    ),
    "flat-rate": Word(
        "flat_rate", _as_is, "WORD",
        f"fixed rate of tax: {', '.join(FLAT_RATES)}, or its percentage",
    ),
    "year-pay": Word(
        "year_cents", read.euro, "EURO",
        "normal pay of a year after social security, for holiday pay and premiums",
    ),
    "student-hours-used": Word(
        "student_minutes_left", read.minutes, "H", "hours of the quota used earlier this year"
    ),
    "student-hours-left": Word(
        "student_minutes_left", read.minutes, "H", "hours left of the quota, instead"
    ),
    "declared-in-time": Word(
        "declared_in_time", read.yes, "YES|NO", "the student was announced before the work"
    ),
}  # fmt: skip
BESIDE = {
    "meal-vouchers": Word("vouchers", read.count, "N", "meal vouchers, one a day worked"),
    "voucher-value": Word("voucher_cents", read.euro, "EURO", "value of one, else the most"),
    "voucher-worker": Word(
        "voucher_worker_cents", read.euro, "EURO", "worker's part of one, else the least"
    ),
    "commute": Word("commute_cents", read.euro, "EURO", "way to work, paid back"),
    "bicycle-km": Word("bicycle_metres", read.metres, "KM", "way to work by bicycle"),
    "meal-days": Word("meal_days", read.count, "N", "days with a lump sum for a meal"),
    "meal-day": Word("meal_day_cents", read.euro, "EURO", "that sum, else what is accepted"),
    "away-days": Word("away_days", read.count, "N", "days with a lump sum for being away"),
    "away-day": Word("away_day_cents", read.euro, "EURO", "that sum, else what is accepted"),
    "garnishment": Word("claim_cents", _claim, "EURO", "what a creditor still asks, or all"),
    "garnishment-children": Word(
        "attached_children", read.count, "N", "children that protect pay, else the children"
    ),
    "garnishment-earlier": Word(
        "earlier_cents", read.euro, "EURO", "other net pay of the month before this"
    ),
    "garnishment-taken": Word(
        "earlier_taken_cents", read.euro, "EURO", "what was taken of it already"
    ),
    "alimony": Word("for_alimony", read.yes, "YES|NO", "the claim is for alimony"),
}
WORDS = CASE | BESIDE
KNOWN = (*WORDS, "date")
NAMES = {word.field: name for name, word in WORDS.items() if name != "taxable"}


def pay(texts: Mapping[str, str]) -> tuple[Case, Beside]:
    """
    Return the question that these words ask.

    :raises WrongInput: if a word cannot be read, is missing or does not go with another
    :raises BadCase: if a value is out of its range
    """
    said = {SAME.get(word, word): text.strip() for word, text in texts.items()}
    _refuse_together(said)
    case = Case(**_read(said, CASE), from_taxable="taxable" in said)
    beside = Beside(**_read(said, BESIDE))
    if "garnishment" in said and "garnishment-children" not in said:
        beside = Beside(**_read(said, BESIDE), attached_children=case.children)
    return case, beside


def _refuse_together(said: Mapping[str, str]) -> None:
    """Refuse what is missing, and two words for one thing."""
    if "gross" not in said and "taxable" not in said:
        raise WrongInput("Give --gross, such as 2300, or --taxable to start there.", "gross")
    if "on" not in said:
        raise WrongInput("Give --on, the day whose rules count, such as 2026-05-15.", "on")
    for one, other in (("gross", "taxable"), ("student-hours-used", "student-hours-left")):
        if one in said and other in said:
            raise WrongInput(f"Give --{one} or --{other}, not both.", other)


def _read(said: Mapping[str, str], words: Mapping[str, Word]) -> dict[str, Any]:
    found = {
        word.field: word.read(name, said[name]) for name, word in words.items() if name in said
    }
    if "student-hours-used" in said and words is CASE:
        found["student_minutes_left"] = _left(found)
    if "flat_rate" in found:
        found["flat_rate"] = _flat_rate(found["flat_rate"], found)
    return found


def _left(found: Mapping[str, Any]) -> int:
    """What the quota of that year leaves after the hours used."""
    quota: int = figure("nsso.student.quota", found["on"]).value
    used: int = found["student_minutes_left"]
    if used < 0:
        raise BadCase("Give the hours used as 0 or more.", "student_hours_used")
    return max(quota * 60 - used, 0)


def _flat_rate(text: str, found: Mapping[str, Any]) -> str:
    """The name of a fixed rate, also when it is given as its percentage."""
    if not text[:1].isdigit():
        return text
    asked = read.percent("flat-rate", text)
    rates = {name: figure(FLAT[name], found["on"]).value for name in FLAT_RATES}
    for name, rate in rates.items():
        if asked in (rate, rate / 100):
            return name
    known = ", ".join(f"{name} ({percent(rate)})" for name, rate in rates.items())
    raise WrongInput(
        f"Choose as --flat-rate one that the law fixes: {known}. Your own higher rate is "
        "--withholding-rate.",
        "flat-rate",
    )
