"""Reads of clients, and the questions asked before work is done for one."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.db.models import Q, QuerySet

from commonweal.clients._completeness import (
    MissingAddress,
    MissingEmail,
    MissingPurchaseOrder,
    MissingVatNumber,
    missing,
)
from commonweal.clients.models import Client, Kind
from commonweal.kernel.names import fold
from commonweal.kernel.period import Period

__all__ = [
    "Client",
    "Kind",
    "MissingAddress",
    "MissingEmail",
    "MissingPurchaseOrder",
    "MissingVatNumber",
    "everyone",
    "find_by_enterprise_number",
    "get",
    "in_eu",
    "many",
    "missing",
    "search",
]

LETTERS_TO_SEARCH = 3


def get(*, id: int) -> Client:
    """
    Return one client.

    :raises Client.DoesNotExist: if there is none
    """
    return Client.objects.get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Client]:
    """Return the clients of these ids, by id."""
    return Client.objects.in_bulk(ids)


def everyone() -> "QuerySet[Client]":
    """Return all clients."""
    return Client.objects.all()


def find_by_enterprise_number(*, number: str) -> Client | None:
    """Return the client with this enterprise number, however it is written."""
    return Client.objects.filter(enterprise_number=_digits(number).zfill(10)).first()


def search(*, text: str) -> "QuerySet[Client]":
    """
    Return the clients whose name has words that begin like these, or whose enterprise number
    begins with these digits, by name. Under three letters nothing is found: too many would be.
    """
    digits, words = _digits(text), fold(text).split()
    if len(digits if digits.isdigit() else "".join(words)) < LETTERS_TO_SEARCH:
        return Client.objects.none()
    found = _by_number(digits) if digits.isdigit() else _by_name(words)
    return Client.objects.filter(found).order_by("search_key", "id")


def in_eu(*, country: str, on: date) -> bool:
    """Say whether a country (ISO code) was a member state of the European Union on a day."""
    membership = _memberships().get(country)
    return membership is not None and on in membership


@cache
def _memberships() -> dict[str, Period]:
    table = yaml.safe_load((Path(__file__).parent / "eu.yaml").read_text())
    return {code: Period(days["from"], days.get("to")) for code, days in table["members"].items()}


def _by_number(digits: str) -> Q:
    """People leave the first nought out as often as not."""
    return Q(enterprise_number__startswith=digits) | Q(enterprise_number__startswith=f"0{digits}")


def _by_name(words: Sequence[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return found


def _digits(text: str) -> str:
    """What is left of a number without its marks; a name gives letters and is no number."""
    plain = text.strip().upper().removeprefix("BE")
    return "".join(char for char in plain if char not in " .-")
