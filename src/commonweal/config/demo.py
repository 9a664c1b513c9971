"""
`./demo`: a small lifelike cooperative on this machine, and nothing left of it after Ctrl-C but
its data directory.
"""

import argparse
import fcntl
import http.client
import itertools
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn

from commonweal.config import database, launcher, places, postgres, processes
from commonweal.config.launcher import say

USUAL_PORT = 8000
MADE_BY_US = (
    "data", "data.new", "files", "logs", "mode", "peppol", "postgres.log", "secret.key",
    "social-security.json", "static", "url",
)  # fmt: skip
FIRST_PAGE_SECONDS = 120
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOPPING = threading.Event()


class Stop(Exception):
    """Ctrl-C, or a signal that asks the same."""


class CannotStart(Exception):
    """The demo cannot start like this; the sentence says what to do."""


def main(arguments: list[str]) -> int:
    """Run the demo until it is stopped. Return the exit code."""
    for each in SIGNALS:
        signal.signal(each, _stop)
    options = _parse(arguments)
    try:
        _run(options)
    except Stop:
        return 0
    except (CannotStart, places.Misplaced, postgres.Unavailable) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _stop(number: int, frame: object) -> NoReturn:
    """Python may lose an exception that a signal raises, so the watch looks at the note too."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # a second Ctrl-C must not cut the stop short
    STOPPING.set()
    raise Stop


def _stop_if_asked() -> None:
    if STOPPING.is_set():
        raise Stop


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="demo",
        description="Start a small lifelike cooperative on this machine; Ctrl-C stops it.",
        epilog="Its data stays in .commonweal/demo (or COMMONWEAL_HOME) until --fresh."
        " DATABASE_URL names a PostgreSQL server to use instead of the embedded one.",
    )
    parser.add_argument("--port", type=_port, help=f"instead of {USUAL_PORT}, or the next free one")
    parser.add_argument("--fresh", action="store_true", help="forget what was done before")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is no port; choose one from 1 to 65535")
    return int(text)


def _run(options: argparse.Namespace) -> None:
    begin = time.monotonic()
    place = places.settle(mode="demo")
    with _only_demo(place):
        port = _free_port(options.port)
        if options.fresh:
            _forget(place)
        os.environ.setdefault("COMMONWEAL_SITE", f"http://localhost:{port}")
        served = None if os.environ.get("DATABASE_URL") else place
        say("Starting the database ...")
        database.connect(place)
        say("Preparing the cooperative ...")
        with _collecting_static():
            database.migrate()
        _live(place, port, served, begin)


def _live(place: Path, port: int, served: Path | None, begin: float) -> None:
    """The web server wakes up while the cooperative is invented; the worker waits for both."""
    children = [_web(place, port)]
    try:
        with _log_in(place / "logs" / "demo.log"):
            _load()
        _wait_for_first_page(children, port)
        children.append(_worker(place))
        (place / "url").write_text(f"http://localhost:{port}\n")
        _welcome(port, time.monotonic() - begin)
        _watch(children, served)
    finally:
        say("\nStopping ...")
        processes.stop_all(children)
        (place / "url").unlink(missing_ok=True)


@contextmanager
def _only_demo(place: Path) -> Iterator[None]:
    """One demo per data directory; the kernel frees the lock when it is killed."""
    places.remember_mode(place)
    with open(place / "demo.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(_already(place)) from None
        yield


def _already(place: Path) -> str:
    address = place / "url"
    where = address.read_text().strip() if address.exists() else "an address it will print soon"
    return (
        f"The demo of {place} runs already, at {where}. Stop it first, or name another"
        " data directory in COMMONWEAL_HOME for a second one."
    )


def _free_port(chosen: int | None) -> int:
    if chosen is None:
        port = next((p for p in range(USUAL_PORT, USUAL_PORT + 100) if not _trouble(p)), None)
        if port is None:
            raise CannotStart("Choose a free port with --port: 8000 to 8099 are all taken.")
        if port != USUAL_PORT:
            say(f"Port {USUAL_PORT} is taken, so this is {port}.")
        return port
    if trouble := _trouble(chosen):
        raise CannotStart(f"Choose another port than {chosen}: {trouble}.")
    return chosen


def _trouble(port: int) -> str:
    """Why the port cannot be had; somebody on [::1] would answer browsers in our place."""
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind(("127.0.0.1", port))
        except OSError as error:
            return (error.strerror or "it cannot be had").lower()
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.connect(("::1", port))
        except OSError:
            return ""
    return "another program answers there on [::1]"


def _forget(place: Path) -> None:
    """Remove what demos made, and only that, whatever directory was named."""
    if os.environ.get("DATABASE_URL"):
        raise CannotStart("Empty the server's database yourself: --fresh is for the embedded one.")
    if postgres.answers(place):
        raise CannotStart("Wait for the verb that still uses this data directory, then try again.")
    for name in MADE_BY_US:
        path = place / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    places.remember_mode(place)


@contextmanager
def _collecting_static() -> Iterator[None]:
    """Style sheets get their hashed names and compressed copies while the database is made."""
    command = [sys.executable, "-P", "-m", "django", "collectstatic", "--no-input", "-v0"]
    with subprocess.Popen(command, env=launcher.environment(), stdin=subprocess.DEVNULL) as work:
        yield
    if work.returncode:
        raise CannotStart("The style sheets could not be collected; the reason stands above.")


@contextmanager
def _log_in(path: Path) -> Iterator[None]:
    """What the story says in the log goes to a file beside the others: the welcome stays short."""
    path.parent.mkdir(exist_ok=True)
    root, file = logging.getLogger(), logging.FileHandler(path)
    shown, root.handlers = root.handlers, [file]
    try:
        yield
    finally:
        root.handlers = shown
        file.close()


def _load() -> None:
    """The demonstration is a story of flows; it does nothing the second time."""
    from django.db import connections

    from commonweal.flows import demo
    from commonweal.kernel import clock
    from commonweal.kernel.actor import SYSTEM

    with database.only_one():
        demo.load(by=SYSTEM, at=clock.now())
    connections.close_all()


def _web(place: Path, port: int) -> processes.Child:
    """It sees no member's rows until a request says whose they are."""
    command = [
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers",
        "--respawn-interval", "0.5", "--log-level", "warning",
        "commonweal.config.wsgi:application",
    ]  # fmt: skip
    return _child("web server", command, place / "logs" / "web.log")


