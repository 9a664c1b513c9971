"""To which activity a purchase belongs, by what the supplier wrote on it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from commonweal.activities import queries as activities
from commonweal.einvoice.document import Document
from commonweal.purchases.models import Purchase

Route = Purchase.Route
UNIT_REFERENCE = re.compile(r"(?<![\w-])U\s?-\s?([0-9]{1,9})(?![\w-])", re.IGNORECASE)
"""What an activity gives to its suppliers: “U-12”."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a purchase goes, and why: nothing names an activity if there is no unit."""

    unit_id: int | None = None
    route: Route = Route.NONE
    word: str = ""


def unit_reference(unit_id: int) -> str:
    """Return what suppliers write on their invoices for this unit."""
    return f"U-{unit_id}"


def written(document: Document) -> Iterator[str]:
    """Everything a supplier may have written a reference of ours in, the likeliest first."""
    references = document.references
    yield from (
        references.buyer, references.order, references.project, references.contract,
        references.accounting, references.sales_order, references.tender,
        document.buyer.contact.name, *(number.value for number in document.buyer.identifiers),
        *document.notes, document.terms, document.buyer.trading_name, document.buyer.name,
        document.buyer.address.more, document.delivery.name if document.delivery else "",
    )  # fmt: skip
    for line in document.lines:
        yield from (line.order_line, line.accounting, line.note)


def words(document: Document) -> list[str]:
    """Return what may be a number of ours, whole as it was written, without repeats."""
    references = document.references
    found = (
        references.buyer, references.order, references.project, references.contract,
        references.sales_order, *(line.order_line for line in document.lines),
    )  # fmt: skip
    return list(dict.fromkeys(filter(None, found)))


def find(document: Document, *, known: Mapping[str, int], on: date) -> Way:
    """
    Return where a document goes: by a reference of an open activity, by a number that `known`
    gives to a unit (in capitals), or by the one activity of the member it is addressed to.
    """
    for text in written(document):
        for found in UNIT_REFERENCE.finditer(text):
            if _is_open(int(found[1]), on):
                return Way(int(found[1]), Route.REFERENCE, found[0])
    for word in words(document):
        unit = known.get(word.upper())
        if unit is not None and _is_open(unit, on):
            return Way(unit, Route.OUR_NUMBER, word)
    return _by_email(document.buyer.contact.email, on)


def _is_open(unit_id: int, on: date) -> bool:
    return unit_id in activities.receivers(text=str(unit_id), on=on)


def _by_email(email: str, on: date) -> Way:
    """A member with several budgets has to say which one: the desk asks."""
    units = activities.receivers(text=email, on=on) if "@" in email else {}
    return Way(next(iter(units)), Route.EMAIL, email) if len(units) == 1 else Way()
