"""
Taking in what lies in the drop folder. Every minute, or by `commonweal bank import --drop`.

The import commits before a file moves: a crash between them leaves a file that is imported once
more, and changes nothing.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app

from commonweal.banking import actions, folder
from commonweal.banking.actions import BankFile, Verdict
from commonweal.banking.readers import LIMIT_MB
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.crash import maybe_crash

log = logging.getLogger(__name__)
CHUNK = 50
SETTLE_SECONDS = 20.0
UNFINISHED = folder.UNFINISHED
MOST_BYTES = (
    LIMIT_MB * 2**20 + 1
)  # one more than is read: then the reader says that it is too large


@dataclass(slots=True)
class Taken:
    """What a look into the folder brought: verdicts, files still being written, and trouble."""

    verdicts: list[Verdict] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    refused: int = 0
    done: int = 0


@app.periodic(cron="* * * * *")
@app.task(name="banking.drop", lock="banking.drop", queueing_lock="banking.drop")
def drop(timestamp: int = 0) -> None:
    """Take in what stands still in the drop folder. A second time does nothing."""
    where = _where()
    if not where.is_dir():
        log.error("%s: the drop folder of the bank is not there", where)
        return
    take(where=where, settle=SETTLE_SECONDS, at=clock.now())


def _where() -> Path:
    """Return the folder; ours is made, that of somebody else may be a disk that is away."""
    where = Path(settings.BANK_FOLDER)
    if where.is_relative_to(settings.HOME):
        where.mkdir(parents=True, exist_ok=True)
    return where


def take_now(*, settle: float, at: datetime) -> Taken:
    """
    Look twice, `settle` seconds apart, and take in what did not change meanwhile.

    :raises OSError: if the folder cannot be read
    """
    where = _where()
    before = folder.last_look(where) or folder.Look(at)
    now = time.time()
    folder.keep_look(where, folder.Look(at, folder.see(where, before.seen, now=now)))
    time.sleep(settle)
    return take(where=where, settle=settle, at=at)


def take(
    *, where: Path, settle: float, at: datetime, tell_time: Callable[[], float] = time.time
) -> Taken:
    """Take in the files that did not change for `settle` seconds, and put each where it belongs."""
    before, now = folder.last_look(where) or folder.Look(at), tell_time()
    seen = folder.see(where, before.seen, now=now)
    ready = folder.still(seen, now=now, settle=settle)
    taken = Taken(left=sorted(seen.keys() - set(ready)))
    for start in range(0, len(ready), CHUNK):
        files = _fetch(where, ready[start : start + CHUNK], seen, taken)
        _import(where, files, seen, at, taken)
    folder.keep_look(
        where,
        folder.Look(
            at,
            {name: seen[name] for name in seen if (where / name).exists()},
            taken.done,
            taken.refused,
            taken.trouble,
        ),
    )
    return taken


def _fetch(
    where: Path, names: Sequence[str], seen: dict[str, folder.Seen], taken: Taken
) -> list[BankFile]:
    files: list[BankFile] = []
    for name in names:
        try:
            content = folder.fetch(where, name, seen[name], most=MOST_BYTES)
        except OSError as error:
            _trouble(taken, name, str(error.strerror))
            continue
        if content is None:
            taken.left.append(name)
        else:
            files.append(BankFile(name, content))
    return files


def _import(
    where: Path,
    files: Sequence[BankFile],
    seen: dict[str, folder.Seen],
    at: datetime,
    taken: Taken,
) -> None:
    """Import files together; if that fails, each alone, so that one holds up no other."""
    if not files:
        return
    try:
        verdicts = actions.import_statements(files=files, way="folder", by=SYSTEM, at=at)
    except Exception as error:
        if len(files) == 1:
            log.exception("%s: could not be taken in", files[0].name)
            _trouble(taken, files[0].name, str(error))
            return
        for file in files:
            _import(where, [file], seen, at, taken)
        return
    maybe_crash("drop.after_import")
    taken.verdicts += verdicts
    for file in files:
        if not folder.is_same(where, file.name, seen[file.name]):
            taken.left.append(file.name)  # another file took its name: it is looked at next time
            continue
        mine = [verdict for verdict in verdicts if verdict.file is file]
        _put_away(where, file, [v for v in mine if v.verdict == actions.REFUSED], taken)


def _put_away(where: Path, file: BankFile, refused: Sequence[Verdict], taken: Taken) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        reason = "\n".join(verdict.why for verdict in refused)
    try:
        folder.put_away(where, file.name, file.sha256, reason)
    except FileNotFoundError:
        pass  # somebody else took it in at the same moment
    except OSError as error:
        _trouble(taken, file.name, str(error.strerror))
    taken.refused += bool(refused)
    taken.done += not refused


def _trouble(taken: Taken, name: str, why: str) -> None:
    log.error("%s: %s", name, why)
    taken.trouble.append(f"{name}: {why}")
