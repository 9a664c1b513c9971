"""Clients that may be one: the same number, or a name that looks alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, transaction

from commonweal.kernel.names import fold

ALIKE = 0.6  # share of the trigrams of two names that both have
LEAST = 60
LEGAL_FORMS = (
    "bv bvba nv vzw ivzw cv cvba cvso commv vof esv sa sprl srl asbl aisbl scrl sc snc scs sprlu "
    "gmbh ag ug kg ohg eg ev gbr mbh ltd llc llp plc inc corp sarl sas sasu eurl scop scic sci "
    "stichting fondation foundation"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a client that is looked for; `id` only of one that is stored."""

    name: str
    enterprise_number: str = ""
    vat_number: str = ""
    iban: str = ""
    postcode: str = ""
    entity_id: int | None = 1
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A client that may be the same, 1 to 100 how surely, and the code of the reason."""

    client_id: int
    score: int
    reason: str


def match_key(name: str) -> str:
    """Return a name as it is compared: folded, without legal form: “V.Z.W. Élan” is “elan”."""
    forms = LEGAL_FORMS.split()
    words = re.sub(r"\b(\w) (?=\w\b)", r"\1", fold(name)).split()
    start = next((i for i, word in enumerate(words) if word not in forms), len(words))
    end = next((i for i in range(len(words), 0, -1) if words[i - 1] not in forms), 0)
    return " ".join(words[start:end] or words)


def look(asked: Asked, limit: int) -> list[Found]:
    """Return the clients that may be the one asked for, the surest first, in one statement."""
    values: dict[str, Any] = {
        "id": asked.id,
        "entity": asked.entity_id,
        "key": match_key(asked.name),
        "number": asked.enterprise_number or None,
        "vat": asked.vat_number,
        "iban": asked.iban,
        "postcode": asked.postcode,
        "limit": limit,
    }
    sql = f"{_pairs(ONE)} select b, score, reason from pair order by score desc, b limit %(limit)s"
    with transaction.atomic(), connection.cursor() as cursor:
        _set_threshold(cursor)
        cursor.execute(sql, values)
        return [Found(*row) for row in cursor.fetchall()]


def store_pairs(ids: Sequence[int]) -> None:
    """Look for the likes of stored clients, in one statement, and keep what is found."""
    with connection.cursor() as cursor:
        _set_threshold(cursor)
        cursor.execute(f"{_pairs(STORED)} {KEEP}", {"ids": list(ids)})


ONE = """
    select %(id)s::bigint, %(entity)s::bigint, %(key)s::text, %(number)s::text, %(vat)s::text,
           %(iban)s::text, %(postcode)s::text
"""
STORED = """
    select id, entity_id, match_key, enterprise_number::text, vat_number, iban, postcode
    from clients_client where id = any(%(ids)s) and merged_into_id is null
"""
KEEP = """
    insert into clients_likelypair (first_id, second_id, score, reason, apart_by)
    select distinct on (least(a, b), greatest(a, b)) least(a, b), greatest(a, b), score, reason, ''
    from pair order by least(a, b), greatest(a, b), score desc
    on conflict (first_id, second_id) do nothing
"""


FACTS = ("match_key", "enterprise_number", "vat_number", "iban", "postcode")
HIT = ", ".join(f"{side}.{fact} as {side}_{fact}" for side in "ac" for fact in FACTS)
SAME = {
    "number": "c_enterprise_number = a_enterprise_number",
    "vat": "c_vat_number = a_vat_number and c_vat_number <> ''",
    "iban": "c_iban = a_iban and c_iban <> ''",
}


def _pairs(source: str) -> str:
    """
    Each branch finds by an index of its own. The name says less when the places differ, and much
    less when both have an enterprise number: then they are two enterprises.
    """
    like, similarity = ("%%", "similarity(c_match_key, a_match_key)") if trigrams() else ("=", "1")
    branches = " union ".join(
        f"""select a.id as a, c.id as b, {HIT} from asked a join clients_client c
            on c.merged_into_id is null and c.entity_id = a.entity_id
            and c.id is distinct from a.id and {condition}"""
        for condition in (
            f"c.match_key {like} a.match_key and a.match_key <> ''",
            "c.enterprise_number = a.enterprise_number",
            "c.vat_number = a.vat_number and c.vat_number <> ''",
            "c.iban = a.iban and c.iban <> ''",
        )
    )
    return f"""
    with asked(id, entity_id, {", ".join(FACTS)}) as ({source}),
    hit as ({branches}),
    scored(a, b, score, reason) as (
        select a, b,
            case when {SAME["number"]} then 100 when {SAME["vat"]} then 98
                 when {SAME["iban"]} then 90
                 else (100 * {similarity})::int
                    - case when c_postcode <> a_postcode and c_postcode <> '' and a_postcode <> ''
                           then 15 else 0 end
                    - case when c_enterprise_number <> a_enterprise_number then 40 else 0 end end,
            case when {SAME["number"]} then 'number' when {SAME["vat"]} then 'vat'
                 when {SAME["iban"]} then 'iban' else 'name' end
        from hit
    ),
    pair as (select * from scored where score >= {LEAST})
    """


def _set_threshold(cursor: Any) -> None:
    """It holds until the transaction ends."""
    if trigrams():
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])


@cache
def trigrams() -> bool:
    """Whether this server compares names by trigrams; without, only equal names are alike."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regproc('similarity') is not null")
        (found,) = cursor.fetchone()
    return bool(found)
