"""What the simulated network knows, in memory or in a file that several processes share."""

import fcntl
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

State = dict[str, Any]


class Memory:
    """Lends out the state to one at a time, and keeps what became of it."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._lock = path, threading.Lock()
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._state: State = {
            "participants": {}, "plans": [], "down": False, "messages": {}, "inbox": [], "seen": [],
        }  # fmt: skip

    @contextmanager
    def open(self) -> Iterator[State]:
        """Lend the state; what is changed is kept, unless an error ends the loan."""
        with self._lock:
            if self._path is None:
                yield self._state
                return
            with open(self._path.with_suffix(".lock"), "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                state = self._read(self._path)
                yield state
                draft = self._path.with_suffix(".part")
                draft.write_text(json.dumps(state))
                draft.rename(self._path)

    def _read(self, path: Path) -> State:
        kept: State = json.loads(path.read_text()) if path.exists() else {}
        return {**self._state, **kept}
