"""What a member offers, as typed: the VAT of each line is still a choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.invoicing.actions import PlannedPart


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an offer: a price in cents without VAT, a quantity in thousandths."""

    description: str
    price_cents: int
    vat: str = "usual"
    thousandths: int = 1000
    unit_code: str = "C62"
    is_optional: bool = False
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote as its member enters it."""

    unit_id: int
    title: str
    rows: Sequence[Row]
    valid_until: date
    introduction: str = ""
    terms: str = ""
    language: str = "nl"
    starts_on: date | None = None
    ends_on: date | None = None
    purchase_order: str = ""
    schedule: Sequence[PlannedPart] = ()

    def works_on(self, today: date) -> date:
        """The day whose rates count: the last of the work, if that is known."""
        return self.ends_on or self.starts_on or today
