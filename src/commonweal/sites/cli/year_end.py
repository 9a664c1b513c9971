"""`commonweal year-end`: look at a year, carry it over, undo that, or show what was carried."""

import argparse
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from commonweal.sites.cli._trouble import Trouble

if TYPE_CHECKING:
    from commonweal.activities.queries import CarryOver

HELP = "carry the unused budgets of a year over, look before, or undo it"
FIRST, LAST = 2000, 2999
NAME_WIDTH, AMOUNT_WIDTH = 40, 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Four deeds; without a year they are about last year."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="preview|run|undo|show")
    helps = {
        "preview": "what a run would carry now: units, total, the ten largest; changes nothing",
        "run": "carry the year over in one run; exit 1 when nothing is left to carry",
        "undo": "reverse a run, the last that stands if none is named",
        "show": "the row of the annual report, and the runs there were",
    }
    for deed, sentence in helps.items():
        each = deeds.add_parser(deed, help=sentence, description=sentence)
        each.add_argument("--year", type=_year, help="for example 2026; last year if not given")
        each.add_argument("--json", action="store_true", help="one object, amounts in cents")
        if deed == "undo":
            each.add_argument("--run", type=int, metavar="NUMBER", help="as `show` tells it")
            each.add_argument("--reason", required=True, help="stands beside each reversal")


def needs_database(options: argparse.Namespace) -> bool:
    """The books decide."""
    return True


def run(options: argparse.Namespace) -> int:
    """Do it, and return 0 unless there was nothing to do (1)."""
    from commonweal.kernel import clock

    year = options.year or clock.now().astimezone(clock.ZONE).year - 1
    deeds = {"preview": _preview, "run": _run, "undo": _undo, "show": _show}
    return deeds[options.deed](year, options)


def _preview(year: int, options: argparse.Namespace) -> int:
    from commonweal.activities import queries
    from commonweal.kernel import clock

    told = queries.to_carry(year=year)
    state = queries.year_state(year=year, on=clock.now().astimezone(clock.ZONE).date())
    found = {
        "year": year,
        "state": state.value,
        "units": told.units,
        "up": told.up,
        "down": told.down,
        "cents": told.cents,
        "largest": [
            {"unit": unit.pk, "name": unit.name, "cents": cents} for unit, cents in told.largest
        ],
    }
    lines = [
        f"{year}: {told.units} units to carry over ({told.up} up, {told.down} down)",
        *(_line(f"{unit.pk:>8}  {unit.name}", cents) for unit, cents in told.largest),
        _line("All units", told.cents),
        *([f"{year} is not over: this is how it stands today."] if state == "running" else []),
        *(["Its December is closed in the books."] if state == "closed" else []),
    ]
    return _tell(found, lines, options.json)


def _run(year: int, options: argparse.Namespace) -> int:
    from commonweal.activities import actions
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM

    done = actions.carry_over(year=year, by=SYSTEM, at=clock.now())
    if done is None:
        _tell({"year": year, "run": None}, [f"Nothing is left to carry over of {year}."],
              options.json)  # fmt: skip
        return 1
    text = f"Run {done.pk}: {len(done.units)} units of {year} are carried over."
    return _tell(_facts(done), [text, _line("Together", done.cents)], options.json)


def _undo(year: int, options: argparse.Namespace) -> int:
    from commonweal.activities import actions
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM

    found = _chosen(year, options)
    done = actions.undo_carry_over(run=found.pk, reason=options.reason, by=SYSTEM, at=clock.now())
    text = f"Run {done.pk} is undone: {done.year} can be carried over again."
    return _tell(_facts(done), [text], options.json)


def _chosen(year: int, options: argparse.Namespace) -> "CarryOver":
    """The run that was named, or the last of the year that stands."""
    from commonweal.activities import queries

    if options.run is not None:
        found = queries.carry_overs().filter(pk=options.run).first()
        if options.year and found and found.year != options.year:
            raise Trouble(f"Leave out --year: run {found.pk} is of {found.year}.")
    else:
        found = queries.carry_overs().filter(year=year, undone_at=None).first()
    if found is None:
        named = f"Run {options.run} is not known" if options.run is not None else (
            f"No run of {year} stands"
        )  # fmt: skip
        raise Trouble(f"{named}: `commonweal year-end show` lists them.")
    return found


def _show(year: int, options: argparse.Namespace) -> int:
    from commonweal.activities import queries

    (row,) = queries.carried_over(years=[year])
    runs = list(queries.carry_overs().filter(year=year))
    found = {
        "year": year,
        "cents": row.cents,
        "up": row.up,
        "down": row.down,
        "runs": [_facts(each) for each in runs],
    }
    lines = [
        _line(f"{year}: unused budget, carried over", row.cents),
        f"{row.up} units up, {row.down} down",
        *(_line(f"run {each.pk}, {each.at:%Y-%m-%d}, {len(each.units)} units", each.cents)
          + ("  undone" if each.undone_at else "") for each in runs),
    ]  # fmt: skip
    return _tell(found, lines, options.json)


def _facts(run: "CarryOver") -> dict[str, object]:
    return {
        "run": run.pk,
        "year": run.year,
        "units": len(run.units),
        "cents": run.cents,
        "by": run.by_name,
        "at": run.at.isoformat(timespec="seconds"),
        "undone_at": run.undone_at and run.undone_at.isoformat(timespec="seconds"),
    }


def _line(text: str, cents: int) -> str:
    from commonweal.kernel.money import show

    return f"{text:<{NAME_WIDTH}}{show(cents):>{AMOUNT_WIDTH}}"


def _tell(found: Mapping[str, object], lines: list[str], as_json: bool) -> int:
    print(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))
    return 0


def _year(text: str) -> int:
    if not (text.isdecimal() and FIRST <= int(text) <= LAST):
        raise argparse.ArgumentTypeError(f"write a year such as 2026, not “{text}”")
    return int(text)
