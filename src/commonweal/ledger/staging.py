"""Entries as the text that is copied into the staging table, and hashed there. Pure."""

from collections import Counter
from collections.abc import Sequence

from commonweal.ledger.values import Entry, Line

FIELD_MARK, LINE_MARK = "\x1e", "\x1f"
COLUMNS = 'journal, nth, "on", text, key, origin, corrects, lines'
# COPY's own marks are escaped; the marks inside the hashed text may not occur in a field.
ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        "\t": "\\t",
        "\n": "\\n",
        "\r": "\\r",
        "\x00": " ",
        FIELD_MARK: " ",
        LINE_MARK: " ",
    }
)
MARKS = bytes(ESCAPES)


def staged(entries: Sequence[Entry], counts: Counter[str]) -> bytes:
    """
    Write entries as COPY text, a row an entry, its lines in the very text that is hashed.

    `counts` is how many entries of each journal the batch holds already. Texts that hold one of
    the marks are rare: the marks of the whole block are counted, and only when there are more
    than its rows and fields need is every field escaped.
    """
    before = counts.copy()
    block = "".join(_rows(entries, counts)).encode()
    if len(block) - len(block.translate(None, MARKS)) == _marks(entries):
        return block
    return "".join(_rows([_escaped(entry) for entry in entries], before)).encode()


def _rows(entries: Sequence[Entry], counts: Counter[str]) -> list[str]:
    rows = []
    for journal, on, text, key, origin, lines, corrects, _entity in entries:
        counts[journal] = nth = counts[journal] + 1
        sides = LINE_MARK.join(
            [
                f"{account}\x1e{unit or 0}\x1e{cents}\x1e{item or ''}\x1e{reference or ''}"
                for account, cents, unit, item, reference in lines
            ]
        )
        rows.append(
            f"{journal}\t{nth}\t{on.isoformat()}\t{text}\t{key}\t{origin}"
            f"\t{corrects or 0}\t{sides}\n"
        )
    return rows


def _marks(entries: Sequence[Entry]) -> int:
    """How many marks stand in a block whose texts hold none."""
    rows, lines = len(entries), sum([len(entry.lines) for entry in entries])
    return rows * (COLUMNS.count(",") + 1) + lines * 4 + lines - rows


def _escaped(entry: Entry) -> Entry:
    journal, on, text, key, origin, lines, corrects, entity = entry
    sides = [
        Line(_mended(account), cents, unit, _mended(item or ""), _mended(reference or ""))
        for account, cents, unit, item, reference in lines
    ]
    return Entry(
        _mended(journal), on, _mended(text), _mended(key), _mended(origin), sides, corrects, entity
    )


def _mended(text: str) -> str:
    return text.translate(ESCAPES)
