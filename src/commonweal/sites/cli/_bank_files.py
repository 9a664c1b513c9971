"""The files that `commonweal bank import` is given: by name, by pattern, or all of a folder."""

import os
import sys
from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.sites.cli._trouble import WrongInput

if TYPE_CHECKING:
    from commonweal.banking.actions import BankFile

MOST = 2**28
# What lies beside statements in a folder and is none: papers to read, schemas, our own reasons.
NO_STATEMENTS = (
    ".md", ".rst", ".xsd", ".pdf", ".png", ".jpg", ".jpeg", ".htm", ".html",
    ".reason.txt", ".sha256",
)  # fmt: skip


def read_all(names: Sequence[str]) -> "list[BankFile]":
    """
    Return the files of these names, patterns and folders; what a folder holds besides is told.

    :raises WrongInput: if a name leads to nothing, or a file cannot be read
    """
    given = [path for name in names for path in _of(name)]
    found = [one for path in given for one in (_in_folder(path) if path.is_dir() else [path])]
    return [_read(path) for path in found]


def _of(name: str) -> list[Path]:
    """A shell that finds nothing hands the pattern on as it is; some hand on every pattern."""
    if os.path.lexists(name) or not has_magic(name):
        return [Path(name)]
    if found := sorted(glob(name)):
        return [Path(one) for one in found]
    raise WrongInput(f"Name files that are there: nothing is called {_shown(name)}.")


def _in_folder(folder: Path) -> Iterator[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        raise WrongInput(
            f"Name a folder that can be read: {_shown(folder)}: {error.strerror}."
        ) from None
    taken = [path for path in inside if not (why := _left_out(path)) or _tell(path, why)]
    if not taken:
        raise WrongInput(f"Put the files of the bank in {_shown(folder)}: there is none in it.")
    yield from taken


def _left_out(path: Path) -> str:
    """Return why something in a folder is no file to take in, or nothing."""
    from commonweal.banking import jobs

    name = path.name.lower()
    if path.is_dir():
        return "name it too, it is a folder"
    if name.startswith(".") or not path.is_file():
        return "it is no usual file"
    if name.endswith(jobs.UNFINISHED):
        return "it is still being written"
    return "it is no statement" if name.endswith(NO_STATEMENTS) else ""


def _tell(path: Path, why: str) -> bool:
    """Say that it is left out, and return that it is not taken."""
    print(f"Left out: {_shown(path)}: {why}", file=sys.stderr)
    return False


def _read(path: Path) -> "BankFile":
    from commonweal.banking.actions import BankFile

    try:
        with path.open("rb") as file:  # what has no end, such as a device, is too large
            return BankFile(_shown(path), file.read(MOST))
    except OSError as error:
        raise WrongInput(
            f"Name a file that can be read: {_shown(path)}: {error.strerror}."
        ) from None


def _shown(path: str | Path) -> str:
    """Return a name as text: a byte of another system is shown with a mark in its place."""
    return os.fsencode(path).decode("utf-8", "replace")
