"""Structured references, as banks and payers write them."""

import re
from collections.abc import Iterable

from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusal

# A payer who types the reference in the free field keeps its signs: +++090/9337/55493+++.
TYPED_OGM = re.compile(r"(?:\+\+\+|\*\*\*)\s*(\d{3}\s*/?\s*\d{4}\s*/?\s*\d{5})\s*(?:\+\+\+|\*\*\*)")
# One word, or in groups of four as ISO 11649 has it printed: the last group may be shorter.
TYPED_RF = re.compile(r"\bRF\d{2}(?: ?[A-Z0-9]{4}){0,5} ?[A-Z0-9]{1,4}\b")


def structured(text: str) -> str:
    """
    Return the reference of a structured field: digits of an OGM, or RF….

    A reference whose check digits do not fit is returned as it is: the bank says it is one.
    """
    text = text.strip()
    digits = re.sub(r"[\s+*/.-]", "", text)
    if re.fullmatch(r"\d{12}", digits):
        return digits if int(digits) else ""
    return digits.upper() if digits.upper().startswith("RF") else text


def typed(text: str) -> str:
    """
    Return the reference with fitting check digits in a free text; nothing if there is none, and
    nothing if there are several: which of them is paid by how much a person says.
    """
    found = [_right(match[1]) for match in TYPED_OGM.finditer(text)]
    found += [_longest(written) for written in TYPED_RF.findall(text.upper())]
    right = dict.fromkeys(filter(None, found))
    return next(iter(right)) if len(right) == 1 else ""


def _longest(written: str) -> str:
    """Return the creditor reference at the beginning of these groups: words may follow it."""
    groups = written.split(" ")
    ways = (_right("".join(groups[:end])) for end in range(len(groups), 0, -1))
    return next(filter(None, ways), "")


def only(references: Iterable[str]) -> str:
    """Return the one reference of several fields that say the same, or nothing."""
    found = dict.fromkeys(right for text in references if (right := structured(text)))
    return next(iter(found)) if len(found) == 1 else ""


def _right(written: str) -> str:
    try:
        return identifiers.structured_reference(written)
    except Refusal:
        return ""
