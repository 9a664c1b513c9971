"""`commonweal payslip explain|compute|outdated`: pay, line by line, by the table, or made again."""

import argparse
import json
import sys

from commonweal.rules import payout
from commonweal.rules.errors import RuleError
from commonweal.rules.explanation import payslip
from commonweal.sites.cli import _outdated, _pay_beside, _pay_table, _pay_text, _words
from commonweal.sites.cli._pay_beside import AMATEUR_ARTS, EXTRA
from commonweal.sites.cli._pay_text import Answer
from commonweal.sites.cli._pay_words import BESIDE, CASE, KNOWN, WORDS, pay
from commonweal.sites.cli._words import WrongInput

HELP = "compute pay: explain one with every line and its source, or a whole table"
EPILOG = f"""
The words of --file and the columns of a table are those of `payslip explain`, with - or _:
{", ".join(WORDS)}.
Amounts are euro (or cents, in a column such as gross_cents).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Explain one pay, or compute a table."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="explain|compute|outdated")
    explain = deeds.add_parser(
        "explain",
        help="from gross to net, line by line",
        description="Amounts are euro. Exit 2 if there is no answer, with the remedy.",
    )
    for heading, words in (("the pay", CASE), ("beside the wage", BESIDE)):
        group = explain.add_argument_group(heading)
        for name, word in words.items():
            if word.read is _words.yes:  # the flag alone says yes
                group.add_argument(
                    f"--{name}", nargs="?", const="yes", metavar=word.metavar, help=word.help
                )
            else:
                group.add_argument(f"--{name}", metavar=word.metavar, help=word.help)
    group = explain.add_argument_group("more questions")
    for name, (metavar, text) in EXTRA.items():
        group.add_argument(f"--{name}", metavar=metavar, help=text)
    explain.add_argument("--file", metavar="FILE.yaml", help="the same words; a flag wins")
    explain.add_argument("--json", action="store_true", help="amounts in cents, all lines")
    compute = deeds.add_parser(
        "compute",
        help="a table of pays: a CSV file in, a CSV file out",
        description="One pay a row. Exit 1 if a row was refused: the reason stands in its place "
        "in the column `error`, and on the screen with row and field.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compute.add_argument("table", metavar="FILE.csv", help="first row: the words")
    compute.add_argument("--out", required=True, metavar="FILE", help="where to write; - here")
    _outdated.add_arguments(
        deeds.add_parser(
            "outdated",
            help="payslips that the figures of today would make otherwise",
            description="After a figure was added with an earlier date. Exit 1 if any changes.",
        )
    )


def needs_database(options: argparse.Namespace) -> bool:
    """The rules are files; payslips that were made are not."""
    return bool(options.deed == "outdated")


def run(options: argparse.Namespace) -> int:
    """Do it, or print the sentence that says what to change."""
    try:
        return DEEDS[options.deed](options)
    except (WrongInput, RuleError) as refusal:
        if getattr(options, "json", False):
            print(json.dumps({"error": str(refusal)}))
        print(refusal, file=sys.stderr)
        return 2


def _explain(options: argparse.Namespace) -> int:
    texts = _texts(options)
    as_json = options.json
    if texts.get("kind") == AMATEUR_ARTS:
        allowed = _pay_beside.amateur(texts)
        print(_pay_text.allowed_json(allowed) if as_json else _pay_text.allowed_text(allowed))
        return 0
    texts = _pay_beside.smoothed(texts)
    case, beside = pay({word: text for word, text in texts.items() if word not in EXTRA})
    slip = payslip(payout.with_excess(case, beside))
    out = payout.payout(slip.amounts.net, beside, case.on)
    answer = Answer(slip, out, _pay_beside.reductions(texts, slip.case, slip.amounts))
    print(json.dumps(_pay_text.as_json(answer), indent=2) if as_json else _pay_text.as_text(answer))
    return 0


DEEDS = {"explain": _explain, "compute": _pay_table.compute, "outdated": _outdated.run}
INSTEAD = (("gross", "taxable", "expected-year"), ("student-hours-used", "student-hours-left"))


def _texts(options: argparse.Namespace) -> dict[str, str]:
    """What the file says, then what the flags say, also instead of another word of the file."""
    flags = {word: getattr(options, word.replace("-", "_")) for word in (*WORDS, *EXTRA)}
    told = {word: text for word, text in flags.items() if text is not None}
    filed = {} if options.file is None else _words.of_file(options.file, (*KNOWN, *EXTRA))
    if "date" in filed:
        filed["on"] = filed.pop("date")
    for words in INSTEAD:
        if any(word in told for word in words):
            filed = {word: text for word, text in filed.items() if word not in words}
    return filed | told
