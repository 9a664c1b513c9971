"""`commonweal copyright explain`: a concession from gross to net, each line with its source."""

import argparse
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from commonweal.rules.copyright import LABELS, REASONS, Concession, concession
from commonweal.rules.errors import RuleError
from commonweal.rules.lines import Line
from commonweal.sites.cli import _told
from commonweal.sites.cli._words import WrongInput, euro, of_file

HELP = "explain the tax on a concession of copyright: every line with its rule, rate and source"
WORDS = ("gross", "year", "already", "with-pay")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`explain` is the only thing to do with a concession here."""
    explain = parser.add_subparsers(dest="deed", required=True, metavar="explain").add_parser(
        "explain",
        help="from gross to net, line by line",
        description="Amounts are euro. Exit 2 if there is no answer, with the remedy.",
    )
    explain.add_argument("--gross", metavar="EURO", help="the concession")
    explain.add_argument("--year", metavar="YEAR", help="income year: the year it is paid")
    explain.add_argument(
        "--already",
        metavar="EURO",
        help="concessions paid earlier this year, without what was professional income",
    )
    explain.add_argument(
        "--with-pay",
        metavar="EURO",
        help="gross pay of the performance it goes with, if there is one",
    )
    explain.add_argument(
        "--file", metavar="FILE.yaml", help=f"the same words ({', '.join(WORDS)}); a flag wins"
    )
    explain.add_argument("--json", action="store_true", help="amounts in cents, all lines")


def needs_database(options: argparse.Namespace) -> bool:
    """The rules are files."""
    return False


def run(options: argparse.Namespace) -> int:
    """Print the concession, or the sentence that says what to change."""
    try:
        whole = _concession(_words(options))
    except (WrongInput, RuleError) as refusal:
        return _refuse(str(refusal), options)
    print(json.dumps(as_json(whole), indent=2) if options.json else as_text(whole))
    return 0


def _refuse(sentence: str, options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps({"error": sentence}))
    print(sentence, file=sys.stderr)
    return 2


def _concession(words: Mapping[str, str]) -> Concession:
    for word, example in (("gross", "20000"), ("year", "2026")):
        if word not in words:
            raise WrongInput(f"Give --{word}, such as {example}: without it there is no answer.")
    return concession(
        gross_cents=euro("gross", words["gross"]),
        year=_year(words["year"]),
        already_cents=euro("already", words.get("already", "0")),
        pay_cents=euro("with-pay", words["with-pay"]) if "with-pay" in words else None,
    )


def _words(options: argparse.Namespace) -> dict[str, str]:
    """What the file says, then what the flags say."""
    flags = {word: getattr(options, word.replace("-", "_")) for word in WORDS}
    told = {word: text for word, text in flags.items() if text is not None}
    return (of_file(options.file, WORDS) if options.file is not None else {}) | told


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise WrongInput(f"Give --year as an income year, such as 2026: “{text}” is none.")
    return int(text)


def as_json(whole: Concession) -> dict[str, Any]:
    """The concession in cents, with every line."""
    found = whole.amounts
    return {
        "year": whole.year,
        "gross": found.gross,
        "already": found.already,
        "above_share": found.above_share,
        "above_ceiling": found.above_ceiling,
        "movable": found.movable,
        "costs": found.costs,
        "taxable": found.taxable,
        "withholding": found.withholding,
        "net": found.net,
        "ceiling": whole.regime.ceiling_cents,
        "unconfirmed": list(whole.marks),
        "rules_version": whole.regime.version,
        "lines": [_line_as_json(line) for line in whole.lines],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    return _told.as_json(line, LABELS[line.code]) | {"reason": REASONS[line.code]}


HEADINGS = {
    "pay": "Concession (these lines add up to the net)",
    "step": "How the tax was found",
}


def as_text(whole: Concession) -> str:
    """The concession for a reader: what arrives first, then how it came about."""
    blocks = [f"Concession of copyright in the income year {whole.year}"]
    for part, heading in HEADINGS.items():
        lines = [line for line in whole.lines if line.part == part and line.code != "net"]
        blocks += ["", heading, *(text for line in lines for text in _line_as_text(line))]
        if part == "pay":
            blocks += [f"{_told.amount(whole.amounts.net)}  NET"]
    blocks += [
        *_told.notes(whole.lines),
        "",
        *_marks(whole),
        f"Figures version {whole.regime.version}",
    ]
    return "\n".join(blocks)


def _line_as_text(line: Line) -> list[str]:
    above = [REASONS[line.code]] if line.code.startswith("above_") else []
    return _told.as_text(line, LABELS[line.code], *above)


def _marks(whole: Concession) -> list[str]:
    if not whole.marks:
        but = ": read the notes" if whole.regime.source.note else ""
        return [f"Every figure is confirmed by its source{but}."]
    return [f"! Unconfirmed figures: {', '.join(whole.marks)}. Check them before paying."]
