"""The embedded server under bad treatment. Each test has a data directory of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from commonweal.config import postgres, unprivileged

USERS: list["subprocess.Popen[str]"] = []
SRC = Path(__file__).parents[3]
USER = """
import signal, sys, time
from pathlib import Path
from commonweal.config import postgres
print(postgres.serve(Path(sys.argv[1])), flush=True)
if sys.argv[2] == "stay":
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for user in USERS:
        kill(user)
    USERS.clear()
    assert soon(lambda: not postgres._inhabitants(tmp_path / "data")), "a server is left"
    shutil.rmtree(tmp_path)


def soon(condition, seconds: float = 20) -> bool:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def join(home: Path, then: str = "stay") -> subprocess.Popen[str]:
    """Start a process that uses the server of `home`."""
    user = subprocess.Popen(
        [sys.executable, "-P", "-c", USER, str(home), then],
        env={**os.environ, "PYTHONPATH": f"{SRC}:{postgres.binaries().parents[2]}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    USERS.append(user)
    return user


def url_of(user: subprocess.Popen[str]) -> str:
    assert user.stdout and user.stderr
    return user.stdout.readline().strip() or pytest.fail(user.stderr.read())


def leave(user: subprocess.Popen[str]) -> None:
    if user.stdin and not user.stdin.closed:
        user.communicate()
    assert user.returncode == 0


def kill(user: subprocess.Popen[str]) -> None:
    user.kill()
    if user.stdin and not user.stdin.closed:
        user.communicate()


def postmaster(home: Path) -> int:
    return postgres._pid_in(home / "data" / "postmaster.pid")


def write(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists kept (number int)")
        connection.execute("insert into kept values (%s)", [number])


def kept(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select number from kept order by 1")]


def test_it_serves_and_leaves_no_process(home: Path) -> None:
    user = join(home)
    write(url_of(user), 1)
    leave(user)
    assert not postgres._inhabitants(home / "data")


def test_two_users_share_one_server_until_the_last_leaves(home: Path) -> None:
    first = join(home)
    url = url_of(first)
    second = join(home)
    assert url_of(second) == url
    leave(first)
    write(url, 1)
    leave(second)
    assert not postgres._inhabitants(home / "data")


def test_a_killed_user_does_not_keep_the_server(home: Path) -> None:
    user = join(home)
    write(url_of(user), 1)
    kill(user)
    assert soon(lambda: not postgres._inhabitants(home / "data"))
    user = join(home)
    assert kept(url_of(user)) == [1]
    leave(user)


def test_the_user_and_the_server_killed_together_lose_nothing(home: Path) -> None:
    for number in range(3):
        user = join(home)
        write(url_of(user), number)
        os.kill(postmaster(home), signal.SIGKILL)
        kill(user)
    user = join(home)
    assert kept(url_of(user)) == [0, 1, 2]
    leave(user)


def test_a_killed_keeper_takes_its_server_along(home: Path) -> None:
    user = join(home)
    write(url_of(user), 1)
    status = Path(f"/proc/{postmaster(home)}/status").read_text()
    keeper = int(status.split("PPid:")[1].split()[0])
    os.kill(keeper, signal.SIGKILL)
    assert soon(lambda: not postgres._inhabitants(home / "data"))
    second = join(home)
    assert kept(url_of(second)) == [1]
    leave(user)
    leave(second)


@pytest.mark.parametrize("left", ["", "12", "{me}\n/nowhere\n0\n5432\n", "1\n"])
def test_a_stale_pid_file_is_not_believed(home: Path, left: str) -> None:
    leave(join(home))
    (home / "data" / "postmaster.pid").write_text(left.format(me=os.getpid()))
    user = join(home)
    write(url_of(user), 1)
    leave(user)


def test_a_stale_socket_is_cleared(home: Path) -> None:
    leave(join(home))
    (home / "run" / postgres.SOCKET).touch()
    (home / "run" / f"{postgres.SOCKET}.lock").write_text(f"{os.getpid()}\n")
    user = join(home)
    write(url_of(user), 1)
    leave(user)


def test_a_server_whose_socket_was_swept_away_is_replaced(home: Path) -> None:
    user = join(home)
    write(url_of(user), 1)
    (home / "run" / postgres.SOCKET).unlink()
    second = join(home)
    assert kept(url_of(second)) == [1]
    leave(user)
    leave(second)


@pytest.mark.slow
def test_eight_first_starts_at_once_all_get_served(home: Path) -> None:
    users = [join(home) for _ in range(8)]
    for number, user in enumerate(users):
        write(url_of(user), number)
    for user in users:
        leave(user)
    assert not postgres._inhabitants(home / "data")


@pytest.mark.slow
def test_starts_and_stops_that_overlap_all_get_served(home: Path) -> None:
    for _ in range(20):
        pair = [join(home, "go"), join(home, "go")]
        for user in pair:
            assert url_of(user)
        leave(pair[0])
        pair.append(join(home, "go"))
        assert url_of(pair[2])
        leave(pair[1])
        leave(pair[2])
    assert not postgres._inhabitants(home / "data")


@pytest.mark.parametrize("name", ["with a space", 'it\'s €5 & "more"', "deep/" * 30 + "end"])
def test_any_folder_name_will_do(tmp_path: Path, home: Path, name: str) -> None:
    user = join(tmp_path / name)
    write(url_of(user), 1)
    leave(user)
    assert not postgres._inhabitants(tmp_path / name / "data")


def test_a_cluster_half_made_is_made_again(home: Path) -> None:
    (home / "data.new" / "base").mkdir(parents=True)
    user = join(home)
    write(url_of(user), 1)
    leave(user)


def test_another_major_version_is_refused_with_the_way_out(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(postgres.Unavailable, match="made by PostgreSQL 14, .*commonweal dump"):
        postgres.serve(home)


def test_the_server_is_ours_alone(home: Path) -> None:
    user = join(home)
    url = url_of(user)
    assert (home / "run").stat().st_mode & 0o077 == 0
    assert (home / "data").stat().st_mode & 0o077 == 0
    with psycopg.connect(url) as connection:
        facts = connection.execute(
            "select rolsuper, rolbypassrls, current_setting('listen_addresses')"
            " from pg_roles where rolname = current_user"
        ).fetchone()
    assert facts == (False, False, "")
    leave(user)


root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@root_only
@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv becomes another user")
def test_an_ordinary_user_needs_no_help(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Path("/tmp") / f"commonweal-test-{os.getpid()}"
    home.mkdir(mode=0o700)
    os.chown(home, 65534, 65534)
    call = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3"]
    done = subprocess.run(
        [*call, "-P", "-c", USER, str(home), "go"],
        env={"PYTHONPATH": f"{SRC}:{postgres.binaries().parents[2]}", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(home)
    if "Permission denied" in done.stderr or "No module" in done.stderr:
        pytest.skip("this checkout is closed to other users")
    assert done.stdout.startswith("postgresql://"), done.stderr


@root_only
def test_without_namespaces_root_hands_over_to_another_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(unprivileged, "namespaces_work", lambda: False)
    stand_in = unprivileged._stand_in()
    folder = tmp_path / "data"
    folder.mkdir()
    unprivileged.hand_over(folder)
    assert folder.stat().st_uid == stand_in.pw_uid
    done = subprocess.run(
        ["id", "-u"], preexec_fn=unprivileged.entrance(), capture_output=True, check=True
    )
    assert int(done.stdout) == stand_in.pw_uid
    assert "DATABASE_URL" in unprivileged.advice("initdb: Permission denied")
