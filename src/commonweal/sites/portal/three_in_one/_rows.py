"""Adding and dropping rows of the job form: the posted data, changed; nothing typed is lost."""

import re

from django.http import QueryDict

NEW_CLIENT = {"kind": "company", "country": "BE"}
ROW = re.compile(r"(worker|expense|worker-\d+-day)(?:[:](\d+))?")


def changed(data: QueryDict) -> QueryDict | None:
    """
    Return the data as a button other than “send” wants it, None if none was pressed.

    `add` names a family of rows ("worker", "expense", "worker-0-day"), `drop` one row of it
    ("expense:1"); a new row starts like the one before it. `choose_client`, `new_client` and
    `search_client` decide whose job it is.
    """
    result = data.copy()
    if _chose_client(result):
        return result
    if found := ROW.fullmatch(data.get("add", "")):
        _add(result, found[1])
        return result
    if (found := ROW.fullmatch(data.get("drop", ""))) and found[2]:
        _drop(result, found[1], int(found[2]))
        return result
    return None


def _chose_client(data: QueryDict) -> bool:
    buttons = {"choose_client", "new_client", "search_client"} & data.keys()
    if not buttons:
        return False
    chosen = data.get("choose_client", "")
    data.pop("client_id", None)
    data.pop("client_new", None)
    if chosen:
        data["client_id"] = chosen
    elif "new_client" in buttons:
        data["client_new"] = "1"
        for name, value in NEW_CLIENT.items():
            data.setdefault(f"client-{name}", value)
        if not data.get("client-name"):
            data["client-name"] = str(data.get("client_search", ""))
    return True


def _count(data: QueryDict, family: str) -> int:
    text = data.get(f"{family}-TOTAL_FORMS", "0")
    return int(text) if text.isdigit() and len(text) < 4 else 0


def _add(data: QueryDict, family: str) -> None:
    count = _count(data, family)
    data[f"{family}-TOTAL_FORMS"] = str(count + 1)
    if family == "worker":
        data[f"worker-{count}-share"] = "1"
        _management(data, f"worker-{count}-day", 1)
    if count:
        _copy(data, f"{family}-{count - 1}-", f"{family}-{count}-", _like_before(family, count))


def _like_before(family: str, count: int) -> tuple[str, ...]:
    """What a new row takes over: times for a day, days for a worker."""
    if family == "worker":
        return ("status", "day-0-on", "day-0-starts_at", "day-0-ends_at")
    return ("starts_at", "ends_at") if family.endswith("-day") else ()


def _copy(data: QueryDict, source: str, target: str, names: tuple[str, ...]) -> None:
    for name in names:
        if source + name in data:
            data[target + name] = str(data[source + name])


def _management(data: QueryDict, family: str, count: int) -> None:
    data[f"{family}-TOTAL_FORMS"] = str(count)
    data[f"{family}-INITIAL_FORMS"] = "0"


def _drop(data: QueryDict, family: str, index: int) -> None:
    """Take one row out and let those after it move up."""
    count = _count(data, family)
    rows = [_taken(data, f"{family}-{i}-") for i in range(count)]
    if index >= len(rows):
        return
    del rows[index]
    for i, row in enumerate(rows):
        for name, value in row.items():
            data[f"{family}-{i}-{name}"] = value
    data[f"{family}-TOTAL_FORMS"] = str(len(rows))


def _taken(data: QueryDict, prefix: str) -> dict[str, str]:
    names = [name for name in data if name.startswith(prefix)]
    return {name.removeprefix(prefix): str(data.pop(name)[-1]) for name in names}
