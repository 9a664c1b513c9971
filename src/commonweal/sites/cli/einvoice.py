"""`commonweal einvoice`: judge electronic invoices, and take in those of suppliers."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from commonweal.einvoice.unit import UnitReport, run_tests
from commonweal.einvoice.validator import RULE_FILES, Verdict, refused, validate
from commonweal.sites.cli import _purchases

HELP = "judge electronic invoices, or take them in (UBL 2.1, EN 16931, Peppol BIS Billing 3)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Judge files, or take them in as purchases."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="validate|import")
    _purchases.add_arguments(
        deeds.add_parser(
            "import",
            help="one purchase per file: verdict, figures, and where it goes",
            description="Judged by Peppol where the file claims it, else by CEN. A refused file is "
            "kept at the desk with its reason. Exit 1 if any is refused.",
        )
    )
    check = deeds.add_parser(
        "validate",
        help="one line per file: path, ACCEPT or REJECT, broken rules",
        description=f"Rules: {', '.join(RULE_FILES.values())}. Exit 1 if any file is refused.",
    )
    check.add_argument("files", nargs="+", metavar="FILE")
    check.add_argument(
        "--rules",
        choices=("cen", "peppol"),
        default="peppol",
        help="cen: UBL schema and EN 16931; peppol (default): the Peppol rules too",
    )
    check.add_argument("--json", action="store_true", help="[{file, verdict, fatal, warnings}]")
    check.add_argument(
        "--unit", action="store_true", help="the files are official unit tests of the rules"
    )


def needs_database(options: argparse.Namespace) -> bool:
    """A verdict is made from the file and the rules alone; a purchase is kept."""
    return bool(options.deed == "import")


def run(options: argparse.Namespace) -> int:
    """Print what was found and return 0 only if everything was accepted, or agrees."""
    if options.deed == "import":
        return _purchases.run(options)
    return _run_unit(options) if options.unit else _run_verdicts(options)


def _run_verdicts(options: argparse.Namespace) -> int:
    verdicts = []
    for path in options.files:
        verdict = _verdict(path, options)
        verdicts.append((_shown(path), verdict))
        if not options.json:
            print("\t".join(_columns(_printable(path), verdict)), flush=True)
    if options.json:
        _print_json([_row(path, verdict) for path, verdict in verdicts])
    return 0 if all(verdict.accepted for _, verdict in verdicts) else 1


def _verdict(path: str, options: argparse.Namespace) -> Verdict:
    try:
        return validate(Path(path).read_bytes(), rules=options.rules)
    except (OSError, ValueError) as error:
        return refused("FILE", f"Name a file that can be read ({_reason(error)}).")


def _shown(path: str) -> str:
    """A name that is no text (a byte of another system) is shown with marks in its place."""
    return os.fsencode(path).decode("utf-8", "replace")


def _printable(path: str) -> str:
    """A line break or a tab in a name is written as \\n or \\t: one line per file, in columns."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in _shown(path))


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _columns(path: str, verdict: Verdict) -> list[str]:
    columns = [path, _word(verdict), " ".join(verdict.fatal)]
    return [*columns, *_explanations(verdict)] if not verdict.accepted else columns[:2]


def _word(verdict: Verdict) -> str:
    return "ACCEPT" if verdict.accepted else "REJECT"


def _explanations(verdict: Verdict) -> list[str]:
    """The reason, for what has no rule of its own to look up."""
    unnamed = ("FILE", "XML", "XSD", "XSLT")
    return [f.message for f in verdict.findings if f.rule in unnamed]


def _row(path: str, verdict: Verdict) -> dict[str, object]:
    for explanation in _explanations(verdict):
        print(f"{_printable(path)}: {explanation}", file=sys.stderr)
    return {
        "file": path,
        "verdict": _word(verdict),
        "fatal": verdict.fatal,
        "warnings": verdict.warnings,
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _run_unit(options: argparse.Namespace) -> int:
    reports: list[tuple[str, UnitReport]] = []
    broken = 0
    for path in options.files:
        try:
            report = run_tests(Path(path).read_bytes(), rules=options.rules)
        except (OSError, ValueError) as error:
            broken += 1
            print(f"{_printable(path)}: {_reason(error)}", file=sys.stderr)
        else:
            reports.append((_shown(path), report))
    if options.json:
        _print_json([{"file": path, **asdict(report)} for path, report in reports])
    else:
        _print_reports(reports, broken)
    return 1 if broken or any(report.disagreements for _, report in reports) else 0


def _print_reports(reports: list[tuple[str, UnitReport]], broken: int) -> None:
    for path, report in reports:
        columns = [f"{report.tests} tests", f"{len(report.disagreements)} disagreements"]
        print("\t".join([_printable(path), *columns]))
        for one in report.disagreements:
            found = " ".join(one.found) or "nothing"
            print(f"  test {one.test}: expected {one.expected} {one.rule}, found {found}")
    tests = sum(report.tests for _, report in reports)
    expectations = sum(report.expectations for _, report in reports)
    disagreements = sum(len(report.disagreements) for _, report in reports)
    unread = f", {broken} files not read" if broken else ""
    print(f"{tests} tests, {expectations} expectations, {disagreements} disagreements{unread}")
