"""Judge one electronic invoice and set its page: values in, values out, no database."""

from collections.abc import Callable
from dataclasses import dataclass

from typst import TypstError

from commonweal.einvoice.validator import Verdict


@dataclass(frozen=True, slots=True)
class Copy:
    """What the press is given of one invoice: how to judge it, and how to set its page."""

    judge: Callable[[], Verdict]
    typeset: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page, or the rules that are broken, [rule, place, official text] each."""

    pdf: bytes = b""
    broken: tuple[tuple[str, str, str], ...] = ()


def press(copy: Copy) -> Sheet:
    """Judge first: what breaks a rule gets no page."""
    fatal = [finding for finding in copy.judge().findings if finding.fatal]
    if fatal:
        return Sheet(broken=tuple((each.rule, each.place, each.message) for each in fatal))
    try:
        return Sheet(pdf=copy.typeset())
    except TypstError as error:
        return Sheet(broken=(("PDF", "", str(error)),))
