"""Writing a file whole: at its name stands what was there before, or all of the new one."""

import os
import tempfile
from pathlib import Path

from commonweal.sites.cli._trouble import WrongInput


def write(name: str, content: bytes) -> None:
    """
    Write a file that only its owner reads, or add to what takes no other, such as a pipe.

    :raises WrongInput: if it cannot be written
    """
    path = Path(name)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)  # a device or a pipe: it cannot be replaced
        else:
            _replace(path.resolve(), content)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise WrongInput(f"Name a file that can be written: {name}: {why}.") from None


def _replace(path: Path, content: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
