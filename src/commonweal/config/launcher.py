"""
From a bare Python to a running command: makes the virtual environment, then goes on in it.

Runs under the system's Python before anything is installed, so: standard library only.
The environment is `.venv` in the checkout, or COMMONWEAL_VENV.
"""

import fcntl
import hashlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[3]
USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What each set of requirements brings: development includes all that runs the house.
SETS = {"runtime": ("runtime",), "dev": ("dev", "runtime")}


class Stuck(Exception):
    """The environment cannot be made; the sentence says what to do."""


def enter(module: str, arguments: Sequence[str], *, requirements: str = "runtime") -> NoReturn:
    """Become `python -m MODULE ARGUMENTS` in the environment, made first when it is not there."""
    try:
        python = make_environment(requirements)
    except Stuck as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
    os.execve(python, [str(python), "-P", "-m", module, *arguments], environment())


def environment() -> dict[str, str]:
    """Our own surroundings: nothing of the user's Python or PostgreSQL reaches us."""
    strange = ("PYTHON", "PG", "VIRTUAL_ENV", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "DJANGO_")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    mine.setdefault("PATH", USUAL_PATH)
    mine.setdefault("HOME", _home_of_user())
    return mine | {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "1",  # a registry behind a house proxy is known to the system only
        "UV_NATIVE_TLS": "1",  # the same, as older versions call it
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
    }


def make_environment(requirements: str = "runtime") -> Path:
    """
    Return the environment's Python, after installing what `requirements/` asks and it lacks.

    Two starts at once take turns; an install that was cut short is done again from nothing.

    :raises Stuck: if it cannot be made
    """
    folder = Path(os.environ.get("COMMONWEAL_VENV") or ROOT / ".venv").absolute()
    if _is_complete(folder, requirements):
        return _python(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if not _is_complete(folder, requirements):
                _build(folder, requirements)
    except OSError as error:
        raise Stuck(
            f"Cannot write the virtual environment {folder} ({error.strerror})."
            " Name another folder in COMMONWEAL_VENV."
        ) from None
    return _python(folder)


def say(sentence: str) -> None:
    """Tell how far we are, out of the way of what a verb prints."""
    print(sentence, file=sys.stderr, flush=True)


def _home_of_user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return "/"


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _stamp(folder: Path) -> Path:
    return folder / "commonweal.json"


def _is_complete(folder: Path, requirements: str) -> bool:
    try:
        stamp, is_there = json.loads(_stamp(folder).read_text()), _python(folder).exists()
    except (OSError, ValueError):  # also a Python in somebody else's home
        return False
    return is_there and stamp.get(requirements) == _fingerprint(requirements)


def _fingerprint(requirements: str) -> str:
    return hashlib.sha256(_file(requirements).read_bytes()).hexdigest()


def _file(requirements: str) -> Path:
    return ROOT / "requirements" / f"{requirements}.txt"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with open(folder / "commonweal.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is making the environment; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(folder: Path, requirements: str) -> None:
    """While `commonweal.installing` stands there, nothing in the folder can be trusted."""
    begin, unfinished = time.monotonic(), folder / "commonweal.installing"
    if unfinished.exists() or not _works(_python(folder)):
        _empty(folder)
        unfinished.touch()
        _call([_base_python(), "-I", "-m", "venv", "--without-pip", str(folder)])
    unfinished.touch()
    _stamp(folder).unlink(missing_ok=True)
    packages = _file(requirements).read_text().count("==")
    say(f"Installing {packages} packages in {folder} (only this once) ...")
    tool = _install(_python(folder), _file(requirements))
    _stamp(folder).write_text(json.dumps({each: _fingerprint(each) for each in SETS[requirements]}))
    unfinished.unlink()
    say(f"... installed with {tool} in {time.monotonic() - begin:.0f} s.")


def _works(python: Path) -> bool:
    try:
        return subprocess.run([python, "-I", "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def _empty(folder: Path) -> None:
    for child in folder.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        elif child.name != "commonweal.lock":
            child.unlink()


def _base_python() -> str:
    """The Python outside any virtual environment, for ours may be the active one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _install(python: Path, file: Path) -> str:
    """Install with uv if it is found and can, else with pip. Return which."""
    if uv := _uv():
        hashed = ["--require-hashes", "-r", str(file)]
        done = _try([uv, "pip", "install", "-q", "--python", str(python), *hashed])
        if not done.returncode:
            return "uv"
        say(f"uv could not ({_last_line(done.stderr)}); trying pip ...")
    _install_with_pip(python, file)
    return "pip"


def _uv() -> str | None:
    surroundings = environment()
    places = os.pathsep.join([surroundings["PATH"], f"{surroundings['HOME']}/.local/bin"])
    uv = shutil.which("uv", path=places)
    return uv if uv and not _try([uv, "--version"]).returncode else None


def _install_with_pip(python: Path, file: Path) -> None:
    """Every version and hash is pinned, so there is nothing to resolve; one line per package."""
    options = ["--require-hashes", "--no-deps", "--no-compile", "--progress-bar", "off"]
    with subprocess.Popen(
        [*_pip(python), "install", *options, "-r", str(file)],
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        assert pip.stdout
        lines = []
        for line in pip.stdout:
            lines.append(line)
            if line.startswith(("Collecting", "Installing")):
                say("  " + line.strip()[:100])
    if pip.returncode:
        raise Stuck("pip could not install the packages:\n" + "".join(lines[-15:]))


def _pip(python: Path) -> list[str]:
    """Debian has its own pip, or a Python without one of its parts; any of three ways will do."""
    if not _try([str(python), "-m", "ensurepip"]).returncode:
        return [str(python), "-m", "pip"]
    outside = [_base_python(), "-I", "-m", "pip", "--python", str(python)]
    if not _try([*outside, "--version"]).returncode:
        return outside
    raise Stuck(
        "This Python has no pip. Install it (Debian: apt-get install python3-venv), or install uv."
    )


def _try(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def _call(command: Sequence[str]) -> None:
    done = _try(command)
    if done.returncode:
        raise Stuck(f"{' '.join(command)} failed:\n{done.stderr or done.stdout}")


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1].strip()
