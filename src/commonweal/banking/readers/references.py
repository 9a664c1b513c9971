"""Structured references, as banks and payers write them."""

import re
from collections.abc import Iterable

from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusal

# A payer who types the reference in the free field keeps its signs: +++090/9337/55493+++.
TYPED_OGM = re.compile(r"(?:\+\+\+|\*\*\*)\s*(\d{3}\s*/?\s*\d{4}\s*/?\s*\d{5})\s*(?:\+\+\+|\*\*\*)")
TYPED_RF = re.compile(r"\bRF\d{2}[A-Z0-9]{1,21}\b")


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
    found = [match[1] for match in TYPED_OGM.finditer(text)] + TYPED_RF.findall(text.upper())
    right = dict.fromkeys(right for written in found if (right := _right(written)))
    return next(iter(right)) if len(right) == 1 else ""


def only(references: Iterable[str]) -> str:
    """Return the one reference of several fields that say the same, or nothing."""
    found = dict.fromkeys(right for text in references if (right := structured(text)))
    return next(iter(found)) if len(found) == 1 else ""


def _right(written: str) -> str:
    try:
        return identifiers.structured_reference(written)
    except Refusal:
        return ""
