"""Reads of clients, and the questions asked before work is done for one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.db import connection
from django.db.models import Q, QuerySet

from commonweal.clients import _addresses, _matching
from commonweal.clients._completeness import (
    MergedClient,
    MissingAddress,
    MissingEmail,
    MissingPurchaseOrder,
    MissingVatNumber,
    missing,
)
from commonweal.clients._matching import Asked, match_key
from commonweal.clients._words import words_begin
from commonweal.clients.models import Client, ClientMerge, Kind, LikelyPair
from commonweal.kernel import identifiers
from commonweal.kernel.names import fold
from commonweal.kernel.participants import ENTERPRISE
from commonweal.kernel.period import Period
from commonweal.kernel.refusals import Refusal
from commonweal.rules.parameters import figure

__all__ = [
    "Client", "ClientMerge", "Kind", "LikelyPair", "Likeness", "MergedClient", "MissingAddress",
    "MissingEmail", "MissingPurchaseOrder", "MissingVatNumber", "alike", "bounced", "duplicates",
    "email_faults", "entered", "everyone", "families", "family", "find_by_enterprise_number", "get",
    "get_pair", "in_eu", "likely_pairs", "longest_term", "many", "match_key", "merges", "missing",
    "named", "participant", "payment_days", "search",
]  # fmt: skip

LETTERS_TO_SEARCH = 3
NAMED = """
with found (id) as materialized ({found})
select array_agg(id) from (
    select id from found
    union all
    select merged.id from clients_client merged join found on found.id = merged.merged_into_id
    where merged.merged_into_id is not null
) known
"""
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A client that may be the one meant, 1 to 100 how surely, and why."""

    client: Client
    score: int
    reason: LikelyPair.Reason


def get(*, id: int) -> Client:
    """
    Return one client; of a client that was merged, the one that goes on.

    :raises Client.DoesNotExist: if there is none
    """
    client = Client.objects.select_related("merged_into").get(id=id)
    return client.merged_into or client


def entered(*, id: int) -> Client:
    """
    Return a client as it was entered, also when it was merged into another.

    :raises Client.DoesNotExist: if there is none
    """
    return Client.objects.select_related("merged_into").get(id=id)


def many(*, ids: Sequence[int]) -> dict[int, Client]:
    """Return the clients of these ids, by these ids; for one that was merged, who goes on."""
    rows = Client.objects.select_related("merged_into").in_bulk(ids)
    return {id: client.merged_into or client for id, client in rows.items()}


def family(*, client: Client) -> list[int]:
    """Return the ids under which this client was ever known: its own, and those merged into it."""
    root = client.merged_into_id or client.pk
    rows = Client.objects.filter(Q(pk=root) | Q(merged_into=root))
    return list(rows.order_by("id").values_list("id", flat=True))


def families(*, ids: Collection[int]) -> list[int]:
    """Return every id under which these clients were ever known."""
    rows = Client.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids))
    return sorted({*ids, *rows.values_list("id", flat=True)})


def everyone() -> "QuerySet[Client]":
    """Return all clients that were not merged into another."""
    return Client.objects.filter(merged_into=None)


def find_by_enterprise_number(*, number: str, entity: int = 1) -> Client | None:
    """Return the client with this enterprise number, however it is written."""
    wanted = _digits(number).zfill(10)
    return everyone().filter(entity=entity, enterprise_number=wanted).first()


def search(*, text: str) -> "QuerySet[Client]":
    """
    Return the clients whose name has words that begin like these, or whose enterprise number
    begins with these digits, by name. Under three letters nothing is found: too many would be.
    """
    digits, words = _digits(text), fold(text).split()
    if len(digits if digits.isdigit() else "".join(words)) < LETTERS_TO_SEARCH:
        return Client.objects.none()
    found = _by_number(digits) if digits.isdigit() else _by_name(words)
    return everyone().filter(found).order_by("search_key", "id")


def alike(
    *,
    name: str,
    enterprise_number: str = "",
    vat_number: str = "",
    iban: str = "",
    postcode: str = "",
    entity: int = 1,
) -> list[Likeness]:
    """
    Return the clients that may be this one, the surest first: same number, or a similar name.

    What is typed may be wrong: a number that does not fit is not looked for.
    """
    asked = Asked(
        name=name,
        enterprise_number=_proven(identifiers.enterprise_number, enterprise_number),
        vat_number=_proven(identifiers.vat_number, vat_number),
        iban=_proven(identifiers.iban, iban),
        postcode=postcode.strip(),
        entity_id=entity,
    )
    return _likenesses(asked)


