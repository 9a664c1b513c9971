"""Pages of a long list, by the place of the last row: as fast on page 1,000 as on the first."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where the rest is."""

    rows: list[Any]
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A column that rows are ordered by, with the primary key among equals; how it is read."""

    column: str
    read: Callable[[str], Any] = date.fromisoformat

    def parse(self, place: str) -> tuple[Any, int] | None:
        """Return value and key of a place ("2026-05-04_12"); a wrong place is the beginning."""
        value, _mark, key = place.rpartition("_")
        with suppress(ValueError):
            return self.read(value), int(key)
        return None

    def place(self, row: Any) -> str:
        return f"{getattr(row, self.column)}_{row.pk}"


def page(request: HttpRequest, rows: "QuerySet[Any]", *, size: int = SIZE) -> Page:
    """
    Return the rows after `?after=ID`, newest first by primary key.

    One row more than shown is read, so that no count is needed.
    """
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(Q(pk__lt=int(after)))
    return _page(request, list(rows.order_by("-pk")[: size + 1]), size, lambda row: f"{row.pk}")


def ordered(
    request: HttpRequest,
    order: Order,
    read: Callable[[tuple[Any, int] | None, int], list[Any]],
    *,
    size: int = SIZE,
) -> Page:
    """Return the rows after `?after=VALUE_ID`; `read` gives so many rows after a place."""
    found = read(order.parse(request.GET.get("after", "")), size + 1)
    return _page(request, found, size, order.place)


def _page(request: HttpRequest, found: list[Any], size: int, place: Callable[[Any], str]) -> Page:
    more, found = len(found) > size, found[:size]
    return Page(
        rows=found,
        previous_url=_url(request, None) if request.GET.get("after") else "",
        next_url=_url(request, place(found[-1])) if more else "",
    )


def _url(request: HttpRequest, after: str | None) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if after is not None:
        query["after"] = after
    return f"?{query.urlencode()}"
