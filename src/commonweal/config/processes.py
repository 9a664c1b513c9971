"""The processes of one house under one parent: kept alive while it lives, gone when it goes."""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from commonweal.config import lifeline

GRACE = 10.0  # seconds to finish what is under way
TOO_OFTEN, MINUTE = 5, 60.0


class Child:
    """One process, in a session of its own so that Ctrl-C reaches it through its parent only."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> None:
        self.name, self.log = name, log
        self._command, self._environment = command, environment
        self._ends: deque[float] = deque(maxlen=TOO_OFTEN)
        self._process = self._start()

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    @property
    def keeps_ending(self) -> bool:
        """Whether starting it once more seems vain."""
        return len(self._ends) == TOO_OFTEN and self._ends[-1] - self._ends[0] < MINUTE

    def start_again(self) -> None:
        """After a pause that grows while it keeps ending."""
        self._signal(signal.SIGKILL)  # what is left of its own children
        self._ends.append(time.monotonic())
        time.sleep(0.2 * len(self._ends))
        self._process = self._start()

    @property
    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-2000:].strip()

    def ask_to_stop(self) -> None:
        """Let it finish what is under way."""
        self._signal(signal.SIGTERM, only_leader=True)

    def stop(self, *, until: float) -> None:
        """Wait until that instant of the monotonic clock, then end it and all it started."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0, until - time.monotonic()))
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        with open(self.log, "ab") as log:
            return subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lifeline.die_with_parent,
            )

    def _signal(self, which: signal.Signals, *, only_leader: bool = False) -> None:
        with suppress(ProcessLookupError):
            if only_leader:
                self._process.send_signal(which)
            else:
                os.killpg(self._process.pid, which)


def stop_all(children: Sequence[Child]) -> None:
    """Stop them together, within the grace of one."""
    until = time.monotonic() + GRACE
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop(until=until)
