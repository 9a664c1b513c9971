"""The elements of a document, read by short paths: text, days, numbers, amounts."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from lxml import etree

from commonweal.einvoice.document import Identifier

SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,24}(?:\.[0-9]{0,24})?|\.[0-9]{1,24})")
DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
MOST_CENTS = 10**17
WITHOUT_CENTS = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
}  # fmt: skip
"""Currencies of ISO 4217 whose smallest unit is the whole one. All others are read in
hundredths: the norm allows no amount more decimals (BR-DEC)."""


class Unreadable(ValueError):
    """Says what is wrong with a document, and first what to do about it."""

    @classmethod
    def lacking(cls, what: str) -> "Unreadable":
        """Return the refusal of a document in which something indispensable is not said."""
        return cls(f"Ask the supplier to send it again, complete: it has no {what}.")

    @classmethod
    def wrong(cls, what: str, text: str) -> "Unreadable":
        """Return the refusal of a document that says something that cannot be so."""
        return cls(f"Ask the supplier to correct it and send it again: “{text}” is {what}.")


@lru_cache(maxsize=512)
def _path(path: str) -> str:
    steps = (step.split(":") for step in path.split("/"))
    return "/".join(f"{{{SPACES[prefix]}}}{name}" for prefix, name in steps)


class Node:
    """An element, or none: what is not there has no text, no amount and no children."""

    __slots__ = ("currency", "element")

    def __init__(self, element: "etree._Element | None", currency: str = "") -> None:
        self.element = element
        self.currency = currency

    def __bool__(self) -> bool:
        return self.element is not None

    def one(self, path: str) -> "Node":
        """Return the first element at a path as "cac:Party/cbc:ID"."""
        found = None if self.element is None else self.element.find(_path(path))
        return Node(found, self.currency)

    def all(self, path: str) -> "Iterator[Node]":
        """Return every element at a path."""
        if self.element is not None:
            for found in self.element.iterfind(_path(path)):
                yield Node(found, self.currency)

    @property
    def own(self) -> str:
        """The text of this element, without the space around it; a comment in it is no text."""
        if self.element is None:
            return ""
        if len(self.element):
            return str(self.element.xpath("string()")).strip()
        return (self.element.text or "").strip()

    def mark(self, name: str) -> str:
        """Return an attribute."""
        return (self.element.get(name) or "").strip() if self.element is not None else ""

    def text(self, path: str) -> str:
        """Return the text at a path."""
        return self.one(path).own

    def needed(self, path: str, what: str) -> str:
        """
        Return the text at a path.

        :raises Unreadable: if there is none
        """
        if not (found := self.text(path)):
            raise Unreadable.lacking(what)
        return found

    @property
    def identifier(self) -> Identifier | None:
        """This element as a number with its scheme."""
        return Identifier(self.own, self.mark("schemeID")) if self.own else None

    def day(self, path: str) -> date | None:
        """
        Return the day at a path, whatever time zone is written behind it.

        :raises Unreadable: if it is no day
        """
        if not (written := self.text(path)):
            return None
        try:
            return date.fromisoformat(DAY.fullmatch(written)[1])  # type: ignore[index]
        except (TypeError, ValueError):
            raise Unreadable.wrong("no day (as in 2026-05-04)", written[:40]) from None

    def needed_day(self, path: str, what: str) -> date:
        """
        Return the day at a path.

        :raises Unreadable: if there is none
        """
        if (found := self.day(path)) is None:
            raise Unreadable.lacking(what)
        return found

    def number(self, path: str) -> Decimal | None:
        """
        Return the number at a path.

        :raises Unreadable: if it is none
        """
        return self.one(path).decimal

    @property
    def decimal(self) -> Decimal | None:
        """This element as a number."""
        if not self.own:
            return None
        if not NUMBER.fullmatch(self.own):
            raise Unreadable.wrong("no number", self.own[:40])
        return Decimal(self.own)

    def cents(self, path: str) -> int | None:
        """
        Return the amount at a path in hundredths of the currency of the document.

        :raises Unreadable: if it is in another currency, or finer than its currency is
        """
        found = self.one(path)
        amount = found.decimal
        if amount is None:
            return None
        if found.mark("currencyID") != self.currency:
            other = f"{found.own} {found.mark('currencyID')}"
            raise Unreadable.wrong(f"not in {self.currency}, the currency of the document", other)
        cents = Fraction(amount) * 100
        if cents % (100 if self.currency in WITHOUT_CENTS else 1):
            raise Unreadable.wrong(f"finer than the coins of {self.currency}", found.own)
        if abs(cents) >= MOST_CENTS:
            raise Unreadable.wrong("more than anybody pays", found.own)
        return int(cents)

    @property
    def decoded(self) -> bytes:
        """
        The bytes that this element holds.

        :raises Unreadable: if they were damaged on the way
        """
        try:
            return b64decode("".join(self.own.split()), validate=True)
        except (binascii.Error, ValueError):
            raise Unreadable(
                "Ask the supplier to send it again: an attachment inside is damaged."
            ) from None
