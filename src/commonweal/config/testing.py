"""Loaded by pytest before anything else: a throw-away server, without the waits of durability."""

import atexit
import os
from pathlib import Path

import pytest

from commonweal.config import chromium, memory, postgres

LONG = ("slow", "journey")

os.environ["COMMONWEAL_MODE"] = "test"
# Of several processes each has a server of its own: who reads the event log waits for every older
# transaction of the server, whichever database it is in. They inherit what the first one set.
worker, started = os.environ.get("PYTEST_XDIST_WORKER", ""), os.environ.get("COMMONWEAL_TEST_HOME")
house = Path(os.environ.get("COMMONWEAL_HOME", Path(__file__).parents[3] / ".commonweal"))
home = Path(f"{started}-{worker}") if worker and started else house / "test"
os.environ["COMMONWEAL_HOME"] = str(home)
if "DATABASE_URL" not in os.environ or started:
    place = memory.folder(home)
    if place != home:
        atexit.register(postgres.forget, place)  # what is registered first happens last
    os.environ["DATABASE_URL"] = postgres.serve(place, durable=False)
    os.environ.setdefault("COMMONWEAL_TEST_HOME", str(home))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of several processes none shall begin a long file last: proofs and journeys are long."""
    if worker:
        items.sort(key=lambda item: not any(map(item.get_closest_marker, LONG)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing browser skips the journeys in sight of everybody, and fails them in CI."""
    if item.get_closest_marker("journey") and not chromium.find().exists():
        reason = f"no browser at {chromium.find()}: apt-get install {chromium.PACKAGE}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once more, just above the closing line, which linters failed before the tests began."""
    if failed := os.environ.get("COMMONWEAL_LINTERS_FAILED"):
        terminalreporter.section("linters")
        terminalreporter.line(f"FAILED before the tests, see the top: {failed}")
