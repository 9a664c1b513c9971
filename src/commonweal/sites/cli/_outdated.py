"""`commonweal payslip outdated`: which payslips the figures of today would make otherwise."""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from commonweal.sites.cli import _words

if TYPE_CHECKING:
    from commonweal.payroll.queries import Outdated

WIDTH = 30


def add_arguments(deed: argparse.ArgumentParser) -> None:
    """Of which work, and for whom to read."""
    deed.add_argument("--from", dest="start", metavar="DATE", help="work that ended from this day")
    deed.add_argument("--to", dest="end", metavar="DATE", help="and before this day")
    deed.add_argument("--json", action="store_true", help="amounts in cents, every payslip")


def run(options: argparse.Namespace) -> int:
    """
    Print the payslips that change; 1 if there are any, so that a job can watch.

    :raises WrongInput: if a day cannot be read
    """
    from commonweal.payroll import queries

    found = queries.outdated(start=_day("from", options.start), end=_day("to", options.end))
    print(json.dumps(_as_json(found), indent=2) if options.json else "\n".join(_as_text(found)))
    return 1 if found.changes or found.unpayable else 0


def _day(word: str, text: str | None) -> date | None:
    return None if text is None else _words.day(word, text)


def _as_json(found: "Outdated") -> dict[str, Any]:
    return {
        "changes": [
            {
                "payslip": each.payslip.pk,
                "name": each.payslip.name,
                "on": each.payslip.ends_on.isoformat(),
                "net": each.payslip.net_cents,
                "difference": each.net_cents,
                "cost": each.cost_cents,
                "owed": each.owed_cents,
            }
            for each in found.changes
        ],
        "unchanged": found.unchanged,
        "not_computable": [
            {"payslip": each.payslip.pk, "reason": str(each.error)} for each in found.unpayable
        ],
    }


def _as_text(found: "Outdated") -> Iterator[str]:
    for each in found.changes:
        slip, name = each.payslip, each.payslip.name[:WIDTH]
        yield (
            f"{slip.pk:>8}  {slip.ends_on}  {name:{WIDTH}}  net {_euro(slip.net_cents)}"
            f"  {_euro(each.net_cents, '+')}  cost {_euro(each.cost_cents, '+')}"
        )
    for refused in found.unpayable:
        yield f"{refused.payslip.pk:>8}  cannot be computed: {refused.error}"
    yield (
        f"{len(found.changes)} payslips change, {found.unchanged} have other figures and the same "
        f"amounts, {len(found.unpayable)} cannot be computed."
    )
    if found.changes:
        yield "Correct them at the desk, under Wages, New figures."


def _euro(cents: int, sign: str = "") -> str:
    return f"{cents / 100:{sign}12,.2f}"
