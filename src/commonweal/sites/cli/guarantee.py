"""`commonweal guarantee`: the cash of the coming weeks, and what a shock would do to it."""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from commonweal.sites.cli._trouble import Trouble

if TYPE_CHECKING:
    from commonweal.clients.queries import Client
    from commonweal.guarantee.queries import CashForecast, Shock

HELP = "forecast the bank account, and what a failing client or slow payers would do to it"
NAMES_SHOWN = 5
NEGATIVE = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Two deeds: the forecast, and a shock to it."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="cash|shock")
    helps = {
        "cash": "the bank account week by week, by how each client really pays",
        "shock": "the same without and with a client that fails, slow payers, or both",
    }
    for deed, sentence in helps.items():
        each = deeds.add_parser(
            deed, help=sentence, description=f"{sentence}. Exit 1 when the money runs out."
        )
        each.add_argument("--days", type=_days, help="how far to look; the house's if not given")
        each.add_argument("--json", action="store_true", help="one object, amounts in cents")
        if deed == "shock":
            each.add_argument(
                "--client", metavar="NAME", help="its name, or its number at the desk"
            )
            each.add_argument("--on", type=_day, metavar="DAY", help="it fails on; today, if not")
            each.add_argument("--slow", type=int, default=0, metavar="DAYS", help="all pay later")


def needs_database(options: argparse.Namespace) -> bool:
    """The books are asked."""
    return True


def run(options: argparse.Namespace) -> int:
    """Print the forecast or the shock; 1 when the money runs out within it."""
    from commonweal.kernel import clock

    return {"cash": _cash, "shock": _shock}[options.deed](options, clock.today())


def _cash(options: argparse.Namespace, on: date) -> int:
    from commonweal.guarantee import queries

    found = queries.cash(on=on, days=options.days)
    ahead = found.forecast
    late = queries.forecast(
        ahead.opening_cents, queries.cautious(found.book.moves), on=on,
        days=(ahead.until - on).days,
    )  # fmt: skip
    told = _forecast_as_json(ahead) | {
        "runs_out_on_if_all_are_late": _iso(late.runs_out_on),
        "not_counted_cents": sum(move.cents for move in found.book.doubtful),
        "fund_cents": found.book.fund_cents,
    }
    _print(options, told, _forecast_as_text(ahead))
    return _verdict(ahead)


def _shock(options: argparse.Namespace, on: date) -> int:
    from commonweal.guarantee import queries

    client = _client(options.client) if options.client else None
    found = queries.shock(
        on=on, days=options.days, client=client, fails_on=options.on, slow_days=options.slow
    )
    _print(options, _shock_as_json(found, client), _shock_as_text(found))
    return _verdict(found.after)


def _client(text: str) -> "Client":
    from commonweal.clients import queries as clients

    if text.isdecimal() and (known := clients.many(ids=[int(text)])):
        return known[int(text)]
    found = list(clients.search(text=text)[: NAMES_SHOWN + 1])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Trouble(f"Give --client the name of a client, or its number: “{text}” is none.")
    names = ", ".join(f"{each.pk} {each.name}" for each in found[:NAMES_SHOWN])
    raise Trouble(f"Say which client “{text}” is, by its number: {names}.")


def _verdict(found: "CashForecast") -> int:
    return NEGATIVE if found.runs_out_on else 0


def _print(options: argparse.Namespace, found: dict[str, Any], lines: Iterator[str]) -> None:
    if options.json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        print("\n".join(lines))


def _forecast_as_json(found: "CashForecast") -> dict[str, Any]:
    return {
        "on": found.on.isoformat(),
        "until": found.until.isoformat(),
        "opening_cents": found.opening_cents,
        "end_cents": found.end_cents,
        "lowest": {"on": found.lowest.on.isoformat(), "cents": found.lowest.cents},
        "runs_out_on": _iso(found.runs_out_on),
        "days": [
            {
                "on": point.on.isoformat(),
                "in_cents": point.in_cents,
                "out_cents": point.out_cents,
                "cents": point.cents,
            }
            for point in found.points
        ],
    }


def _shock_as_json(found: "Shock", client: "Client | None") -> dict[str, Any]:
    return {
        "client": {"id": client.pk, "name": client.name} if client else None,
        "lost_cents": found.lost_cents,
        "vat_back_cents": found.vat_cents,
        "guaranteed_loss_cents": found.guaranteed_cents,
        "not_guaranteed_cents": found.held_cents,
        "fund_cents": found.fund_cents,
        "from_fund_cents": found.from_fund_cents,
        "topped_up_cents": found.topped_up_cents,
        "fund_left_cents": found.fund_left_cents,
        "wages_cents": found.wages_cents,
        "wages_covered_cents": found.wages_covered_cents,
        "before": _forecast_as_json(found.before),
        "after": _forecast_as_json(found.after),
    }


def _forecast_as_text(found: "CashForecast") -> Iterator[str]:
    yield f"{found.on}  {_euro(found.opening_cents):>16}  in the bank"
    for week in found.weeks:
        yield f"{week.last}  {_euro(week.end_cents):>16}"
    yield f"{found.lowest.on}  {_euro(found.lowest.cents):>16}  least"
    if found.runs_out_on:
        yield f"The money runs out on {found.runs_out_on}."


def _shock_as_text(found: "Shock") -> Iterator[str]:
    yield f"{'':10}  {'without':>16}  {'with the shock':>16}"
    for was, now in zip(found.before.weeks, found.after.weeks, strict=True):
        yield f"{was.last}  {_euro(was.end_cents):>16}  {_euro(now.end_cents):>16}"
    yield f"will not be paid        {_euro(found.lost_cents):>16}"
    yield f"VAT that comes back     {_euro(found.vat_cents):>16}"
    yield f"borne by the fund       {_euro(found.from_fund_cents):>16}"
    yield f"at the charge of 6370   {_euro(found.topped_up_cents):>16}"
    yield f"left in the fund        {_euro(found.fund_left_cents):>16}"
    yield f"wages covered           {_euro(found.wages_covered_cents):>16}"
    yield f"of wages due            {_euro(found.wages_cents):>16}"
    out = found.after.runs_out_on
    yield f"The money runs out on {out}." if out else f"It lasts until {found.after.until}."


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _euro(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _days(text: str) -> int:
    longest = 730
    if not text.isdecimal() or not 1 <= int(text) <= longest:
        raise argparse.ArgumentTypeError(f"give a number of days from 1 to {longest}")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"give a day as 2026-05-04, not {text}") from None
