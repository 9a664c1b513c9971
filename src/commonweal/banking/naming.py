"""
What a text of the bank names: our references, invoice numbers and payments. Pure.

People copy by hand: a digit goes wrong, a reference stands in the middle of a sentence, an invoice
is “2026/12”. What is found here is a hint for a proposal; it books nothing.
"""

import re
from collections.abc import Iterator

# An invoice is known by its year and its number in that year; the year may be left out.
Number = tuple[int | None, int]

REFERENCE = re.compile(r"(?<!\d)(\d{3})[\s/.-]{0,3}(\d{4})[\s/.-]{0,3}(\d{4,6})(?!\d)")
PAYMENT = re.compile(r"\bCW(\d{1,18})-(\d{1,18})\b")
WITH_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:\s?[-/._]\s?(\d{1,6})|\s?(\d{6}))(?![-/.]?\d)")
AFTER_WORD = re.compile(
    r"\b(?:factu\w*|fact|fac|fakt\w*|invoices?|inv|rechnung\w*|note|nota|nr|no)\b"
    r"((?:[\s.,;:&+#°/-]|\b(?:en|et|and|und|nr|no)\b|\b\d{1,6}\b)+)",
    re.IGNORECASE,
)
DIGITS = "0123456789"


def candidates(text: str) -> list[str]:
    """Return what looks like a structured reference: eleven to thirteen digits, right or wrong."""
    return list(dict.fromkeys("".join(found.groups()) for found in REFERENCE.finditer(text)))


def is_right(digits: str) -> bool:
    """Whether twelve digits carry their own proof, as a structured reference does."""
    return len(digits) == 12 and (int(digits[:10]) % 97 or 97) == int(digits[10:])


def mended(digits: str) -> str:
    """Return the reference that begins with these ten digits, with the right check digits."""
    return f"{digits[:10]}{int(digits[:10]) % 97 or 97:02}"


def near(digits: str) -> Iterator[str]:
    """Yield what is one slip from these digits: another digit, two changed round, one too many."""
    if len(digits) == 11:
        for place in range(12):
            for digit in DIGITS:
                yield digits[:place] + digit + digits[place:]
    elif len(digits) == 13:
        for place in range(13):
            yield digits[:place] + digits[place + 1 :]
    else:
        for place in range(12):
            for digit in DIGITS:
                yield digits[:place] + digit + digits[place + 1 :]
        for place in range(11):
            yield digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def numbers(text: str) -> list[Number]:
    """
    Return the invoices a text names: (2026, 12) for “2026-000012” or “2026/12”, (None, 12) for
    “factuur 12”, in their order.
    """
    found: list[Number] = []
    for match in WITH_YEAR.finditer(text):
        found.append((int(match[1]), int(match[2] or match[3])))
    for match in AFTER_WORD.finditer(WITH_YEAR.sub(" ", text)):
        found += [(None, int(digits)) for digits in re.findall(r"\d+", match[1])]
    return list(dict.fromkeys(number for number in found if number[1]))


def number_of(text: str) -> Number | None:
    """Return year and number of an invoice as it is written: “2026-000012” is (2026, 12)."""
    before, _dash, number = text.rpartition("-")
    year = before.rpartition("-")[2]
    if len(year) == 4 and year.isdecimal() and number.isdecimal():
        return int(year), int(number)
    return None


def payment(text: str) -> tuple[int, int] | None:
    """Return batch and payment that a text names by our own name of it: CW12-345."""
    found = PAYMENT.search(text)
    return (int(found[1]), int(found[2])) if found else None
