"""
A bank at the other end of the line, for demo and tests. It misbehaves when asked to, and it takes
a file twice without complaint: a bank that did not would hide a fault of ours.
"""

import json
import os
import re
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from lxml import etree

from commonweal.banking import pain002
from commonweal.banking.values import NotSent, Unsure

# What it does with the next file: takes it and answers, says no, takes it or not and is silent.
TAKES, REFUSES, HANGS, SILENT = "takes", "refuses", "hangs", "silent"
MOODS = (TAKES, REFUSES, HANGS, SILENT)
NAMES = re.compile(rb"<(?:\w+:)?EndToEndId>([^<]*)<")


class SimulatedLine:
    """
    Keeps what it received in `memory`, one line of JSON a file, or in this process.

    `moods` are had one after another, then it takes everything; `refuses` a file, `hangs` before
    it received it, is `silent` after. `rejects` are signs in the name of a payee it will not pay.
    """

    def __init__(
        self, *, memory: Path | None = None, moods: Sequence[str] = (), rejects: str = ""
    ) -> None:
        self.memory, self.moods, self.rejects = memory, list(moods), rejects
        self._kept: list[str] = []

    def send(self, message_id: str, content: bytes) -> None:
        """Receive a file, or do as the mood is."""
        mood = self.moods.pop(0) if self.moods else TAKES
        if mood == REFUSES:
            raise NotSent("The bank is closed for maintenance.")
        if mood == HANGS:
            raise Unsure("The line broke before the bank answered.")
        self._keep(message_id, content)
        if mood == SILENT:
            raise Unsure("The bank did not answer in time.")

    def knows(self, message_id: str) -> bool | None:
        """Say whether it was received."""
        return any(row["message_id"] == message_id for row in self.received())

    def reports(self, message_ids: Collection[str]) -> list[bytes]:
        """Say of each file that it will be executed, but for the payments it rejects."""
        rows = {row["message_id"]: row for row in self.received()}
        return [self._report(rows[name]) for name in message_ids if name in rows]

    def received(self) -> list[dict[str, object]]:
        """Return what was received, in order: message_id, names of the transfers, rejected ones."""
        if self.memory is None:
            lines = self._kept
        else:
            lines = self.memory.read_text().splitlines() if self.memory.exists() else []
        return [json.loads(line) for line in lines]

    def _keep(self, message_id: str, content: bytes) -> None:
        names = [name.decode() for name in NAMES.findall(content)]
        told = {"message_id": message_id, "names": names, "rejected": self._rejected(content)}
        line = json.dumps(told)
        if self.memory is None:
            self._kept.append(line)
            return
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        # One write of one line: who is killed leaves it whole or not at all.
        handle = os.open(self.memory, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def _rejected(self, content: bytes) -> list[str]:
        if not self.rejects:
            return []
        transfers = etree.fromstring(content).iter("{*}CdtTrfTxInf")
        return [
            each.findtext("{*}PmtId/{*}EndToEndId") or ""
            for each in transfers
            if self.rejects in (each.findtext("{*}Cdtr/{*}Nm") or "")
        ]

    def _report(self, row: dict[str, object]) -> bytes:
        rejected = {str(name): ("RJCT", "AC04") for name in row["rejected"]}  # type: ignore[attr-defined]
        whole = len(rejected) == len(row["names"])  # type: ignore[arg-type]
        status = ("RJCT" if whole else "PART") if rejected else "ACSP"
        name = str(row["message_id"])
        return pain002.write(name, status, rejected, date(2026, 1, 1))