def duplicates(*, of: Client) -> list[Likeness]:
    """Return the clients that may be the same as this one, the surest first."""
    apart = Q(first=of.pk) | Q(second=of.pk)
    known = LikelyPair.objects.filter(apart, apart_at__isnull=False)
    two = {id for pair in known.values_list("first", "second") for id in pair}
    found = _likenesses(
        Asked(
            of.name, of.enterprise_number or "", of.vat_number, of.iban, of.postcode,
            of.entity_id, of.pk,
        )
    )  # fmt: skip
    return [each for each in found if each.client.pk not in two]


def likely_pairs() -> "QuerySet[LikelyPair]":
    """Return the pairs of the whole base that may be one client, the surest first."""
    open = LikelyPair.objects.filter(
        apart_at=None, first__merged_into=None, second__merged_into=None
    )
    return open.select_related("first", "second").order_by("-score", "id")


def get_pair(*, id: int) -> LikelyPair:
    """
    Return one pair that looks alike.

    :raises LikelyPair.DoesNotExist: if there is none
    """
    return LikelyPair.objects.select_related("first", "second").get(id=id)


def merges(*, client: Client) -> "QuerySet[ClientMerge]":
    """Return the trail of merges of a client, into it and out of it, the newest first."""
    mine = ClientMerge.objects.filter(Q(client=client.pk) | Q(kept=client.pk))
    return mine.select_related("client", "kept", "undone").order_by("-id")


def bounced() -> "QuerySet[Client]":
    """Return the clients from whose address mail came back, the latest first."""
    return everyone().filter(bounced_at__isnull=False).order_by("-bounced_at", "-id")


def participant(*, client: Client) -> tuple[str, str] | None:
    """
    Return scheme and number of a client on Peppol: its own, else its enterprise number. None for
    who has neither; whether it is registered there, the network tells.
    """
    if client.peppol_id:
        scheme, _colon, number = client.peppol_id.partition(":")
        return scheme, number
    return (ENTERPRISE, client.enterprise_number) if client.enterprise_number else None


def payment_days(*, client: Client, on: date) -> int:
    """Return how many days this client has to pay an invoice of a day: its own, or the house's."""
    if client.payment_days is not None:
        return client.payment_days
    days: int = figure("invoice.payment_days", on).value
    return days


def longest_term(*, kind: str, on: date) -> int | None:
    """Return how many days the law lets such a client take at most; None without a limit."""
    limits: dict[str, int] = figure("payment.longest_term", on).value
    return limits.get(kind)


def email_faults(*, address: str, field: str = "email") -> list[Refusal]:
    """Return what is wrong with an e-mail address; `values["repair"]` is what was meant."""
    return list(_addresses.email_faults(address, field))


def in_eu(*, country: str, on: date) -> bool:
    """Say whether a country (ISO code) was a member state of the European Union on a day."""
    membership = _memberships().get(country)
    return membership is not None and on in membership


@cache
def _memberships() -> dict[str, Period]:
    table = yaml.safe_load((Path(__file__).parent / "eu.yaml").read_text())
    return {code: Period(days["from"], days.get("to")) for code, days in table["members"].items()}


def _likenesses(asked: Asked) -> list[Likeness]:
    found = _matching.look(asked, OFFERED)
    clients = Client.objects.in_bulk([each.client_id for each in found])
    return [
        Likeness(clients[each.client_id], each.score, LikelyPair.Reason(each.reason))
        for each in found
    ]


def _proven(check: Callable[[str], str], number: str) -> str:
    try:
        return check(number) if number else ""
    except Refusal:
        return ""


def _by_number(digits: str) -> Q:
    """People leave the first nought out as often as not."""
    return Q(enterprise_number__startswith=digits) | Q(enterprise_number__startswith=f"0{digits}")


def named(*, text: str) -> list[int]:
    """Return every id under which the clients that `search` finds were ever known."""
    found = search(text=text)
    if found.query.is_empty():
        return []
    sql, values = found.order_by().values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(NAMED.format(found=sql), values)
        return cursor.fetchone()[0] or []


def _by_name(words: Sequence[str]) -> Q:
    return Q(words_begin(words))


def _digits(text: str) -> str:
    """What is left of a number without its marks; a name gives letters and is no number."""
    plain = text.strip().upper().removeprefix("BE")
    return "".join(char for char in plain if char not in " .-")
