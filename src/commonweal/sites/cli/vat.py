"""`commonweal vat`: the VAT return, the client listing and the intra-EU listing, from the books."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonweal.sites.cli._trouble import Trouble

if TYPE_CHECKING:
    from commonweal.reporting.actions import Declared
    from commonweal.reporting.queries import Check, Listing, VatReturn

HELP = "make the VAT return or a listing from the books, and write it for Intervat"
FIRST, LAST = 2010, 2999
LONGEST_NAME = 40
EXIT = "Exit 1 if the books say otherwise than the paper: the difference is printed."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Three deeds: a return, the clients of a year, what went to other member states."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="return|clients|intra")
    helps = {
        "return": "every grid of a month or a quarter, and the control against the books",
        "clients": "the Belgian VAT clients of a year above the threshold",
        "intra": "supplies to VAT numbers of other member states in a month or a quarter",
    }
    for deed, sentence in helps.items():
        each = deeds.add_parser(deed, help=sentence, description=f"{sentence}. {EXIT}")
        if deed == "clients":
            each.add_argument("--year", required=True, type=_year, metavar="2026")
        else:
            each.add_argument(
                "--period", required=True, metavar="2026-Q2", help="a quarter, or a month: 2026-05"
            )
        each.add_argument("--xml", metavar="FILE", help="write the file for Intervat there")
        each.add_argument("--json", action="store_true", help="one object, amounts in cents")
        each.add_argument(
            "--entity", type=int, default=1, metavar="NUMBER", help="1, the house, if not given"
        )
        if deed == "return":
            each.add_argument(
                "--restitution", action="store_true", help="ask a credit back in the file"
            )


def needs_database(options: argparse.Namespace) -> bool:
    """The papers are made from the books."""
    return True


def run(options: argparse.Namespace) -> int:
    """Print the paper, write its file when asked; 1 if it and the books differ."""
    from commonweal.kernel.models import LegalEntity
    from commonweal.rules.errors import NoFigure

    deeds = {"return": _return, "clients": _clients, "intra": _intra}
    try:
        return deeds[options.deed](options)
    except LegalEntity.DoesNotExist:
        known = LegalEntity.objects.order_by("id").values_list("id", flat=True)
        numbers = ", ".join(map(str, known)) or "none yet"
        raise Trouble(
            f"Give --entity one of our legal entities ({numbers}): there is no {options.entity}."
        ) from None
    except NoFigure as error:
        raise Trouble(str(error)) from None


def _return(options: argparse.Namespace) -> int:
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM
    from commonweal.reporting import actions, queries

    period = queries.read_period(options.period)
    found = queries.vat_return(period=period, entity=options.entity)
    if options.xml:
        declared = actions.declare_vat(
            period=period, entity=options.entity, restitution=options.restitution,
            by=SYSTEM, at=clock.now(),
        )  # fmt: skip
        _write(options.xml, declared)
    _print(options, _return_as_json(found), _return_as_text(found))
    if found.unexplained.lines:
        print(
            f"{found.unexplained.lines} ledger lines belong in no grid: look at them at the desk "
            f"(VAT, {period.name}) before you file.",
            file=sys.stderr,
        )
    return _verdict(found.checks, agrees=found.agrees)


def _clients(options: argparse.Namespace) -> int:
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM
    from commonweal.reporting import actions, queries

    found = queries.client_listing(year=options.year, entity=options.entity)
    if options.xml:
        declared = actions.declare_clients(
            year=options.year, entity=options.entity, by=SYSTEM, at=clock.now()
        )
        _write(options.xml, declared)
    return _tell_listing(options, found)


def _intra(options: argparse.Namespace) -> int:
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM
    from commonweal.reporting import actions, queries

    period = queries.read_period(options.period)
    found = queries.intra_listing(period=period, entity=options.entity)
    if options.xml:
        declared = actions.declare_intra(
            period=period, entity=options.entity, by=SYSTEM, at=clock.now()
        )
        _write(options.xml, declared)
    return _tell_listing(options, found)


def _tell_listing(options: argparse.Namespace, found: "Listing") -> int:
    _print(options, _listing_as_json(found), _listing_as_text(found))
    for one in found.unlisted:
        left_out = _euro(one.turnover_cents)
        print(f"Ask {one.name} for its VAT number: {left_out} is not listed.", file=sys.stderr)
    return _verdict(found.checks, agrees=found.agrees)


def _verdict(checks: "Sequence[Check]", *, agrees: bool) -> int:
    for check in checks:
        if not check.agrees:
            print(
                f"{check.label}: {_euro(check.declared_cents)} here, {_euro(check.ledger_cents)} "
                "in the books.",
                file=sys.stderr,
            )
    return 0 if agrees else 1


def _print(options: argparse.Namespace, found: dict[str, Any], lines: Iterator[str]) -> None:
    if options.json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        print("\n".join(lines))


def _return_as_json(found: "VatReturn") -> dict[str, Any]:
    return {
        "entity": found.entity.name,
        "period": found.period.name,
        "grids": {
            code: {"cents": grid.declared_cents, "entries": grid.entries, "lines": grid.lines}
            for code, grid in found.grids.items()
        },
        "unexplained": {"cents": found.unexplained.cents, "lines": found.unexplained.lines},
        "checks": _checks_as_json(found.checks),
        "agrees": found.agrees,
        "unconfirmed": list(found.marks),
    }


def _return_as_text(found: "VatReturn") -> Iterator[str]:
    from commonweal.reporting.queries import GRIDS

    yield f"{found.entity.name}, {found.period.name}"
    for code, grid in found.grids.items():
        if grid.lines or grid.cents:
            yield f"{code} {_euro(grid.declared_cents):>16}  {GRIDS[code].text}"
    if not found.lines:
        yield f"71 {_euro(0):>16}  {GRIDS['71'].text}"
    yield from _checks_as_text(found.checks, found.marks)


def _listing_as_json(found: "Listing") -> dict[str, Any]:
    return {
        "entity": found.entity.name,
        "clients": [
            {
                "vat_number": client.country + client.number,
                "name": client.name,
                "turnover_cents": client.turnover_cents,
                "vat_cents": client.vat_cents,
                **({"code": client.code} if client.code else {}),
            }
            for client in found.clients
        ],
        "turnover_cents": found.turnover_cents,
        "vat_cents": found.vat_cents,
        "without_number": [
            {"client": each.client_id, "name": each.name, "turnover_cents": each.turnover_cents}
            for each in found.unlisted
        ],
        "checks": _checks_as_json(found.checks),
        "agrees": found.agrees,
        "unconfirmed": list(found.marks),
    }


def _listing_as_text(found: "Listing") -> Iterator[str]:
    for client in found.clients:
        yield (
            f"{client.country}{client.number:<13} {client.code or ' '} "
            f"{_euro(client.turnover_cents):>16} {_euro(client.vat_cents):>14}  "
            f"{client.name[:LONGEST_NAME]}"
        )
    yield (
        f"{len(found.clients):>15}   {_euro(found.turnover_cents):>16} "
        f"{_euro(found.vat_cents):>14}  together"
    )
    yield from _checks_as_text(found.checks, found.marks)


def _checks_as_json(checks: "Sequence[Check]") -> list[dict[str, Any]]:
    return [
        {
            "name": check.name,
            "declared_cents": check.declared_cents,
            "ledger_cents": check.ledger_cents,
            "difference_cents": check.difference_cents,
            "agrees": check.agrees,
        }
        for check in checks
    ]


def _checks_as_text(checks: "Sequence[Check]", marks: Sequence[str]) -> Iterator[str]:
    yield "Control: the difference with the books"
    for check in checks:
        yield f"   {_euro(check.difference_cents):>16}  {check.label}"
    for mark in marks:
        yield f"! UNCONFIRMED {mark}"


def _write(path: str, declared: "Declared") -> None:
    Path(path).write_bytes(declared.content)


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not FIRST <= int(text) <= LAST:
        raise argparse.ArgumentTypeError(f"give a year such as 2026, not “{text[:20]}”")
    return int(text)


def _euro(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"
