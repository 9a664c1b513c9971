"""`commonweal declarations dmfa|belcotax`: what is declared of pay, held against the books."""

import argparse
import re
import sys
from datetime import date
from pathlib import Path

from commonweal.sites.cli._trouble import Trouble

HELP = "write the DmfA of a quarter or the sheets 281.10 of a year"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Two deeds: each writes a file and prints its totals beside those of the books."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="dmfa|belcotax")
    dmfa = deeds.add_parser(
        "dmfa",
        help="the quarterly declaration to social security",
        description="Exit 1 if the file is written but the books say otherwise: close the quarter.",
    )
    dmfa.add_argument("--quarter", required=True, metavar="2026-1", help="year and quarter")
    dmfa.add_argument(
        "--noss", required=True, metavar="NUMBER", help="our registration, nine digits"
    )
    dmfa.add_argument("--unit", required=True, metavar="NUMBER", help="establishment, ten digits")
    belcotax = deeds.add_parser("belcotax", help="the sheets 281.10 for the tax office")
    belcotax.add_argument("--year", required=True, type=int, metavar="2026", help="income year")
    belcotax.add_argument("--test", action="store_true", help="mark the file as a trial")
    for deed in (dmfa, belcotax):
        deed.add_argument("--out", required=True, metavar="FILE", help="where to write the file")


def needs_database(options: argparse.Namespace) -> bool:
    """Declarations are made from payslips."""
    return True


def run(options: argparse.Namespace) -> int:
    """Write the file; print each total with that of the books; 1 if they differ."""
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM
    from commonweal.payroll import actions, queries

    at = clock.now()
    if options.deed == "dmfa":
        quarter = _quarter(options.quarter)
        found = actions.declare_quarter(
            quarter=quarter, noss_number=options.noss, local_unit=options.unit, by=SYSTEM, at=at
        )
        checks = [queries.dmfa_of(quarter=quarter).check]
    else:
        found = actions.declare_year(year=options.year, test=options.test, by=SYSTEM, at=at)
        checks = list(queries.tax_year(year=options.year).checks)
    Path(options.out).write_bytes(found.content)
    for check in checks:
        print(f"{_euro(check.declared_cents):>16} {_euro(check.ledger_cents):>16}  {check.label}")
    if all(check.agrees for check in checks):
        return 0
    print(
        "Close the quarter at the desk (Wages, Papers) before you send this: the books owe another "
        "amount.",
        file=sys.stderr,
    )
    return 1


def _quarter(text: str) -> date:
    if not re.fullmatch(r"20[0-9]{2}-[1-4]", text):
        raise Trouble(f"Give --quarter as year and quarter, such as 2026-1: “{text[:20]}” is none.")
    return date(int(text[:4]), 3 * int(text[5]) - 2, 1)


def _euro(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"
