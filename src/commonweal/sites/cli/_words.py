"""
The words of a question, from flags, a YAML file or the columns of a table: texts, read once.

An amount stays the text that was written until it is read as cents: it never passes a float.
"""

import re
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

import yaml

from commonweal.kernel.money import cents

LONGEST_FILE = 100_000
LONGEST_WORD = 30
YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class WrongInput(Exception):
    """A sentence that says what to give instead; `word` names the part of the question."""

    def __init__(self, sentence: str, word: str = "") -> None:
        super().__init__(sentence)
        self.word = word


def of_file(path: str, known: Collection[str]) -> dict[str, str]:
    """
    Read the words of a YAML file as they stand, with dashes.

    :raises WrongInput: if it cannot be read, or has an unknown or a double word
    """
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(LONGEST_FILE + 1)
        if len(text) > LONGEST_FILE:
            raise WrongInput(f"Give a smaller --file: {path} is longer than a few lines.")
        return _entries(yaml.compose(text, Loader=yaml.SafeLoader), path, known)
    except OSError as error:
        raise WrongInput(f"Give a --file that can be read: {path}: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        raise WrongInput(
            f"Write in {path} lines such as “gross: 2300”: it cannot be read as YAML."
        ) from None


def _entries(node: yaml.Node | None, path: str, known: Collection[str]) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        raise WrongInput(f"Write in {path} lines such as “gross: 2300”: there are none.")
    entries: dict[str, str] = {}
    for key, value in node.value:
        word = short(key.value).replace("_", "-") if isinstance(key, yaml.ScalarNode) else "a list"
        if word not in known:
            raise WrongInput(f"Remove “{word}” from {path}: it is not known. {meant(word, known)}")
        if word in entries:
            raise WrongInput(f"Say “{word}” only once in {path}.", word)
        if not isinstance(value, yaml.ScalarNode):
            raise WrongInput(f"Give “{word}” in {path} as one word or number.", word)
        entries[word] = short(value.value)
    return entries


def meant(word: str, known: Collection[str]) -> str:
    """Say which word was probably meant, or which are known."""
    close = get_close_matches(word, known, 1)
    return f"Did you mean “{close[0]}”?" if close else f"Known are {', '.join(known)}."


def short(text: str) -> str:
    """A refusal repeats what was written: on one line, and no whole file of it."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_WORD else f"{line[:LONGEST_WORD]}…"


def euro(word: str, text: str) -> int:
    """Read an amount in euro as cents."""
    try:
        return cents(text)
    except ValueError as error:
        raise WrongInput(
            f"Give --{word} in euro, such as 2300 or 2300.50: {error}.", word
        ) from None


def day(word: str, text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(
            f"Give --{word} as a day, such as 2026-05-15: “{short(text)}” is none.", word
        ) from None


def count(word: str, text: str) -> int:
    """Read a small whole number."""
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise WrongInput(
            f"Give --{word} as a whole number from 0 to 99: “{short(text)}” is none.", word
        )
    return int(text)


def minutes(word: str, text: str) -> int:
    """Read hours that are whole minutes."""
    found = number(word, text) * 60
    if found.denominator != 1:
        raise WrongInput(
            f"Give --{word} in whole minutes, such as 7.6: “{short(text)}” is not.", word
        )
    return int(found)


def metres(word: str, text: str) -> int:
    """Read kilometres as whole metres."""
    found = number(word, text) * 1000
    if found.denominator != 1:
        raise WrongInput(f"Give --{word} in whole metres, such as 12.5.", word)
    return int(found)


def percent(word: str, text: str) -> Fraction:
    """Read a percentage as a rate."""
    return number(word, text.rstrip(" %")) / 100


def number(word: str, text: str) -> Fraction:
    """Digits only: a number with an exponent would keep a computer busy for years."""
    if not re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,9})?", text):
        raise WrongInput(f"Give --{word} as a number, such as 7.6: “{short(text)}” is none.", word)
    return Fraction(text.replace(",", "."))


def yes(word: str, text: str) -> bool:
    """Read yes or no."""
    if text.lower() not in YES:
        raise WrongInput(f"Answer --{word} with yes or no: “{short(text)}” is neither.", word)
    return YES[text.lower()]
