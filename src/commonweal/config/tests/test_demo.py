"""The demonstration as a newcomer meets it: one command, a page, and nothing left afterwards."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from commonweal.config import launcher

pytestmark = pytest.mark.slow
PATIENCE = 180


def bare(home: Path) -> dict[str, str]:
    """An almost empty environment, without a word about where to look."""
    return {
        "PATH": "/usr/bin:/bin",
        "COMMONWEAL_HOME": str(home),
        "COMMONWEAL_VENV": sys.prefix,
        "PYTHONPATH": "/nowhere",
    }


class Demo:
    """A running `./demo`, and what can be asked of it."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.log = open(home.parent / "said", "w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            [launcher.ROOT / "demo", "--port", str(self.port)],
            env=bare(home),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    @property
    def said(self) -> str:
        return Path(self.log.name).read_text()

    def wait(self) -> None:
        assert soon(lambda: "Ctrl-C stops" in self.said or self.process.poll() is not None)
        assert "Ctrl-C stops" in self.said, self.said

    def page(self) -> int:
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=30)) as visitor:
            try:
                visitor.request("GET", "/")
                return visitor.getresponse().status
            except (OSError, http.client.HTTPException):
                return 0

    def processes(self) -> set[int]:
        """Everything of this demo: our own processes name its home, children have it in mind."""
        word = f"COMMONWEAL_HOME={self.home}\0".encode()
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                mine = word in (folder / "environ").read_bytes()
                inside = (folder / "cwd").readlink() == self.home / "data"
            except OSError:
                continue
            if mine or inside:
                found.add(int(folder.name))
        return found

    def named(self, word: str) -> set[int]:
        return {
            pid
            for pid in self.processes()
            if word in Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        }


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


def soon(condition, seconds: float = PATIENCE) -> bool:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(condition())


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "a home")
    try:
        running.wait()
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()
        running.log.close()
        assert soon(lambda: not running.processes(), 30), "the demo left a process"


def verb(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [launcher.ROOT / "commonweal", *arguments],
        env=bare(home), cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip


def carry_over(demo: Demo, tmp_path: Path) -> None:
    """A dump of one house fills another that is empty, and no other."""
    file = tmp_path / "of the house"
    assert verb(demo.home, "dump", str(file)).returncode == 0
    assert verb(demo.home, "dump", str(file)).stderr == f"{file}: File exists.\n"
    filled = verb(tmp_path / "another", "restore", str(file))
    assert " events are back" in filled.stdout, filled.stderr
    refused = verb(tmp_path / "another", "restore", str(file))
    assert refused.returncode == 1
    assert "Name an empty COMMONWEAL_HOME" in refused.stderr


def test_it_serves_people_and_verbs_and_goes_away(demo: Demo, tmp_path: Path) -> None:
    assert demo.page() == 200
    assert "amina@commonweal.example" in demo.said
    assert "Finance: approves" in demo.said

    moved = verb(demo.home, "clock", "set", "2026-05-06T10:00")
    assert moved.stdout == "2026-05-06T10:00:00+02:00\n"
    back = verb(demo.home, "clock", "set", "2026-05-05")
    assert back.returncode == 2
    assert "after 2026-05-06 10:00" in back.stderr

    again = subprocess.run(
        [launcher.ROOT / "demo"], env=bare(demo.home), capture_output=True, text=True, check=False
    )
    assert again.returncode == 1
    assert f"runs already, at http://localhost:{demo.port}" in again.stderr

    carry_over(demo, tmp_path)
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(60) == 0
    assert not demo.processes()


def test_what_ends_is_started_again_until_the_launcher_is_killed(demo: Demo) -> None:
    before = demo.named("worker") | demo.named("granian")
    postmaster = int((demo.home / "data" / "postmaster.pid").read_text().split()[0])
    for pid in (postmaster, *before):
        os.kill(pid, signal.SIGKILL)
    assert soon(lambda: demo.page() == 200, 60)
    assert soon(lambda: bool(demo.named("worker") - before), 30)

    demo.process.kill()
    demo.process.wait()
    assert soon(lambda: not demo.processes(), 30)


def test_a_port_in_use_is_refused_by_name(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [launcher.ROOT / "demo", "--port", str(port)],
            env=bare(tmp_path), capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Choose another port than {port}: address already in use." in done.stderr
