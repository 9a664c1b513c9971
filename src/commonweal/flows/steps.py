"""
Work that happens by itself, step by step: what is refused is logged, and nothing holds up the rest.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from commonweal.kernel.refusals import Refusal

log = logging.getLogger(__name__)
CHUNK = 500


def in_batches_or_alone(verb: Callable[[list[Any]], object], things: list[Any]) -> None:
    """One by one when a batch fails, so that one incomplete client stops only itself."""
    faults = []
    for first in range(0, len(things), CHUNK):
        some = things[first : first + CHUNK]
        try:
            verb(some)
        except Exception:
            faults += [fault for thing in some if (fault := fault_of(thing.ref, verb, [thing]))]
    tell(faults)


def fault_of(name: str, deed: Callable[[Any], object], about: Any) -> Exception | None:
    """Do it. A refusal is an answer, and logged; anything else is a fault of ours, returned."""
    try:
        deed(about)
    except Refusal as refusal:
        log.error("%s: %s", name, refusal)
    except Exception as fault:
        log.exception(name)
        return fault
    return None


def tell(faults: Sequence[Exception]) -> None:
    """
    Let what went wrong be seen, once everything was tried.

    :raises ExceptionGroup: if anything did
    """
    if faults:
        raise ExceptionGroup("Not everything could be done", faults)
