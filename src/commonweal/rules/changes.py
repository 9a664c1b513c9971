"""What the figures say on one day and say otherwise on another: the law's own diff."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonweal.rules.parameters import Figure, Parameter, everything

Unit = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One figure in a table: its place (empty for a figure alone), its value and its unit."""

    place: tuple[str, ...]
    value: Any
    unit: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A leaf on both days; `before` or `after` is None where the day has no such leaf."""

    place: tuple[str, ...]
    before: Any
    after: Any
    unit: str


@dataclass(frozen=True, slots=True)
class Change:
    """
    A parameter whose value differs between two days.

    `before` and `after` are the figures of these days: None if there is none, or a declared gap.
    `changed_on` are the days between on which another value started or the last one ended.
    """

    parameter: Parameter
    before: Figure | None
    after: Figure | None
    changed_on: tuple[date, ...]
    leaves: tuple[Changed, ...]


def changes(first: date, last: date) -> Iterator[Change]:
    """Give every parameter whose value on `last` differs from that on `first`, by its id."""
    for _id, parameter in sorted(everything().items()):
        before, after = (find(parameter, on) for on in (first, last))
        if _value(before) != _value(after):
            days = tuple(day for day in _turns(parameter) if first < day <= last)
            leaves = tuple(_differing(before, after, parameter.unit))
            yield Change(parameter, before, after, days, leaves)


def find(parameter: Parameter, on: date) -> Figure | None:
    """Return the figure of a day, also a gap; None before the first and after the last."""
    return next((figure for figure in parameter.figures if figure.holds(on)), None)


def leaves(value: Any, unit: Unit) -> Iterator[Leaf]:
    """Give each figure of a value with its place; a list of figures stays one leaf."""
    yield from _leaves(value, unit, ())


def _leaves(value: Any, unit: Unit, place: tuple[str, ...]) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for name, inner in value.items():
            below = unit if isinstance(unit, str) else unit.get(name, unit)
            yield from _leaves(inner, below, (*place, str(name)))
    elif isinstance(unit, str):
        yield Leaf(place, value, unit)
    else:
        for row, inner in enumerate(value, start=1):
            yield from _leaves(inner, unit, (*place, str(row)))


def _value(figure: Figure | None) -> Any:
    return None if figure is None else figure.value


def _turns(parameter: Parameter) -> Iterator[date]:
    yield from (figure.valid_from for figure in parameter.figures)
    if (end := parameter.figures[-1].valid_to) is not None:
        yield end


def _differing(before: Figure | None, after: Figure | None, unit: Unit) -> Iterator[Changed]:
    old, new = ({leaf.place: leaf for leaf in _known(each, unit)} for each in (before, after))
    for place, leaf in {**old, **new}.items():
        one, other = (side[place].value if place in side else None for side in (old, new))
        yield from _pair(place, one, other, leaf.unit)


def _known(figure: Figure | None, unit: Unit) -> Iterator[Leaf]:
    return iter(()) if figure is None or figure.gap else leaves(figure.value, unit)


def _pair(place: tuple[str, ...], old: Any, new: Any, unit: str) -> Iterator[Changed]:
    """Lists of one length are compared figure by figure, so that only what moved is told."""
    if isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for row, (one, other) in enumerate(zip(old, new, strict=True), start=1):
            yield from _pair((*place, str(row)), one, other, unit)
    elif old != new:
        yield Changed(place, old, new, unit)
