"""
`./test`: everything that must hold. Linters first, then pytest, whose closing line is the last.

Given pytest arguments it runs only those tests, without the linters.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from commonweal.config import chromium, launcher
from commonweal.config.launcher import ROOT, say

USAGE = """\
Usage: ./test              linters, then every test that is not slow
       ./test --all        the slow proofs too, and pictures of the pages in tests/shots
       ./test ARGUMENTS    only these tests, with pytest's own arguments (src/commonweal/ledger -k post)
"""  # noqa: E501
PYTHON = [sys.executable, "-P"]
LINTERS = {
    "ruff check": [*PYTHON, "-m", "ruff", "check"],
    "ruff format": [*PYTHON, "-m", "ruff", "format", "--check", "--diff", "-q"],
    "mypy": [*PYTHON, "-m", "mypy", "src"],
    "import-linter": [os.path.join(os.path.dirname(sys.executable), "lint-imports")],
}  # fmt: skip
# What the tests use of the system: a browser for the journeys, gettext for the translations.
PROGRAMS = {os.environ.get("CHROMIUM", chromium.LIGHT): chromium.PACKAGE, "xgettext": "gettext"}
MOST_PROCESSES = 4
EVERY = ["-m", "slow or not slow", "--hypothesis-profile", "search"]
APT = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=1"]
APT += ["-o", "Acquire::http::Timeout=20"]  # without a way out the whole chromium will do


def main(arguments: list[str]) -> int:
    """Run what was asked; the exit code is 0 only if all of it holds."""
    if {"-h", "--help"} & set(arguments):
        print(USAGE, end="")
        return 0
    os.chdir(ROOT)
    whole = arguments in ([], ["--all"])
    _install_programs()
    failed = _lint() if whole else []
    chosen = [each for each in arguments if each != "--all"]
    every = EVERY if "--all" in arguments else []
    pytest = [*every, *(_side_by_side() if whole else []), *chosen]
    code = _pytest(pytest, failed, plain=not arguments)
    return code or bool(failed)


def _side_by_side() -> list[str]:
    """One process a core, each with its own server; one alone on a server that was given."""
    if "DATABASE_URL" in os.environ:
        return []
    processes = str(min(os.cpu_count() or 1, MOST_PROCESSES))
    # The order is ours, in `testing`: xdist would begin with the files of many tests.
    return ["-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"]


def _install_programs() -> None:
    """As root on Debian, install what is missing; else say so in one line and go on."""
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    if not missing:
        return
    install = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {' and '.join(missing)} ...")
        quiet = {**launcher.environment(), "DEBIAN_FRONTEND": "noninteractive"}
        steps = ([*APT, "update"], [*APT, "install", "--no-install-recommends", *missing])
        if all(not _silent(step, quiet) for step in steps):
            return
    say(f"Missing: {' and '.join(missing)}. Install with: {install}")


def _silent(command: Sequence[str], environment: dict[str, str]) -> int:
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    ).returncode


def _lint() -> list[str]:
    """Run the linters side by side; print what the failing ones say; return their names."""
    running = {
        name: subprocess.Popen(
            command,
            env=launcher.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, command in LINTERS.items()
    }
    failed = []
    for name, process in running.items():
        output, _ = process.communicate()
        print(f"{name}: {'FAILED' if process.returncode else 'ok'}", flush=True)
        if process.returncode:
            print(output.strip()[-8000:] + "\n", flush=True)
            failed.append(name)
    return failed


def _pytest(arguments: Sequence[str], failed: Sequence[str], *, plain: bool) -> int:
    """
    Run the tests; without pictures when it is only a check.

    Our plugin repeats the names of failed linters just above pytest's closing line.
    """
    surroundings = launcher.environment() | {"COMMONWEAL_LINTERS_FAILED": ", ".join(failed)}
    if plain:
        surroundings["COMMONWEAL_SHOTS"] = "no"
    return subprocess.run(
        [*PYTHON, "-m", "pytest", *arguments], env=surroundings, check=False
    ).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
