"""`commonweal rules list|show|diff|check`: the dated figures of the law and of the house."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from commonweal.rules import units
from commonweal.rules.changes import Change, Changed, changes, find, leaves
from commonweal.rules.errors import BadFigures, RuleError
from commonweal.rules.parameters import FOLDERS, Figure, Parameter, everything, figure, load

HELP = "list, show, compare and check the dated figures of the law and of the house"
LONGEST_WORD = 40
SAYS_NOTHING = ("fraction", "factor", "yes/no", *units.TEXTS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Four deeds, all reading."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="list|show|diff|check")
    listing = deeds.add_parser("list", help="one line per figure: value's day, source, confidence")
    listing.add_argument("--unconfirmed", action="store_true", help="only what must be checked")
    listing.add_argument("--on", metavar="DATE", help="only what holds on that day")
    show = deeds.add_parser("show", help="all values of one figure, with their sources")
    show.add_argument("id", metavar="ID", help="such as work_bonus; see list")
    show.add_argument("--on", metavar="DATE", help="only the value of that day")
    diff = deeds.add_parser("diff", help="what the figures say otherwise on a later day")
    diff.add_argument("--from", required=True, dest="first", metavar="DATE", help="the first day")
    diff.add_argument("--to", required=True, dest="last", metavar="DATE", help="the later day")
    for deed in (listing, show, diff):
        deed.add_argument("--json", action="store_true", help="for a program; amounts are euro")
    deeds.add_parser("check", help="read every file again; exit 1 at the first fault")


def needs_database(options: argparse.Namespace) -> bool:
    """The figures are files."""
    return False


def run(options: argparse.Namespace) -> int:
    """Print what was asked, or the sentence that says what to change."""
    deed = {"list": _list, "show": _show, "diff": _diff, "check": _check}[options.deed]
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
    on = None if options.on is None else _day(options.on, "--on")
    wanted = [
        (parameter, each)
        for parameter in everything().values()
        for each in (parameter.figures if on is None else (find(parameter, on),))
        if not options.unconfirmed or each is None or each.confidence == "unconfirmed"
    ]
    if options.json:
        yield _json([_record(parameter, each) for parameter, each in wanted])
        return
    for parameter, each in wanted:
        yield f"{parameter.id:40}  not known on {on}" if each is None else _row(each)


def _row(each: Figure) -> str:
    until = f"to {each.valid_to}" if each.valid_to else ""
    word = "GAP" if each.gap else each.confidence
    return f"{each.parameter:40}  from {each.valid_from} {until:13}  {word:11}  {each.reference}"


def _show(options: argparse.Namespace) -> Iterator[str]:
    parameter = _parameter(options.id)
    wanted = parameter.figures
    if options.on is not None:
        on = _day(options.on, "--on")
        wanted = (find(parameter, on) or figure(parameter.id, on),)
    if options.json:
        yield _json([_record(parameter, each) for each in wanted])
        return
    yield f"{parameter.id}: {parameter.description}"
    yield f"last checked {parameter.last_checked}"
    for each in wanted:
        yield from ("", _row(each), *_value(parameter, each))


def _parameter(wanted: str) -> Parameter:
    known = everything()
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    choice = f"Choose {' or '.join(near)}" if near else "Choose a figure"
    raise ValueError(f"{choice}, or another from `rules list`: “{_short(wanted)}” is none.")


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"Give {option} as a day, such as 2026-05-15: “{_short(text)}” is none."
        ) from None


def _short(text: str) -> str:
    """A refusal repeats what was written, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_WORD else f"{line[:LONGEST_WORD]}…"


def _value(parameter: Parameter, each: Figure) -> Iterator[str]:
    if each.note or each.gap:
        yield f"  {each.gap or each.note}"
    if not each.gap:
        for leaf in leaves(each.value, parameter.unit):
            yield f"  {_place(leaf.place)}{_text(leaf.value, leaf.unit)}"


