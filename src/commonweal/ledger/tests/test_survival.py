"""kill -9 of the whole server under write load: nothing acknowledged is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import psycopg
import pytest

from commonweal.config import postgres
from commonweal.ledger.queries._proofs import PROOFS

ROUNDS = 5


@pytest.fixture
def home(tmp_path):
    """A server of its own, durable as a live one, with the tables in it."""
    url = postgres.serve(tmp_path)
    with django(url, "-m", "django", "migrate", "--verbosity", "0") as migrating:
        assert migrating.wait(300) == 0
    return tmp_path


def django(url, *arguments):
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
        "PYTHONPATH": str(Path(postgres.__file__).parents[2]),
    }
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def kill_during_writes(home, first, *options):
    """Let a writer work, kill the server, start it again; return what the writer acknowledged."""
    options = ("-m", "commonweal.ledger.tests.writer", str(first), *options)
    with django(postgres.serve(home), *options) as writer:
        acknowledged = [int(writer.stdout.readline()) for _ in range(45)]
        sleep(0.1)
        postmaster = (home / "data" / "postmaster.pid").read_text().splitlines()[0]
        kill_family(int(postmaster))
        return acknowledged + [int(line) for line in writer.stdout]


def kill_family(postmaster):
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for pid in (postmaster, *map(int, children)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def kept_and_faults(home):
    with psycopg.connect(postgres.serve(home)) as connection:
        connection.execute("select set_config('commonweal.scope', '*', false)")
        keys = connection.execute("select key from ledger_entry").fetchall()
        faults = [connection.execute(sql).fetchone()[0] for sql in PROOFS.values()]
    return {int(key.removeprefix("invoice:")) for (key,) in keys}, faults


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(home):
    acknowledged = []
    for number in range(ROUNDS):
        acknowledged += kill_during_writes(home, number * 100_000 + 1)
    kept, faults = kept_and_faults(home)
    print(f"{ROUNDS} kills, {len(acknowledged)} acknowledged, {len(set(acknowledged) - kept)} lost")
    assert set(acknowledged) <= kept
    assert not any(faults)


@pytest.mark.slow
def test_the_canary_that_acknowledges_too_early_is_seen_to_lose(home):
    acknowledged = kill_during_writes(home, 1, "--careless")
    kept, faults = kept_and_faults(home)
    assert set(acknowledged) - kept
    assert not any(faults)
