"""`commonweal restore FILE`: fill an empty house from a dump, and bring it up to date."""

import argparse
from pathlib import Path

HELP = "fill an empty house from a dump"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("file", type=Path, metavar="FILE", help="made by commonweal dump")


def needs_database(options: argparse.Namespace) -> bool:
    """It is what is filled."""
    return True


def run(options: argparse.Namespace) -> int:
    """Refuse where anything happened already; nothing is ever overwritten."""
    from django.core.management import call_command
    from django.db import connection

    from commonweal.kernel.models import Event
    from commonweal.sites.cli._postgres import call
    from commonweal.sites.cli._trouble import Trouble

    with open(options.file, "rb"):  # a file that cannot be read is said before anything is dropped
        pass
    if Event.objects.exists():
        raise Trouble("Name an empty COMMONWEAL_HOME (or DATABASE_URL): here things happened.")
    call("pg_restore", "--list", str(options.file))
    _empty()
    name = connection.get_connection_params()["dbname"]
    call("pg_restore", "--no-owner", "--single-transaction", f"--dbname={name}", str(options.file))
    call_command("migrate", verbosity=0, interactive=False)
    print(f"{Event.objects.count()} events are back, the last of {_last()}.")
    return 0


def _empty() -> None:
    """Take away the tables that opening the house made: the dump brings its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"drop schema {schema} cascade")
        cursor.execute(f"create schema {schema}")
    connection.close()


def _last() -> str:
    from commonweal.kernel import clock
    from commonweal.kernel.models import Event

    last = Event.objects.order_by("-id").first()
    return f"{last.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}" if last else "no day"
