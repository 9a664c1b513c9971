"""`commonweal worker`: do the work that was put off, and what the calendar asks, until stopped."""

import argparse
import asyncio
import logging
import signal
import sys
from contextlib import suppress
from typing import Any

HELP = "do background work until stopped (the demo runs one by itself)"

GRACE = 6  # seconds for the jobs under way
MOST_JOBS = 64  # each holds a connection of the database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much at once."""
    parser.add_argument("--jobs", type=_jobs, default=2, metavar="N", help="at the same time (2)")


def _jobs(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= MOST_JOBS):
        raise argparse.ArgumentTypeError(f"choose from 1 to {MOST_JOBS} jobs, not “{text}”")
    return int(text)


def needs_database(options: argparse.Namespace) -> bool:
    """The queue is a table."""
    return True


def run(options: argparse.Namespace) -> int:
    """
    Work until SIGTERM or Ctrl-C; a job under way is finished, or taken up again later.

    A worker whose database goes away ends; who watches over it (the demo, systemd) starts it
    again.
    """
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import ConnectorException
    from psycopg import OperationalError

    queue: Any = app  # its worker speaks to the database by another road than Django
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    try:
        with queue.replace_connector(queue.connector.get_worker_connector()):
            asyncio.run(_work(queue, options.jobs))
    except (ConnectorException, OperationalError) as trouble:
        print(f"The worker lost its database: {trouble}", file=sys.stderr)
        return 1
    return 0


async def _work(queue: Any, jobs: int) -> None:
    """Jobs that went well leave no row; their deeds are in the event log."""
    async with queue.open_async():
        work = asyncio.create_task(
            queue.run_worker_async(
                concurrency=jobs,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE,
            )
        )
        for order in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(order, _stop, work)
        with suppress(asyncio.CancelledError):
            await work


def _stop(work: "asyncio.Task[None]") -> None:
    """Finish soon; a worker that cannot, because its database is gone too, is cut off."""
    signal.alarm(GRACE + 2)
    work.cancel()
