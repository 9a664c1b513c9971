"""Write the line of an amount that dated figures decided: its rule, since when, says who."""

from collections.abc import Iterable
from datetime import date

from commonweal.rules.lines import Line, Part
from commonweal.rules.parameters import Figure


def line_of(
    code: str,
    part: Part,
    amount_cents: int,
    *figures: Figure,
    base_cents: int | None = None,
    rate: str = "",
) -> Line:
    """Return a line that the first figure decides, and the others with it."""
    first, *others = figures
    return Line(
        code=code,
        part=part,
        rule=first.parameter,
        rate=rate,
        base_cents=base_cents,
        amount_cents=amount_cents,
        valid_from=first.valid_from,
        reference=first.reference,
        unconfirmed=tuple(f.parameter for f in figures if f.confidence == "unconfirmed"),
        note="; ".join(figure.note for figure in figures if figure.note),
        also=tuple(figure.parameter for figure in others),
    )


def sum_of(
    code: str, part: Part, amount_cents: int, on: date, of: str, lines: Iterable[Line] = ()
) -> Line:
    """Return a line that no law names; it inherits the marks of the lines it comes from."""
    marks = tuple(dict.fromkeys(name for line in lines for name in line.unconfirmed))
    return Line(
        code=code,
        part=part,
        rule="sum",
        rate="",
        base_cents=None,
        amount_cents=amount_cents,
        valid_from=on,
        reference=of,
        unconfirmed=marks,
        note="",
    )
