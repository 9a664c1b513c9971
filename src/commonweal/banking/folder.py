"""
The drop folder: where the bank's line, or a person, puts files to be taken in.

A file that still grows is left alone until it stands still. What was taken in moves to `done`,
what was refused to `refused` with the reason beside it. Nothing here knows the database: a file
that was imported and not yet moved is imported once more, and that changes nothing.
"""

import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

DONE, REFUSED = "done", "refused"
REASON = ".reason.txt"
LOOK = ".look.json"
# What programs call a file while they write it.
UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".writing", "~")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file was like, and since when (seconds since 1970) it is so."""

    size: int
    changed_ns: int
    since: float


@dataclass(frozen=True, slots=True)
class Look:
    """A look into the folder: when, what was in it, and what came of it."""

    at: datetime
    seen: Mapping[str, Seen] = field(default_factory=dict)
    taken: int = 0
    refused: int = 0
    trouble: Sequence[str] = ()


def see(folder: Path, before: Mapping[str, Seen], *, now: float) -> dict[str, Seen]:
    """Return the files in the folder by name, each with how long it did not change."""
    found: dict[str, Seen] = {}
    for name in sorted(os.listdir(folder)):
        if name.startswith(".") or name.lower().endswith(UNFINISHED):
            continue
        try:
            facts = (folder / name).lstat()
        except OSError:
            continue  # it went away meanwhile
        if stat.S_ISREG(facts.st_mode):
            found[name] = _seen(facts, before.get(name), now)
    return found


def _seen(facts: os.stat_result, before: Seen | None, now: float) -> Seen:
    size, changed = facts.st_size, facts.st_mtime_ns
    if before and (before.size, before.changed_ns) == (size, changed):
        return before
    return Seen(size, changed, now)


def still(seen: Mapping[str, Seen], *, now: float, settle: float) -> list[str]:
    """Return the files that did not change for `settle` seconds."""
    return [name for name, one in seen.items() if now - one.since >= settle]


def fetch(folder: Path, name: str, seen: Seen, *, most: int) -> bytes | None:
    """Return the bytes of a file, at most `most`; None if it changed since it was seen."""
    with (folder / name).open("rb") as file:
        content = file.read(most)
        facts = os.fstat(file.fileno())
    same = (facts.st_size, facts.st_mtime_ns) == (seen.size, seen.changed_ns)
    return content if same else None


def is_same(folder: Path, name: str, seen: Seen) -> bool:
    """Whether the file of this name is still the one that was seen; one that is gone is."""
    try:
        facts = (folder / name).lstat()
    except FileNotFoundError:
        return True
    return (facts.st_size, facts.st_mtime_ns) == (seen.size, seen.changed_ns)


def put_away(folder: Path, name: str, mark: str, reason: str = "") -> None:
    """Move a file to `done`, or to `refused` when there is a reason, which then stands beside."""
    target = folder / (REFUSED if reason else DONE)
    target.mkdir(exist_ok=True)
    path = target / name
    if path.exists():
        # Another file of that name: both stay.
        path = target / f"{Path(name).stem}-{mark[:8]}{Path(name).suffix}"
    if reason:
        path.with_name(path.name + REASON).write_text(reason + "\n", encoding="utf-8")
    (folder / name).replace(path)


def last_look(folder: Path) -> Look | None:
    """Return the last look into the folder, None if there was none or it cannot be read."""
    try:
        told = json.loads((folder / LOOK).read_text(encoding="utf-8"))
        return Look(
            at=datetime.fromisoformat(told["at"]),
            seen={name: Seen(*values) for name, values in told["seen"].items()},
            taken=int(told["taken"]),
            refused=int(told["refused"]),
            trouble=[str(line) for line in told["trouble"]],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep_look(folder: Path, look: Look) -> None:
    """Write down a look, whole or not at all."""
    told = {
        "at": look.at.isoformat(),
        "seen": {name: [s.size, s.changed_ns, s.since] for name, s in look.seen.items()},
        "taken": look.taken,
        "refused": look.refused,
        "trouble": list(look.trouble),
    }
    fresh = folder / f"{LOOK}.{os.getpid()}"
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(folder / LOOK)