def _worker(place: Path) -> processes.Child:
    command = ["commonweal.config.command", "worker"]
    return _child("worker", command, place / "logs" / "worker.log")


def _child(name: str, module: Sequence[str], log: Path) -> processes.Child:
    log.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-P", "-m", *module]
    return processes.Child(name, command, log, launcher.environment())


def _wait_for_first_page(children: Sequence[processes.Child], port: int) -> None:
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while (status := _first_page(port)) is None:
        for child in filter(lambda each: each.ended, children):
            if child.keeps_ending:
                raise CannotStart(f"The {child.name} keeps ending:\n{child.last_words}")
            child.start_again()
        if time.monotonic() > deadline:
            raise CannotStart(f"No page after {FIRST_PAGE_SECONDS} s:\n{children[0].last_words}")
        time.sleep(0.05)
        _stop_if_asked()
    if status >= 500:
        raise CannotStart(f"The first page failed ({status}):\n{children[0].last_words}")


def _first_page(port: int) -> int | None:
    with closing(http.client.HTTPConnection("localhost", port, timeout=30)) as visitor:
        try:
            visitor.request("GET", "/")
            return visitor.getresponse().status
        except (OSError, http.client.HTTPException):
            return None


def _watch(children: Sequence[processes.Child], served: Path | None) -> None:
    """Start again whatever ends: a child at once, the database (if ours) before its users."""
    for tick in itertools.count():
        ended = [child for child in children if child.ended]
        if served and (ended or tick % 4 == 0) and not postgres.answers(served):
            postgres.serve(served)
        for child in ended:
            child.start_again()
        time.sleep(0.5)
        _stop_if_asked()


def _welcome(port: int, seconds: float) -> None:
    print(f"\nReady after {seconds:.1f} s: http://localhost:{port}\n")
    for line in _people():
        print(f"  {line}")
    print(f"\nThe clock of this house stands at {_clock()}; ./commonweal clock set moves it on.")
    print("Ctrl-C stops everything.", flush=True)


def _people() -> Iterator[str]:
    from django.conf import settings
    from django.utils import translation

    from commonweal.access import queries as access
    from commonweal.kernel import clock

    with translation.override("en"):
        for user, roles in access.one_per_role(at=clock.now()):
            names = ", ".join(str(role.label) for role in roles)
            yield f"{user.email:<36} {settings.DEMO_PASSWORD:<18} {names}"


def _clock() -> str:
    from commonweal.kernel import clock

    return f"{clock.now():%Y-%m-%d %H:%M}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
