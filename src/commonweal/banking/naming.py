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
# What goes on behind fewer than six digits is a day and no invoice: 2026-05-12.
WITH_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:\s?[-/._]?\s?(\d{6})(?!\d)|\s?[-/._]\s?(\d{1,6})(?![-/.]?\d))"
)
# Further numbers of the same year: “2026-000012 + 13”.
AND_MORE = re.compile(r"\s*(?:[-/+,;&]|\ben\b|\bet\b|\band\b|\bund\b)\s*(\d{1,6})(?![\d/.]|-\d)")
YEAR_LAST = re.compile(r"(?<![\d/.-])(\d{1,6})[-/](20\d\d)(?![-/.]?\d)")
MONTHS = 12
AFTER_WORD = re.compile(
    r"(?:\b(?:factu[a-z]*|fact|fac|fakt[a-z]*|facnr|invoices?|inv|rechnung[a-z]*|note|nota|nr|no)"
    r"(?![a-z])|\bn?[°º#])"
    r"((?:[\s.,;:&+#°º/-]|\b(?:en|et|and|und|nr|no)\b|(?<!\d)\d{1,6}\b)+)",
    re.IGNORECASE,
)
DIGITS = "0123456789"
COST_CODES = frozenset(["CHRG", "COMM", "FEES"])
# Behind the type of CODA its family (closing of the account, costs and fees), then what was done:
# in every family 37 is what something cost.
CODA_COSTS, CODA_COST_OF = ("35", "80"), "37"


def candidates(text: str) -> list[str]:
    """Return what looks like a structured reference: eleven to thirteen digits, right or wrong."""
    return list(dict.fromkeys("".join(found.groups()) for found in REFERENCE.finditer(text)))


def is_cost(code: str) -> bool:
    """Whether a bank's kind of transaction says costs: PMNT-MCOP-CHRG in camt, 03037000 in CODA."""
    if len(code) == 8 and code.isdecimal():
        return code[1:3] in CODA_COSTS or code[3:5] == CODA_COST_OF
    return not COST_CODES.isdisjoint(re.split(r"\W", code.upper()))


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
    Return the invoices a text names: (2026, 12) for “2026-000012” or “2026/12”, also both of
    “2026-000012 + 13”, (None, 12) for “factuur 12”, in their order.
    """
    found: list[Number] = []
    rest = text
    for match in WITH_YEAR.finditer(text):
        year, more = int(match[1]), match.end()
        found.append((year, int(match[2] or match[3])))
        while following := AND_MORE.match(text, more):
            found.append((year, int(following[1])))
            more = following.end()
        rest = rest.replace(text[match.start() : more], " ")
    for match in YEAR_LAST.finditer(rest):
        # The twelfth of a year may as well be its last month.
        is_month = int(match[1]) <= MONTHS
        found.append((None if is_month else int(match[2]), int(match[1])))
    for match in AFTER_WORD.finditer(YEAR_LAST.sub(" ", rest)):
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
