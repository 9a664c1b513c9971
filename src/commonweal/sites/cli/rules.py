"""`commonweal rules list|show|check`: the dated figures of the law and of the house."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from commonweal.rules.errors import BadFigures, RuleError
from commonweal.rules.parameters import FOLDERS, Figure, Parameter, everything, load

HELP = "list, show and check the dated figures of the law and of the house"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Three deeds, all reading."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|show|check")
    listing = deeds.add_parser("list", help="one line per figure: value's day, source, confidence")
    listing.add_argument("--unconfirmed", action="store_true", help="only what must be checked")
    show = deeds.add_parser("show", help="all values of one figure, with their sources")
    show.add_argument("id", metavar="ID", help="such as work_bonus; see list")
    show.add_argument("--on", metavar="DATE", help="only the value of that day")
    deeds.add_parser("check", help="read every file again; exit 1 at the first fault")


def needs_database(options: argparse.Namespace) -> bool:
    """The figures are files."""
    return False


def run(options: argparse.Namespace) -> int:
    """Print what was asked, or the sentence that says what to change."""
    deed = {"list": _list, "show": _show, "check": _check}[options.deed]
    try:
        for line in deed(options):
            print(line)
    except BadFigures as fault:
        print(fault, file=sys.stderr)
        return 1
    except (RuleError, ValueError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


def _list(options: argparse.Namespace) -> Iterator[str]:
    for parameter in everything().values():
        for figure in parameter.figures:
            if figure.confidence == "unconfirmed" or not options.unconfirmed:
                yield _row(parameter, figure)


def _row(parameter: Parameter, figure: Figure) -> str:
    until = f"to {figure.valid_to}" if figure.valid_to else ""
    word = "GAP" if figure.gap else figure.confidence
    return f"{parameter.id:40}  from {figure.valid_from} {until:13}  {word:11}  {figure.reference}"


def _show(options: argparse.Namespace) -> Iterator[str]:
    parameter = everything().get(options.id)
    if parameter is None:
        raise ValueError(f"Choose a figure from `rules list`: “{options.id}” is none.")
    on = None if options.on is None else _day(options.on)
    yield f"{parameter.id}: {parameter.description}"
    yield f"last checked {parameter.last_checked}"
    for figure in parameter.figures:
        if on is None or figure.holds(on):
            yield from ("", _row(parameter, figure), *_value(figure))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"Give --on as a day, such as 2026-05-15: “{text}” is none.") from None


def _value(figure: Figure) -> Iterator[str]:
    if figure.note or figure.gap:
        yield f"  {figure.gap or figure.note}"
    if not figure.gap:
        yield from ("  " + line for line in json.dumps(_plain(figure.value), indent=1).split("\n"))


def _plain(value: Any) -> Any:
    """Fractions as decimals, days and tables as they are; money stays in cents."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _check(options: argparse.Namespace) -> Iterator[str]:
    parameters = load(*FOLDERS)
    figures = [figure for parameter in parameters.values() for figure in parameter.figures]
    gaps = sum(bool(figure.gap) for figure in figures)
    open_ones = sum(figure.confidence == "unconfirmed" for figure in figures) - gaps
    yield (
        f"{len(parameters)} figures with {len(figures)} dated values: {open_ones} unconfirmed, "
        f"{gaps} declared gaps, no fault."
    )
