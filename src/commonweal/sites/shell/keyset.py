"""Pages of a long list, by the place of the last row: as fast on page 1,000 as on the first."""

from dataclasses import dataclass
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


def page(request: HttpRequest, rows: "QuerySet[Any]", *, size: int = SIZE) -> Page:
    """
    Return the rows after `?after=ID`, newest first by primary key.

    One row more than shown is read, so that no count is needed.
    """
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(Q(pk__lt=int(after)))
    found = list(rows.order_by("-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    return Page(
        rows=found,
        previous_url=_url(request, None) if after else "",
        next_url=_url(request, found[-1].pk) if more else "",
    )


def _url(request: HttpRequest, after: int | None) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if after is not None:
        query["after"] = str(after)
    return f"?{query.urlencode()}"
