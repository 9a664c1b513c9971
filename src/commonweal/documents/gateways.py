"""
The shelf: bytes on disk, each file under its own hash.

`ab/cdef…` under settings.FILES. A file is written under a temporary name, forced to disk and
renamed, so that what stands under a hash is always whole.
"""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


def put(content: bytes) -> str:
    """Keep the bytes and return their SHA-256; bytes that are already there are not rewritten."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, content)
    return sha256


def get(sha256: str) -> bytes:
    """
    Return the bytes that have this hash.

    :raises FileNotFoundError: if they are not on the shelf
    :raises ValueError: if what lies there has another hash
    """
    content = _path(sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"The file {sha256} was changed on disk.")
    return content


def _path(sha256: str) -> Path:
    return Path(settings.FILES) / sha256[:2] / sha256[2:]


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with open(draft, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
