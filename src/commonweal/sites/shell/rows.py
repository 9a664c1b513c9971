"""Adding and dropping rows of a form: the posted data, changed; nothing typed is lost."""

import re
from collections.abc import Callable, Mapping

from django.http import QueryDict

Fill = Callable[[QueryDict, int], None]
LikeBefore = Callable[[str, int], tuple[str, ...]]


def changed(
    data: QueryDict,
    families: str,
    *,
    like_before: LikeBefore,
    fill: Mapping[str, Fill] | None = None,
) -> bool:
    """
    Change the rows as a button other than “send” wants it; tell whether one was pressed.

    `add` names a family of rows ("day"), `drop` one row of it ("day:1"); `families` is a pattern
    of the families there are. A new row takes over the fields `like_before` names of the one
    before it, after `fill` of its family has put in what it begins with.
    """
    row = re.compile(rf"({families})(?:[:](\d+))?")
    if found := row.fullmatch(data.get("add", "")):
        _add(data, found[1], like_before, (fill or {}).get(found[1]))
        return True
    if (found := row.fullmatch(data.get("drop", ""))) and found[2]:
        _drop(data, found[1], int(found[2]))
        return True
    return False


def manage(data: QueryDict, family: str, count: int) -> None:
    """Say how many rows a family has, as a formset reads it."""
    data[f"{family}-TOTAL_FORMS"] = str(count)
    data[f"{family}-INITIAL_FORMS"] = "0"


def _count(data: QueryDict, family: str) -> int:
    text = data.get(f"{family}-TOTAL_FORMS", "0")
    return int(text) if text.isdigit() and len(text) < 4 else 0


def _add(data: QueryDict, family: str, like_before: LikeBefore, fill: Fill | None) -> None:
    count = _count(data, family)
    data[f"{family}-TOTAL_FORMS"] = str(count + 1)
    if fill:
        fill(data, count)
    if count:
        _copy(data, f"{family}-{count - 1}-", f"{family}-{count}-", like_before(family, count))


def _copy(data: QueryDict, source: str, target: str, names: tuple[str, ...]) -> None:
    for name in names:
        if source + name in data:
            data[target + name] = str(data[source + name])


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
