"""
Pure work on every core: functions of plain values that ask no database.

`several(count)` opens a process per core for its block when there is enough to do; inside it
`work` spreads over them, elsewhere it does everything here. The results come in the order of the
items and are the same either way. A process is started afresh, never forked: it has no connection,
no lock and no thread of this one.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing.connection import wait
from typing import TypeVar

ENOUGH = 400
"""From how many pieces of some ten milliseconds two seconds to start a process are won back."""

MOST = 4
"""A process that judges and sets papers needs some 400 MB."""

log = logging.getLogger(__name__)
Item = TypeVar("Item")
Result = TypeVar("Result")


class Lost(Exception):
    """Doing this ends its process: give the machine more memory, or change the piece."""


@contextmanager
def several(count: int) -> Iterator[None]:
    """Keep a process per core for the block, if so many pieces are to be done in it."""
    hands = min(os.cpu_count() or 1, MOST)
    if count < ENOUGH or hands == 1:
        yield
        return
    team = _Team(hands)
    token = _team.set(team)
    try:
        yield
    finally:
        _team.reset(token)
        team.leave()


def work(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result | Lost]:
    """
    Return what the function makes of each item. Where processes are at work, items are made and
    done at the same time, and everything must be able to travel: the function by its name.

    When a process is killed, what is not done yet is done again, each item alone; whose process
    is killed then too is `Lost`. What the function raises comes out of here.
    """
    team = _team.get()
    return [function(item) for item in items] if team is None else team.work(function, items)


class _Team:
    """The processes of one block; those that died are replaced when the next work comes."""

    def __init__(self, hands: int) -> None:
        self.hands = hands
        self.pool = _processes(hands)
        self.alone: ProcessPoolExecutor | None = None

    def work(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> list[Result | Lost]:
        begun: list[tuple[Item, Future[Result] | None]] = [
            (item, self._begin(function, item)) for item in items
        ]
        results: list[Result | Lost] = []
        for item, future in begun:
            result = self._result(function, item, future)
            results.append(result)
        if self.alone is not None:
            self.leave()
            self.pool, self.alone = _processes(self.hands), None
        return results

    def leave(self) -> None:
        for pool in filter(None, (self.pool, self.alone)):
            pool.shutdown(cancel_futures=True)

    def _begin(self, function: Callable[[Item], Result], item: Item) -> "Future[Result] | None":
        try:
            return self.pool.submit(function, item)
        except BrokenProcessPool:
            return None

    def _result(
        self, function: Callable[[Item], Result], item: Item, future: "Future[Result] | None"
    ) -> Result | Lost:
        try:
            if future is not None:
                return future.result()
        except BrokenProcessPool:
            log.warning("A process ended before its work: what it had is done again, one by one.")
        return self._once_more(function, item)

    def _once_more(self, function: Callable[[Item], Result], item: Item) -> Result | Lost:
        """Alone in its process, so that nothing is lost with what really ends it."""
        self.alone = self.alone or _processes(1)
        try:
            return self.alone.submit(function, item).result()
        except BrokenProcessPool:
            self.alone = _processes(1)
            return Lost("Doing this ended its process.")


_team: ContextVar[_Team | None] = ContextVar("hands", default=None)


def _processes(hands: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        hands, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
    )


def _begin() -> None:
    """In a new process: leave stopping to the parent, but do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["RAYON_NUM_THREADS"] = "1"  # typst: the cores are shared out already
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
