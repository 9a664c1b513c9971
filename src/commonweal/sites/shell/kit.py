"""The values that components draw: views make them, templates only place them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """
    One line of a story, for `<c-timeline :entries>`.

    `state` is `done`, `now`, `next` (expected; `at` may be unknown) or `refused`.
    """

    text: Text
    who: Text = ""
    at: datetime | date | None = None
    state: Literal["done", "now", "next", "refused"] = "done"
    note: Text = ""
    href: str = ""

    @property
    def css(self) -> str:
        return "next-up" if self.state == "next" else self.state


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the status bar, for `<c-steps :steps>`."""

    label: Text
    state: Literal["done", "now", "next"] = "next"
    note: Text = ""


def steps(labels: Sequence[Text], *, now: int) -> list[Step]:
    """Return the stations with the one numbered `now` (from 0) as the present one."""
    states: tuple[Literal["done", "now", "next"], ...] = ("done", "now", "next")
    return [Step(label, states[1 + (i > now) - (i < now)]) for i, label in enumerate(labels)]


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at a list, for `<c-tabs :tabs>`."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """
    One line of a money breakdown, for `<c-breakdown :lines>`.

    `cents` is signed as the reader should see it. `start` is the whole that the bars are
    measured against; `subtotal` and `total` state what is left and are not added again. `href`
    leads to what the figure is made of.
    """

    label: Text
    cents: int
    reason: Text = ""
    kind: Literal["start", "minus", "plus", "subtotal", "total"] = "minus"
    source: Text = ""
    unconfirmed: bool = False
    href: str = ""

    @property
    def sign(self) -> str:
        """Additions are written with their plus; a minus shows itself."""
        return "+" if self.kind == "plus" else ""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A money line with the place of its bar, in thousandths of the whole."""

    line: MoneyLine
    bar: tuple[str, str] | None

    def __getattr__(self, name: str) -> object:
        return getattr(self.line, name)


def drawn(lines: Iterable[MoneyLine]) -> list[DrawnLine]:
    """Place each bar where the line before it ends: the price is seen being used up."""
    lines = list(lines)
    whole = max((abs(line.cents) for line in lines), default=0)
    left, result = 0, []
    for line in lines:
        if line.kind in ("minus", "plus"):
            before, left = left, left + line.cents
        else:
            before, left = 0, line.cents
        low, high = sorted((before, left))
        result.append(DrawnLine(line, _bar(low, high, whole) if whole else None))
    return result


def _bar(low: int, high: int, whole: int) -> tuple[str, str]:
    """Left edge and width, as text: no language may group their digits."""
    return str(1000 * low // whole), str(max(4, 1000 * (high - low) // whole))


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for a person, for `<c-tasks :tasks>`; `count` when it is several."""

    text: Text
    href: str
    note: Text = ""
    icon: str = "arrow-right"
    tone: Literal["", "good", "warn", "bad", "info"] = ""
    count: int | None = None
