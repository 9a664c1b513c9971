"""`commonweal clock show|set`: the clock of a demo or a test. A live house keeps real time."""

import argparse
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

HELP = "show the clock of the house, or move it on (demo and tests only)"
ZONE = ZoneInfo("Europe/Brussels")
FIRST_YEAR, LAST_YEAR = 1970, 2099  # room on both sides for whoever adds days


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Show it, or set it."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="show|set")
    deeds.add_parser("show", help="the present instant of the house")
    moved = deeds.add_parser("set", help="move the clock on; it never goes back")
    moved.add_argument(
        "instant",
        type=_instant,
        metavar="INSTANT",
        help="a day (2026-05-06: nine in the morning), a local time (2026-05-06T10:00) or an"
        " instant with its zone (2026-05-06T08:00Z)",
    )


def needs_database(options: argparse.Namespace) -> bool:
    """The clock of a demo stands in its database."""
    return True


def run(options: argparse.Namespace) -> int:
    """Print the instant that holds afterwards."""
    from commonweal.kernel import clock

    if options.deed == "set":
        clock.move(to=options.instant)
    print(clock.now().isoformat(timespec="seconds"))
    return 0


def _instant(text: str) -> datetime:
    """Read an instant; without a zone it is Brussels time, without a time nine in the morning."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}” is no instant; write 2026-05-06 or 2026-05-06T10:00"
        ) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(
            f"choose a year from {FIRST_YEAR} to {LAST_YEAR}, not “{text}”"
        )
    if "T" not in text.upper() and " " not in text.strip():
        read = read.replace(hour=9)
    return read if read.tzinfo else _local(read)


def _local(read: datetime) -> datetime:
    """An hour that the change to summer time skips does not exist; say so, do not guess."""
    local = read.replace(tzinfo=ZONE)
    if local.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != read:
        raise argparse.ArgumentTypeError(f"{read:%H:%M} does not exist on that day in Brussels")
    return local
