"""
The lines of a batch as the text that is kept: a JSON list of [code, rate, base, amount] for each.

What else a line says (shapes.py, and the figures themselves) is the same for every pay with the
same figures: `kept_shapes` is that part, to be stored once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonweal.rules.batch import CHUNK, Batch, by_figures
from commonweal.rules.explanation import drafts
from commonweal.rules.lines import Draft
from commonweal.rules.parameters import Figure
from commonweal.rules.shapes import SHAPES

Marks = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """
    Of each row of a batch: its lines as JSON, and the unconfirmed figures behind them. A row that
    was refused has no lines.
    """

    lines: Sequence[str]
    marks: Sequence[Marks]


def written(batch: Batch) -> Written:
    """Write the lines of every payslip of a batch, as columns."""
    count = len(batch.questions.gross)
    lines, marks = ["[]"] * count, [Marks()] * count
    good = np.ones(count, dtype=bool)
    good[list(batch.refused)] = False
    for place, found in by_figures(batch.questions, batch.rules):
        rows = found[good[found]]
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            texts, doubts = _written(batch, some, place)
            for row, text, names in zip(some.tolist(), texts, doubts, strict=True):
                lines[row], marks[row] = text, names
    return Written(lines, marks)


def kept_shapes(sources: Mapping[str, Figure]) -> dict[str, dict[str, Any]]:
    """Return what never varies of each line that these figures can make, by its code."""
    shapes = {}
    for code, shape in SHAPES.items():
        figures = list(shape.figures(sources))
        if figures or shape.of:
            shapes[code] = {"part": shape.part, "figures": figures, "of": shape.of}
    return shapes


def _written(batch: Batch, rows: NDArray[np.intp], place: int) -> tuple[list[str], list[Marks]]:
    sheet = batch.sheet(rows, place)
    lines = [draft for draft in drafts(sheet) if np.any(draft.when)]
    columns = [_column(draft, len(rows)) for draft in lines]
    texts = [f"[{''.join(row)[1:]}]" for row in zip(*columns, strict=True)]
    return texts, _marks(lines, sheet.rules.sources, len(rows))


def _column(draft: Draft, count: int) -> list[str]:
    """Write one line of each payslip, with a comma before it; nothing where it does not stand."""
    amounts, bases = _texts(draft.amount, count), _texts(draft.base, count)
    if isinstance(draft.rate, str):
        head = f',["{draft.code}","{draft.rate}",'
        column = [f"{head}{base},{cents}]" for base, cents in zip(bases, amounts, strict=True)]
    else:
        head = f',["{draft.code}","'
        column = [
            f'{head}{rate}",{base},{cents}]'
            for rate, base, cents in zip(draft.rate, bases, amounts, strict=True)
        ]
    if np.all(draft.when):
        return column
    return [
        text if stands else "" for text, stands in zip(column, draft.when.tolist(), strict=True)
    ]


def _texts(numbers: Any, count: int) -> Sequence[Any]:
    if numbers is None:
        return ["null"] * count
    return numbers.tolist() if isinstance(numbers, np.ndarray) else [numbers] * count


def _marks(lines: Sequence[Draft], sources: Mapping[str, Figure], count: int) -> list[Marks]:
    """Return the unconfirmed figures of each row: rows with the same doubtful lines share them."""
    doubtful = [(draft.when, names) for draft in lines if (names := _doubts(draft.code, sources))]
    bits = np.zeros(count, dtype=np.int64)
    for place, (when, _names) in enumerate(doubtful):
        bits |= np.broadcast_to(np.asarray(when, dtype=np.int64), count) << place
    patterns, which = np.unique(bits, return_inverse=True)
    marks = [
        tuple(
            dict.fromkeys(
                n for i, (_w, names) in enumerate(doubtful) if bit >> i & 1 for n in names
            )
        )
        for bit in patterns.tolist()
    ]
    return [marks[place] for place in which.tolist()]


def _doubts(code: str, sources: Mapping[str, Figure]) -> Marks:
    names = SHAPES[code].figures(sources)
    return tuple(name for name in names if sources[name].confidence == "unconfirmed")