def _diff(options: argparse.Namespace) -> Iterator[str]:
    first, last = _day(options.first, "--from"), _day(options.last, "--to")
    if last <= first:
        raise ValueError(f"Give --to a day after --from: {last} is not after {first}.")
    found = list(changes(first, last))
    if options.json:
        yield _json([_change(change) for change in found])
        return
    for change in found:
        yield from (*_headline(change), *(_moved(leaf) for leaf in change.leaves), "")
    yield f"{len(found)} of {len(everything())} figures differ between {first} and {last}."


def _headline(change: Change) -> Iterator[str]:
    """Which figure, when it changed and how sure it is now, and what is not known of it."""
    days = ", ".join(str(day) for day in change.changed_on)
    sure = change.after.confidence if change.after and not change.after.gap else "not known"
    yield f"{change.parameter.id}  changed on {days}  {sure}"
    for word, each in (("before", change.before), ("after", change.after)):
        if each is None:
            yield f"  {word}: no value for that day"
        elif each.gap:
            yield f"  {word}: gap. {each.gap}"


def _moved(leaf: Changed) -> str:
    old, new = (
        "—" if value is None else _text(value, leaf.unit, alone=False)
        for value in (leaf.before, leaf.after)
    )
    unit = "" if leaf.unit in SAYS_NOTHING else f" {leaf.unit}"
    return f"  {_place(leaf.place)}{old} → {new}{unit}"


def _place(place: Iterable[str]) -> str:
    name = " › ".join(place)
    return f"{name}: " if name else ""


def _text(value: Any, unit: str, *, alone: bool = True) -> str:
    """A value for a person: euro, not cents, with its unit if it stands alone."""
    if isinstance(value, tuple):
        text = ", ".join(_text(each, unit, alone=False) for each in value)
    else:
        plain = _plain(value, unit)
        text = {None: "none", True: "yes", False: "no"}.get(plain, str(plain))
    return f"{text} {unit}" if alone and value is not None and unit not in SAYS_NOTHING else text


def _plain(value: Any, unit: str) -> Any:
    """A value as its file writes it: exact text for amounts and rates."""
    if isinstance(value, tuple):
        return [_plain(each, unit) for each in value]
    if isinstance(value, Fraction):
        return _decimal(value)
    if unit in units.MONEY and value is not None:
        return f"{value // 100}.{value % 100:02}"
    return value


def _decimal(value: Fraction) -> str:
    """Write a fraction as a decimal if it ends, as `85/92` if it does not."""
    for places in range(12):
        scaled = 10**places * value
        if scaled.denominator == 1:
            digits = str(scaled.numerator).zfill(places + 1)
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return str(value)


def _json(records: list[dict[str, Any]]) -> str:
    return json.dumps(records, indent=1, ensure_ascii=False)


def _record(parameter: Parameter, each: Figure | None) -> dict[str, Any]:
    head = {"id": parameter.id, "description": parameter.description}
    if each is None:
        return {**head, "known": False}
    return {
        **head,
        "known": not each.gap,
        "from": str(each.valid_from),
        "until": each.valid_to and str(each.valid_to),
        "confidence": each.confidence,
        "reference": each.reference,
        "note": each.note,
        "gap": each.gap,
        "last_checked": str(parameter.last_checked),
        "value": None if each.gap else [
            {"place": list(leaf.place), "value": _plain(leaf.value, leaf.unit), "unit": leaf.unit}
            for leaf in leaves(each.value, parameter.unit)
        ],
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.parameter.id,
        "changed_on": [str(day) for day in change.changed_on],
        "before": change.before and _record(change.parameter, change.before),
        "after": change.after and _record(change.parameter, change.after),
        "leaves": [
            {
                "place": list(leaf.place),
                "before": _plain(leaf.before, leaf.unit),
                "after": _plain(leaf.after, leaf.unit),
                "unit": leaf.unit,
            }
            for leaf in change.leaves
        ],
    }


def _check(options: argparse.Namespace) -> Iterator[str]:
    parameters = load(*FOLDERS)
    figures = [each for parameter in parameters.values() for each in parameter.figures]
    gaps = sum(bool(each.gap) for each in figures)
    open_ones = sum(each.confidence == "unconfirmed" for each in figures) - gaps
    yield (
        f"{len(parameters)} figures with {len(figures)} dated values: {open_ones} unconfirmed, "
        f"{gaps} declared gaps, no fault."
    )
