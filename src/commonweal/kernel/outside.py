"""A service outside the house: made when it is first needed, replaced in a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Service = TypeVar("Service")


class Outside(Generic[Service]):
    """
    The one service of its kind that this process speaks with. Calling it returns the service;
    `make` builds it from the settings, and raises what the room says when none is configured.
    """

    def __init__(self, make: Callable[[], Service]) -> None:
        self._make = make
        self._made: Service | None = None
        self._replacements: list[Service] = []

    def __call__(self) -> Service:
        """Return the replacement of the innermost test, or what the settings name."""
        if self._replacements:
            return self._replacements[-1]
        if self._made is None:
            self._made = self._make()
        return self._made

    @property
    def is_replaced(self) -> bool:
        """Whether a test stands in for the service."""
        return bool(self._replacements)

    @contextmanager
    def replaced(self, by: Service) -> Iterator[None]:
        """Let a test stand in for the service."""
        self._replacements.append(by)
        try:
            yield
        finally:
            self._replacements.pop()

    def forget(self) -> None:
        """Let the next call make the service anew: each test meets an empty one."""
        self._made = None
