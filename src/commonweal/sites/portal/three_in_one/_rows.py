"""Adding and dropping rows of the job form, and choosing its client; nothing typed is lost."""

from django.http import QueryDict

from commonweal.sites.portal import choosing
from commonweal.sites.shell import rows

FAMILIES = r"worker|expense|line|worker-\d+-day"


def changed(data: QueryDict) -> QueryDict | None:
    """
    Return the data as a button other than “send” wants it, None if none was pressed.

    `add` names a family of rows ("worker", "expense", "worker-0-day"), `drop` one row of it
    ("expense:1"); a new row starts like the one before it. `choose_client`, `new_client` and
    `search_client` decide whose job it is.
    """
    result = data.copy()
    if choosing.chose(result):
        return result
    fill = {"worker": _fill_worker, "line": _fill_line}
    return result if rows.changed(result, FAMILIES, like_before=_like_before, fill=fill) else None


def _fill_worker(data: QueryDict, number: int) -> None:
    data[f"worker-{number}-share"] = "1"
    rows.manage(data, f"worker-{number}-day", 1)


def _fill_line(data: QueryDict, number: int) -> None:
    data[f"line-{number}-quantity"], data[f"line-{number}-unit"] = "1", "C62"
    data[f"line-{number}-vat"] = data.get("vat", "usual")


def _like_before(family: str, count: int) -> tuple[str, ...]:
    """What a new row takes over: times for a day, days for a worker."""
    if family == "worker":
        return ("status", "day-0-on", "day-0-starts_at", "day-0-ends_at")
    return ("starts_at", "ends_at") if family.endswith("-day") else ()
