"""The list of trades (`trades.yaml`): what may be an activity, since when, on which conditions."""

import functools
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the list in its languages; it reads in the active one."""

    texts: dict[str, str]

    def __str__(self) -> str:
        return self.texts.get((get_language() or FALLBACK)[:2]) or self.texts[FALLBACK]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be met, and whether a paper shows it."""

    code: str
    words: Words
    paper: bool


@dataclass(frozen=True, slots=True)
class Trade:
    """A profession: free, on conditions, or refused with the reason and what can be done."""

    code: str
    words: Words
    sector: str
    sector_words: Words
    valid_from: date
    valid_to: date | None
    conditions: tuple[Condition, ...]
    refused: Words | None

    @property
    def papers(self) -> int:
        """How many of its conditions ask for a paper."""
        return sum(condition.paper for condition in self.conditions)

    def holds(self, on: date) -> bool:
        """Whether the list says this of that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@functools.cache
def every_trade() -> tuple[Trade, ...]:
    """Return the list, in its own order. Read once per process."""
    table = yaml.safe_load((Path(__file__).parent / "trades.yaml").read_text())
    conditions = {
        code: Condition(code, Words(_texts(row)), row["paper"])
        for code, row in table["conditions"].items()
    }
    return tuple(_trade(code, row, table, conditions) for code, row in table["trades"].items())


def _trade(
    code: str, row: dict[str, Any], table: dict[str, Any], conditions: dict[str, Condition]
) -> Trade:
    return Trade(
        code=code,
        words=Words(_texts(row)),
        sector=row["sector"],
        sector_words=Words(_texts(table["sectors"][row["sector"]])),
        valid_from=row["from"],
        valid_to=row.get("to"),
        conditions=tuple(conditions[name] for name in row.get("conditions", ())),
        refused=Words(_texts(table["refusals"][row["refused"]])) if "refused" in row else None,
    )


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {language: row[language] for language in ("nl", "fr", "de", "en")}
