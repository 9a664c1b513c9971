"""`commonweal payslip explain`: gross to net, each line with rule, rate, date and source."""

import argparse
import json
import re
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from textwrap import wrap
from typing import Any

from commonweal.kernel.money import cents
from commonweal.rules.cases import FAMILIES, KINDS, STATUSES, Case
from commonweal.rules.errors import RuleError
from commonweal.rules.explanation import Line, Payslip, payslip

HELP = "explain a payslip: every line with its rule, rate, date and source"
WIDTH = 100


class WrongInput(Exception):
    """A sentence that says what to give instead."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`explain` is the only thing to do with a payslip here for now."""
    explain = parser.add_subparsers(dest="deed", required=True, metavar="explain").add_parser(
        "explain",
        help="from gross to net, line by line",
        description="Amounts are euro a month. Exit 2 if there is no answer, with the remedy.",
    )
    explain.add_argument("--gross", required=True, metavar="EURO", help="gross pay of the month")
    explain.add_argument("--on", required=True, metavar="DATE", help="day whose rules count")
    explain.add_argument("--status", default="white_collar", help=", ".join(STATUSES))
    explain.add_argument("--family", default="single", help=", ".join(FAMILIES))
    explain.add_argument("--children", default="0", metavar="N", help="dependent children")
    explain.add_argument(
        "--hours", metavar="H", help="length of a contract shorter than a month (7.6)"
    )
    explain.add_argument(
        "--extra-withholding", default="0", metavar="EURO", help="tax to withhold on top"
    )
    explain.add_argument(
        "--withholding-rate", default="0", metavar="PERCENT", help="least part of the taxable pay"
    )
    explain.add_argument("--kind", default="ordinary", help=", ".join(KINDS))
    explain.add_argument("--json", action="store_true", help="amounts in cents, all lines")


def needs_database(options: argparse.Namespace) -> bool:
    """The rules are files."""
    return False


def run(options: argparse.Namespace) -> int:
    """Print the payslip, or the sentence that says what to change."""
    try:
        slip = payslip(_case(options))
    except (WrongInput, RuleError) as refusal:
        return _refuse(str(refusal), options)
    print(json.dumps(as_json(slip), indent=2) if options.json else as_text(slip))
    return 0


def _refuse(sentence: str, options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps({"error": sentence}))
    print(sentence, file=sys.stderr)
    return 2


def _case(options: argparse.Namespace) -> Case:
    _refuse_kind(options.kind)
    return Case(
        gross_cents=_euro("--gross", options.gross),
        on=_day(options.on),
        status=options.status,
        family=options.family,
        children=_children(options.children),
        minutes=None if options.hours is None else _minutes(options.hours),
        withholding_rate=_percent("--withholding-rate", options.withholding_rate),
        extra_withholding_cents=_euro("--extra-withholding", options.extra_withholding),
    )


def _refuse_kind(kind: str) -> None:
    if kind not in KINDS:
        raise WrongInput(f"Choose as --kind one of {', '.join(KINDS)}: “{kind}” is not known.")
    if kind != "ordinary":
        raise WrongInput(
            f"Choose --kind ordinary: {kind.replace('_', ' ')} is not computed before the Pay "
            "issue."
        )


def _euro(option: str, text: str) -> int:
    try:
        return cents(text)
    except ValueError as error:
        raise WrongInput(f"Give {option} in euro, such as 2300 or 2300.50: {error}.") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"Give --on as a day, such as 2026-05-15: “{text}” is none.") from None


def _children(text: str) -> int:
    if not re.fullmatch(r"\d{1,2}", text):
        raise WrongInput(f"Give --children as a whole number from 0 to 99: “{text}” is none.")
    return int(text)


def _minutes(text: str) -> int:
    minutes = _number("--hours", text) * 60
    if minutes.denominator != 1:
        raise WrongInput(f"Give --hours in whole minutes, such as 7.6: “{text}” is not.")
    return int(minutes)


def _percent(option: str, text: str) -> Fraction:
    return _number(option, text.rstrip(" %")) / 100


def _number(option: str, text: str) -> Fraction:
    """Digits only: a number with an exponent would keep a computer busy for years."""
    if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,9})?", text):
        raise WrongInput(f"Give {option} as a number, such as 7.6: “{text}” is none.")
    return Fraction(text.replace(",", "."))


def as_json(slip: Payslip) -> dict[str, Any]:
    """The payslip in cents, with every line."""
    found = slip.amounts
    return {
        "gross": found.gross,
        "social_security": found.social_security,
        "work_bonus": found.work_bonus,
        "taxable": found.taxable,
        "withholding": found.withholding,
        "special_contribution": found.special_contribution,
        "net": found.net,
        "employer_contribution": found.employer.due,
        "unconfirmed": list(slip.marks),
        "rules_version": slip.rules_version,
        "lines": [_line_as_json(line) for line in slip.lines],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": line.label,
        "part": line.part,
        "rule": line.rule,
        "rate": line.rate,
        "base": line.base_cents,
        "amount": line.amount_cents,
        "date": line.valid_from.isoformat(),
        "source": line.reference,
        "confidence": line.confidence,
        "unconfirmed": list(line.unconfirmed),
        "note": line.note,
    }


HEADINGS = {
    "pay": "Pay (these lines add up to the net)",
    "step": "How the tax was found",
    "employer": "What the employer owes on top",
    "house": "The work budget of the unit",
}


def as_text(slip: Payslip) -> str:
    """The payslip for a reader: the wage first, then how it came about."""
    case, found = slip.case, slip.amounts
    blocks = [f"Payslip on {case.on}: {_who(case)}"]
    for part, heading in HEADINGS.items():
        lines = [line for line in slip.lines if line.part == part and line.code != "net"]
        blocks += ["", heading, *(text for line in lines for text in _line_as_text(line))]
        if part == "pay":
            blocks += [f"{_amount(found.net)}  NET PAY"]
    blocks += [*_notes(slip), "", *_marks(slip), f"Figures version {slip.rules_version}"]
    return "\n".join(blocks)


def _who(case: Case) -> str:
    words = f"{case.status}, {case.family}".replace("_", " ")
    return f"{words}, {case.children} children" if case.children else words


def _line_as_text(line: Line) -> list[str]:
    rate = f"  [{line.rate}]" if line.rate else ""
    mark = "  ! UNCONFIRMED" if line.unconfirmed else ""
    rule = "" if line.rule == "sum" else f"{line.rule}, since {line.valid_from}: "
    source = wrap(f"{rule}{line.reference}", WIDTH - 14)
    return [
        f"{_amount(line.amount_cents)}  {line.label}{rate}{mark}",
        *(f"{'':14}{text}" for text in source),
    ]


def _amount(amount_cents: int) -> str:
    return f"{Decimal(amount_cents) / 100:12,.2f}"


def _notes(slip: Payslip) -> list[str]:
    """What the sources leave open, once for each rule."""
    notes = {line.rule: line.note for line in slip.lines if line.note}
    lines = [wrap(f"{rule}: {note}", WIDTH, subsequent_indent="  ") for rule, note in notes.items()]
    return ["", "Notes", *(text for line in lines for text in line)] if notes else []


def _marks(slip: Payslip) -> list[str]:
    if not slip.marks:
        return ["Every figure is confirmed by its source."]
    return [f"! Unconfirmed figures: {', '.join(slip.marks)}. Check them before paying a wage."]
