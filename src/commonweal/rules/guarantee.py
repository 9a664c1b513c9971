"""
Whether the house stands for the wage of an order, and up to how much for one client.

Figures are house terms by day (`guarantee.*`); the answer is the list of reasons why not, empty
when the wage is guaranteed. Amounts are cents without VAT.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from commonweal.rules.parameters import figure

Code = Literal[
    "not_confirmed", "outside_eu", "client_blocked", "client_bankrupt", "data_missing", "over_cap",
    "no_order",
]  # fmt: skip
USED = ("guarantee.cap", "guarantee.data_needed", "guarantee.only_in_eu")


@dataclass(frozen=True, slots=True)
class Figures:
    """The house terms of a day, and the day from which each is valid."""

    cap_cents: int
    only_in_eu: bool
    needed: frozenset[str]
    valid_from: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """
    What is known of an order and its client on the day: `missing` names the fields of the client
    that nobody filled in, `engaged_cents` is what is promised of the client already, `cap_cents`
    its own cap, if one was set. Without `engaged_cents` no cap is asked.
    """

    price_cents: int
    is_confirmed: bool = True
    in_eu: bool = True
    is_blocked: bool = False
    is_bankrupt: bool = False
    missing: tuple[str, ...] = ()
    engaged_cents: int | None = 0
    cap_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a wage is not guaranteed: a code, and the figures behind it."""

    code: Code
    values: Mapping[str, Any]


def figures(on: date) -> Figures:
    """Return the house terms of a day."""
    found = {name: figure(name, on) for name in USED}
    return Figures(
        found["guarantee.cap"].value,
        found["guarantee.only_in_eu"].value,
        frozenset(name for name, asked in found["guarantee.data_needed"].value.items() if asked),
        {name: each.valid_from.isoformat() for name, each in found.items()},
    )


def verdict(facts: Facts, terms: Figures) -> list[Reason]:
    """Return why the wage of an order is not guaranteed, nothing if it is."""
    lacking = [name for name in facts.missing if name in terms.needed]
    checks: list[tuple[bool, Code, dict[str, Any]]] = [
        (not facts.is_confirmed, "not_confirmed", {}),
        (terms.only_in_eu and not facts.in_eu, "outside_eu", {}),
        (facts.is_blocked, "client_blocked", {}),
        (facts.is_bankrupt, "client_bankrupt", {}),
        (bool(lacking), "data_missing", {"what": lacking}),
        (
            facts.price_cents > free_of(facts, terms),
            "over_cap",
            {"free_cents": _free(facts, terms)},
        ),
    ]
    return [Reason(code, values) for holds, code, values in checks if holds]


def cap_of(facts: Facts, terms: Figures) -> int:
    """Return up to how much the house stands for the client: its own cap, or the general one."""
    return terms.cap_cents if facts.cap_cents is None else facts.cap_cents


def free_of(facts: Facts, terms: Figures) -> int:
    """Return how much more the house can stand for, at least nothing; all where none is asked."""
    if facts.engaged_cents is None:
        return facts.price_cents
    return _free(facts, terms)


def _free(facts: Facts, terms: Figures) -> int:
    return max(cap_of(facts, terms) - (facts.engaged_cents or 0), 0)


def as_told(facts: Facts, terms: Figures, on: date) -> Facts:
    """
    Return facts as they are judged for who asks before a client confirms: what is engaged is
    rounded up by steps of the cap, so that whoever tries prices learns the step and no sum. What is
    called guaranteed so is guaranteed; of the last step it is said once the client confirms.
    """
    if facts.engaged_cents is None:
        return facts
    cap, part = cap_of(facts, terms), figure("guarantee.told_step", on).value
    step = max(int(cap * part), 1)
    return replace(facts, engaged_cents=cap - _free(facts, terms) // step * step)


def warns(*, engaged_cents: int, cap_cents: int, on: date) -> bool:
    """Whether what is engaged of a client comes near its cap, or is at or above it."""
    return engaged_cents > 0 and engaged_cents >= warning(on) * cap_cents


def warning(on: date) -> Fraction:
    """Return the part of a cap from which the house is warned."""
    share: Fraction = figure("guarantee.warning", on).value
    return share
