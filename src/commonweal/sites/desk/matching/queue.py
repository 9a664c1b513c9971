"""Which movements are looked at, in what order: the filters of the address and the one chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from commonweal.banking import queries
from commonweal.banking.queries import MatchProposal, Waits
from commonweal.kernel.clock import ZONE
from commonweal.sites.shell.kit import Tab, Text

SHOWN = 40
AGES = {"": 0, "8": 8, "30": 30, "90": 90}
NONE, FILTERS = "none", ("reason", "age", "owner")
REASONS: dict[str, Text] = {
    "claim": _("One invoice"),
    "claims": _("Several invoices"),
    "double": _("Paid twice"),
    "bounced": _("Taken back"),
    "returned": _("Ours, came back"),
    "charge": _("Costs"),
    "internal": _("Own accounts"),
    NONE: _("Nobody knows"),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits (`every`), what the filters leave (`rows`), and the movement that is shown."""

    every: Sequence[Waits]
    rows: Sequence[Waits]
    chosen: Waits | None
    kept: Mapping[str, str]

    @property
    def shown(self) -> Sequence[Waits]:
        """The rows around the chosen one, at most forty."""
        first = max(self._place - SHOWN // 2, 0)
        return self.rows[first : first + SHOWN]

    @property
    def place(self) -> int:
        """The place of the chosen one among the rows, from one."""
        return self._place + 1

    @property
    def sure(self) -> list[MatchProposal]:
        return queries.sure(waiting=self.rows)

    @property
    def before(self) -> str:
        return self.url(self.rows[self._place - 1].move.pk) if self._place > 0 else ""

    @property
    def after(self) -> str:
        more = self.chosen and self._place + 1 < len(self.rows)
        return self.url(self.rows[self._place + 1].move.pk) if more else ""

    @property
    def here(self) -> str:
        return self.url(self.chosen.move.pk) if self.chosen else self.url()

    @property
    def links(self) -> list[tuple[Waits, str, bool]]:
        """The rows that are shown, each with its address and whether it is the chosen one."""
        return [(row, self.url(row.move.pk), row is self.chosen) for row in self.shown]

    @property
    def next_move(self) -> int | None:
        """Which movement is looked at once this one is done."""
        rest = [row.move.pk for row in self.rows if row is not self.chosen]
        return rest[min(self._place, len(rest) - 1)] if rest else None

    def url(self, move: int | None = None, **changed: str) -> str:
        """Return the address of this queue with another movement or another filter."""
        kept = {name: value for name, value in (dict(self.kept) | changed).items() if value}
        return f"?{urlencode(kept | ({'move': str(move)} if move else {}))}"

    @property
    def _place(self) -> int:
        return next((n for n, row in enumerate(self.rows) if row is self.chosen), 0)


def queue(asked: Mapping[str, str], *, me: str, at: datetime) -> Queue:
    """Return the queue that an address asks for; a movement that is gone gives way to the next."""
    every = queries.waits(on=at.astimezone(ZONE).date())
    kept = {name: asked.get(name, "") for name in FILTERS}
    rows = [row for row in every if _is_asked(row, kept, me)]
    wanted = asked.get("move", "")
    chosen = next((row for row in rows if str(row.move.pk) == wanted), None)
    return Queue(every, rows, chosen or (rows[0] if rows else None), kept)


def tabs(queue: Queue) -> list[Tab]:
    """Return the ways to look at what waits: by what it may be."""
    counts = _counted(queue.every)
    found = [Tab(_("All"), queue.url(reason=""), not queue.kept["reason"], len(queue.every))]
    return found + [
        Tab(REASONS[kind], queue.url(reason=kind), queue.kept["reason"] == kind, count)
        for kind in REASONS
        if (count := counts.get(kind, 0))
    ]


def _is_asked(row: Waits, kept: Mapping[str, str], me: str) -> bool:
    owner = {"me": me, NONE: ""}.get(kept["owner"], kept["owner"])
    return (
        row.days >= AGES.get(kept["age"], 0)
        and (not kept["owner"] or row.owner == owner)
        and (not kept["reason"] or _kind(row) == kept["reason"])
    )


def _kind(row: Waits) -> str:
    return row.best.kind if row.best else NONE


def _counted(rows: Iterable[Waits]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[_kind(row)] = counts.get(_kind(row), 0) + 1
    return counts
