"""Refusals: what the house says instead of doing something wrong. The remedy comes first."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise


class Refusal(Exception):
    """
    A clear no. A subclass sets `message`, a translatable sentence that says what to do now;
    `field` names the form field it belongs to, when there is one.
    """

    message: "str | Promise" = ""
    field: str | None = None

    def __init__(self, field: str | None = None, **values: object) -> None:
        super().__init__(values)
        self.values = values
        self.field = field or self.field

    @property
    def code(self) -> str:
        """The class name as a word: MissingPurchaseOrder -> missing_purchase_order."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def __str__(self) -> str:
        return str(self.message) % {name: _said(value) for name, value in self.values.items()}


def _said(value: object) -> object:
    """A day as whoever reads this writes it."""
    return date_format(value, "SHORT_DATE_FORMAT") if type(value) is date else value


class Refusals(Refusal):
    """Several refusals at once, so that a form can show all of them beside their fields."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        super().__init__()
        self.refusals = tuple(refusals)

    def __str__(self) -> str:
        return " ".join(str(refusal) for refusal in self.refusals)


def each_of(refusal: Refusal) -> tuple[Refusal, ...]:
    """Return the refusals that were raised together, or the one that was."""
    return refusal.refusals if isinstance(refusal, Refusals) else (refusal,)


def check_all(refusals: Iterable[Refusal]) -> None:
    """
    Raise what was found: nothing, one refusal, or all of them together.

    :raises Refusal: if there is any
    """
    found = tuple(refusals)
    if len(found) == 1:
        raise found[0]
    if found:
        raise Refusals(found)
