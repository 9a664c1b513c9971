"""
Load and look up the dated figures of the law (`be/`) and of the house (`house/`).

One file holds one parameter: what it is, its unit, and its values by start date, each with the
source that was read and how sure it is. `README.md` shows the form. A value holds until the next
one starts, or until its `until` (the first day on which it does not hold). What nobody knows is
written down as a `gap`: computing in it is refused in plain words.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from commonweal.rules import units
from commonweal.rules.errors import BadFigures, NoFigure
from commonweal.rules.words import gettext_noop as _

Confidence = Literal["confirmed", "unconfirmed"]
FOLDERS = (Path(__file__).parent / "be", Path(__file__).parent / "house")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a parameter and the days on which it holds: `valid_to` is the first day after."""

    parameter: str
    value: Any
    valid_from: date
    valid_to: date | None
    reference: str
    confidence: Confidence
    note: str
    gap: str

    def holds(self, on: date) -> bool:
        """Whether this is the value of that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Parameter:
    """All that is known of one figure of the law, oldest first."""

    id: str
    description: str
    unit: str | Mapping[str, str]
    last_checked: date
    figures: tuple[Figure, ...]


def figure(parameter: str, on: date) -> Figure:
    """
    Return the value of a parameter on a day.

    :raises NoFigure: if the day is before the first value, after the last, or in a declared gap
    """
    figures = everything()[parameter].figures
    found = next((figure for figure in figures if figure.holds(on)), None)
    if found is None:
        raise _outside(parameter, _known(figures), on)
    if found.gap:
        raise _in_gap(found, _known(figures))
    return found


def _known(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    return tuple(figure for figure in figures if not figure.gap)


def _in_gap(gap: Figure, known: tuple[Figure, ...]) -> NoFigure:
    if gap.valid_to is None or known[-1].valid_from < gap.valid_from:
        message = _(
            "Choose a day before %(start)s: the figure “%(parameter)s” is not known since. %(gap)s"
        )
    elif gap.valid_from < known[0].valid_from:
        message = _(
            "Choose a day from %(end)s on: the figure “%(parameter)s” is not known before. %(gap)s"
        )
    else:
        message = _(
            "Choose a day before %(start)s or from %(end)s on: the figure “%(parameter)s” is "
            "not known in between. %(gap)s"
        )
    return NoFigure(
        message, start=gap.valid_from, end=gap.valid_to, parameter=gap.parameter, gap=gap.gap
    )


def _outside(parameter: str, known: tuple[Figure, ...], on: date) -> NoFigure:
    first, last = known[0].valid_from, known[-1].valid_to
    if last is None or on < first:
        return NoFigure(
            _("Choose a day from %(first)s on: the figure “%(parameter)s” is not known on %(on)s."),
            first=first, parameter=parameter, on=on,
        )  # fmt: skip
    return NoFigure(
        _("Choose a day before %(last)s: the figure “%(parameter)s” is not known on %(on)s."),
        last=last, parameter=parameter, on=on,
    )  # fmt: skip


def unconfirmed() -> tuple[Figure, ...]:
    """Return the values that nobody has confirmed, so that a house can log what it rests on."""
    return tuple(
        figure
        for parameter in everything().values()
        for figure in parameter.figures
        if figure.confidence == "unconfirmed" and not figure.gap
    )


@functools.cache
def everything() -> Mapping[str, Parameter]:
    """Return every parameter by its id. Read once per process."""
    return load(*FOLDERS)


def load(*folders: Path) -> dict[str, Parameter]:
    """
    Read every `*.yaml` of these folders.

    :raises BadFigures: at the first file that has an overlap, a wrong unit or a silent gap
    """
    paths = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    parameters = [read(path) for path in paths]
    found = {parameter.id: parameter for parameter in parameters}
    if len(found) < len(parameters):
        raise BadFigures("Give each parameter one file: an id stands in two folders.")
    return found


def read(path: Path) -> Parameter:
    """
    Read one parameter.

    :raises BadFigures: if the file breaks a rule of this room
    """
    try:
        parameter = _parameter(_parsed(path.read_text(encoding="utf-8")))
    except (TypeError, ValueError, yaml.YAMLError) as error:
        raise BadFigures("Correct %(file)s: %(error)s.", file=path.name, error=error) from error
    if parameter.id != path.stem:
        raise BadFigures("Name the file %(id)s.yaml, as its id says.", id=parameter.id)
    return parameter


def _parsed(text: str) -> Any:
    loader = _Loader(text)
    node = loader.get_single_node()
    if node is None:
        return None
    _refuse_twice(node)
    return loader.construct_document(node)


def _parameter(raw: Any) -> Parameter:
    _refuse_words(raw, required=_FILE_WORDS, place="the file")
    entries = raw["values"]
    for entry in entries:
        _refuse_entry(entry)
    _refuse_disorder(entries)
    following = [entry["from"] for entry in entries[1:]] + [None]
    figures = tuple(
        _figure(raw, entry, after) for entry, after in zip(entries, following, strict=True)
    )
    _refuse_header(raw, figures)
    return Parameter(raw["id"], raw["description"], raw["unit"], raw["last_checked"], figures)


def _refuse_words(
    raw: Any, *, required: set[str], optional: frozenset[str] = frozenset(), place: str
) -> None:
    if not isinstance(raw, dict):
        raise ValueError(f"{place} is no list of words and their values")
    if unknown := raw.keys() - required - optional:
        raise ValueError(f"{place} has unknown words {sorted(map(str, unknown))}")
    if missing := sorted(word for word in required if raw.get(word) in (None, "", [])):
        raise ValueError(f"{place} has no {' and no '.join(missing)}")


def _refuse_header(raw: dict[str, Any], figures: tuple[Figure, ...]) -> None:
    if not _is_day(raw["last_checked"]):
        raise ValueError(f"last_checked {raw['last_checked']} is no day")
    if all(figure.gap for figure in figures):
        raise ValueError("no value is known: a parameter of gaps alone says nothing")


def _refuse_entry(entry: Any) -> None:
    place = (
        f"the value from {entry.get('from', 'no day')}" if isinstance(entry, dict) else "a value"
    )
    is_gap = isinstance(entry, dict) and "gap" in entry
    required = {"from", "reference", "gap"} if is_gap else {"from", "reference", "confidence"}
    _refuse_words(
        entry, required=required, optional=_GAP_WORDS if is_gap else _VALUE_WORDS, place=place
    )
    if not is_gap and "value" not in entry:
        raise ValueError(f"{place} has no value: if nobody knows it, declare a gap")
    for word in ("from", "until"):
        if word in entry and not _is_day(entry[word]):
            raise ValueError(f"{place}: {word} {entry[word]} is no day")
    if "until" in entry and entry["until"] <= entry["from"]:
        raise ValueError(f"{place} ends before it starts")


def _is_day(raw: Any) -> bool:
    return isinstance(raw, date) and not isinstance(raw, datetime)


def _refuse_disorder(entries: list[dict[str, Any]]) -> None:
    for before, after in pairwise(entries):
        start, until = after["from"], before.get("until")
        if start <= before["from"] or (until and until > start):
            raise ValueError(f"the value from {start} overlaps the one before it")
        if until and until < start:
            raise ValueError(f"declare the days from {until} to {start} as a gap")


def _figure(raw: dict[str, Any], entry: dict[str, Any], following: date | None) -> Figure:
    gap = entry.get("gap", "")
    confidence: Confidence = "unconfirmed" if gap else entry["confidence"]
    if confidence not in get_args(Confidence):
        raise ValueError(f"confidence is confirmed or unconfirmed, not {confidence}")
    return Figure(
        parameter=raw["id"],
        value=None if gap else _value(entry, raw["unit"]),
        valid_from=entry["from"],
        valid_to=entry.get("until", following),
        reference=entry["reference"],
        confidence=confidence,
        note=entry.get("note", ""),
        gap=gap,
    )


def _value(entry: dict[str, Any], unit: str | Mapping[str, str]) -> Any:
    try:
        return units.convert(entry["value"], unit)
    except ValueError as error:
        raise ValueError(f"the value from {entry['from']}: {error}") from error


def _refuse_twice(node: yaml.Node) -> None:
    """Refuse a word that stands twice in a table: YAML would keep the last one in silence."""
    if isinstance(node, yaml.MappingNode):
        words = [key.value for key, _inner in node.value]
        if twice := sorted({word for word in words if words.count(word) > 1}):
            raise ValueError(f"{' and '.join(twice)} stands twice in one table")
        for _key, inner in node.value:
            _refuse_twice(inner)
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            _refuse_twice(inner)


_FILE_WORDS = {"id", "description", "unit", "last_checked", "values"}
_VALUE_WORDS = frozenset({"until", "value", "note"})
_GAP_WORDS = frozenset({"until", "note"})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
