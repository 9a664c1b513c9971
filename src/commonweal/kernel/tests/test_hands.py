import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commonweal.kernel import hands

ALONE = os.getpid()


@pytest.fixture
def many(monkeypatch):
    """Three pieces are enough to open two processes."""
    monkeypatch.setattr(hands, "ENOUGH", 3)
    monkeypatch.setattr(hands, "MOST", 2)


def where(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def dies_of(number: int) -> int:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_once(path: Path) -> str:
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def refuses(number: int) -> int:
    raise ValueError(str(number))


def test_a_few_pieces_are_done_here(many):
    with hands.several(2):
        assert hands.work(where, [1, 2]) == [(1, ALONE), (4, ALONE)]
    assert hands.work(where, range(5))[4] == (16, ALONE)


def test_many_are_done_by_others_and_come_in_order(many):
    with hands.several(40):
        done = hands.work(where, iter(range(40)))
    assert [square for square, _ in done] == [number * number for number in range(40)]
    assert ALONE not in {process for _, process in done}


def test_only_what_ends_its_process_is_lost(many):
    with hands.several(16):
        first = hands.work(dies_of, range(16))
        again = hands.work(dies_of, range(3))
    assert isinstance(first.pop(13), hands.Lost)
    assert first == [number for number in range(16) if number != 13]
    assert again == [0, 1, 2]


def test_a_process_that_was_killed_costs_nothing(many, tmp_path):
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths[1:]:
        path.touch()
    with hands.several(3):
        assert hands.work(dies_once, paths) == ["a", "b", "c"]


def test_what_is_raised_comes_out(many):
    with hands.several(3), pytest.raises(ValueError, match="0"):
        hands.work(refuses, range(3))


def test_nobody_outlives_who_opened_them():
    code = (
        "import os, signal\n"
        "from commonweal.kernel import hands\n"
        "from commonweal.kernel.tests.test_hands import where\n"
        "if __name__ == '__main__':\n"
        "    hands.ENOUGH, hands.MOST = 1, 2\n"
        "    with hands.several(8):\n"
        "        print(*{pid for _, pid in hands.work(where, range(8))}, flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(path)},
        stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    left = {int(pid) for pid in ended.stdout.split()}
    assert left
    patience = time.monotonic() + 20
    while any(map(lives, left)):
        assert time.monotonic() < patience
        time.sleep(0.05)


def lives(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
