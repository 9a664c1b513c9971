"""Adding, copying, moving and dropping rows of the form; nothing typed is lost."""

from collections.abc import Callable

from django.http import QueryDict

from commonweal.sites.portal.quotes.forms import MOST_LINES, MOST_PARTS

Line = dict[str, str]
MOST = {"line": MOST_LINES, "part": MOST_PARTS}
LIKE_BEFORE = {"line": ("unit", "vat"), "part": ()}
BLANK: dict[str, Line] = {
    "line": {"quantity": "1", "unit": "DAY", "vat": "usual"},
    "part": {"kind": "milestone"},
}
FIRST_PART = {"kind": "deposit"}


def changed(data: QueryDict) -> bool:
    """
    Change the rows as a button wants it, and tell whether one was pressed: `add` names a family
    ("line", "part"), `drop`, `copy`, `up` and `down` one row of it ("line:2").
    """
    deeds = {"add": _add, "drop": _drop, "copy": _copy, "up": _up, "down": _down}
    for name, deed in deeds.items():
        family, _colon, place = data.get(name, "").partition(":")
        if family in MOST:
            rows = read(data, family)
            deed(rows, family, int(place) if place.isdecimal() and len(place) < 4 else -1)
            write(data, family, rows[: MOST[family]])
            return True
    return False


def read(data: QueryDict, family: str) -> list[Line]:
    """Return the rows of a family as they were typed."""
    text = data.get(f"{family}-TOTAL_FORMS", "0")
    count = min(int(text) if text.isdecimal() and len(text) < 4 else 0, MOST[family])
    return [
        {
            name.removeprefix(f"{family}-{place}-"): str(data[name])
            for name in data
            if name.startswith(f"{family}-{place}-")
        }
        for place in range(count)
    ]


def write(data: QueryDict, family: str, rows: list[Line]) -> None:
    """Put rows in the place of those that were typed."""
    for name in [name for name in data if name.startswith(f"{family}-")]:
        del data[name]
    data[f"{family}-TOTAL_FORMS"], data[f"{family}-INITIAL_FORMS"] = str(len(rows)), "0"
    for place, row in enumerate(rows):
        for name, value in row.items():
            data[f"{family}-{place}-{name}"] = value


Deed = Callable[[list[Line], str, int], None]


def _add(rows: list[Line], family: str, _place: int) -> None:
    fresh = dict(BLANK[family]) if rows or family == "line" else dict(FIRST_PART)
    if rows:
        fresh |= {name: rows[-1][name] for name in LIKE_BEFORE[family] if name in rows[-1]}
    rows.append(fresh)


def _drop(rows: list[Line], _family: str, place: int) -> None:
    if 0 <= place < len(rows):
        del rows[place]


def _copy(rows: list[Line], _family: str, place: int) -> None:
    if 0 <= place < len(rows):
        rows.insert(place + 1, dict(rows[place]))


def _up(rows: list[Line], _family: str, place: int) -> None:
    if 0 < place < len(rows):
        rows[place - 1], rows[place] = rows[place], rows[place - 1]


def _down(rows: list[Line], family: str, place: int) -> None:
    _up(rows, family, place + 1)
