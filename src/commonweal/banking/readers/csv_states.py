"""
Rows of a CSV that moved nothing: banks also export what they refused or did not execute yet, told
only by a word in a column of its own. Pure.
"""

from collections.abc import Iterable, Sequence

DONE = frozenset(
    ["geaccepteerd", "uitgevoerd", "geboekt", "accepté", "acceptée", "exécuté", "exécutée",
     "comptabilisé", "accepted", "executed", "completed", "booked", "settled", "posted", "ok",
     "umsatz gebucht", "gebucht", "ausgeführt"]
)  # fmt: skip
NOT_DONE = frozenset(
    ["geweigerd", "geannuleerd", "in behandeling", "in afwachting", "gereserveerd", "refusé",
     "refusée", "annulé", "annulée", "en attente", "en cours", "rejeté", "refused", "rejected",
     "declined", "failed", "cancelled", "canceled", "reverted", "pending", "reserved", "expired",
     "abgelehnt", "storniert", "vorgemerkt", "umsatz vorgemerkt"]
)  # fmt: skip
Row = tuple[int, Sequence[str]]


def split(table: Sequence[Row], places: Iterable[int]) -> tuple[list[Row], int]:
    """Return the rows that moved money, and how many did not; `places` are columns to ask."""
    telling = [place for place in places if _tells(table, place)]
    moved = [row for row in table if not any(_word(row, place) in NOT_DONE for place in telling)]
    return moved, len(table) - len(moved)


def _tells(table: Sequence[Row], place: int) -> bool:
    """Whether a column says of each row what became of it, and nothing else."""
    words = {word for row in table if (word := _word(row, place))}
    return bool(words) and words <= DONE | NOT_DONE


def _word(row: Row, place: int) -> str:
    _line, cells = row
    return cells[place].strip().lower() if place < len(cells) else ""
