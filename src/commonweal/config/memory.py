"""
Room in memory for the files of a test's server, where there is plenty.

A test that commits copies the whole database, a thousand small files: on a disk, making those costs
ten times the copy itself.
"""

import hashlib
import os
import re
from pathlib import Path

PLENTY = 4 * 2**30  # bytes: the slow proofs write the most, and less than this
SHARED = Path("/dev/shm")


def folder(home: Path, *, shared: Path = SHARED, plenty: int = PLENTY) -> Path:
    """Return a folder in memory that belongs to `home`, or `home` itself where that cannot be."""
    if not os.access(shared, os.W_OK) or _free(shared) < plenty:
        return home
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    place = shared / f"commonweal-{os.geteuid()}-{name}"
    place.mkdir(mode=0o711, exist_ok=True)
    return place if _is_ours(place) else home


def _free(shared: Path) -> int:
    room = os.statvfs(shared)
    known = re.search(r"MemAvailable:\s+(\d+) kB", _facts())
    return min(room.f_bavail * room.f_frsize, int(known[1]) * 1024 if known else 0)


def _facts() -> str:
    try:
        return Path("/proc/meminfo").read_text()
    except OSError:
        return ""


def _is_ours(place: Path) -> bool:
    """Anybody may write in shared memory, so a folder that was there may be a stranger's."""
    facts = place.lstat()
    own = facts.st_uid == os.geteuid() and not facts.st_mode & 0o022
    return own and place.is_dir() and not place.is_symlink()
