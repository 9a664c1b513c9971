"""`commonweal worker`: do the work that was put off, and what the calendar asks, until stopped."""

import argparse
import asyncio
import logging
import time
from typing import Any

HELP = "do background work until stopped (the demo runs one by itself)"
PAUSE = 1.0  # seconds before a worker whose database went away tries again


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much at once."""
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="at the same time (2)")


def needs_database(options: argparse.Namespace) -> bool:
    """The queue is a table."""
    return True


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C; a job under way is finished, or taken up again later."""
    from procrastinate.contrib.django import app

    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    while not _worked_until_told_to_stop(app, options.jobs):
        time.sleep(PAUSE)
    return 0


def _worked_until_told_to_stop(app: Any, jobs: int) -> bool:
    """False if the database went away under the worker: it restarts, we come back."""
    from procrastinate.exceptions import ConnectorException
    from psycopg import OperationalError

    try:
        with app.replace_connector(app.connector.get_worker_connector()):
            asyncio.run(app.run_worker_async(concurrency=jobs, delete_jobs="successful"))
    except (ConnectorException, OperationalError, ExceptionGroup) as trouble:
        logging.getLogger(__name__).warning("The worker lost its database: %s", trouble)
        return False
    return True
