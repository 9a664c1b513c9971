"""
Writing credit transfers as ISO 20022 pain.001.001.09. Pure: the same batch gives the same bytes.

sepaxml builds the frame, the group and its blocks; what it draws from the clock and from chance
(identifiers, time of making) is set here. The transfers are written here, 20,000 in a second, and
the schema of the standard is the judge of the whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import sepaxml
from lxml import etree
from sepaxml.transfer import SepaTransfer
from text_unidecode import unidecode  # type: ignore[import-untyped]

from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusal

SCHEMA = "pain.001.001.09"
NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
# What every bank of the euro area takes; anything else becomes a blank.
NOT_TAKEN = re.compile(r"[^a-zA-Z0-9/?:().,'+ -]")
# What the European Payments Council puts in the place of signs that people write in names.
INSTEAD = str.maketrans({"&": "+", "_": "-", '"': "'", ";": ",", "[": "(", "]": ")"})
NAME, WORDS = 70, 140
Q = f"{{{NAMESPACE}}}"


class InvalidFile(Exception):
    """The file would be turned down by a bank: a fault of ours, not of who asked for it."""


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose account pays."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One credit transfer in euro cents, to be executed on `due_on`."""

    end_to_end_id: str
    name: str
    iban: str
    cents: int
    reference: str
    due_on: date


def write(
    *, payer: Payer, transfers: Sequence[Transfer], message_id: str, block: str, made_at: datetime
) -> bytes:
    """
    Return the file. Transfers of one day make one block, `block` and that day its name.

    :raises InvalidFile: if the result does not follow the schema of the standard
    """
    days = _by_day(transfers)
    document = _frame(payer, days)
    _set(document, "GrpHdr/MsgId", message_id)
    _set(document, "GrpHdr/CreDtTm", f"{made_at:%Y-%m-%dT%H:%M:%S}")
    _set(document, "GrpHdr/NbOfTxs", str(len(transfers)))
    for element, (day, some) in zip(document.iter(f"{Q}PmtInf"), days.items(), strict=True):
        _set(element, "PmtInfId", f"{block}-{day:%Y%m%d}")
        _set(element, "NbOfTxs", str(len(some)))
        _fill(element, some)
    if not _schema().validate(document):
        raise InvalidFile(str(_schema().error_log))
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def _by_day(transfers: Sequence[Transfer]) -> dict[date, list[Transfer]]:
    days: dict[date, list[Transfer]] = {}
    for one in sorted(transfers, key=lambda one: one.due_on):
        days.setdefault(one.due_on, []).append(one)
    return days


def _frame(payer: Payer, days: Mapping[date, Sequence[Transfer]]) -> etree._Element:
    """The message with one transfer a day, of all its money: so the control sums are right."""
    untyped: Any = SepaTransfer
    message = untyped(
        {
            "name": plain(payer.name, NAME),
            "IBAN": payer.iban,
            **({"BIC": payer.bic} if payer.bic else {}),  # since 2016 the IBAN alone is enough
            "batch": True,
            "currency": "EUR",
        },
        schema=SCHEMA,
        clean=False,
    )
    for day, some in days.items():
        message.add_payment(
            {
                "name": plain(some[0].name, NAME),
                "IBAN": some[0].iban,
                "amount": sum(one.cents for one in some),
                "execution_date": day,
                "description": some[0].end_to_end_id,
                "endtoend_id": some[0].end_to_end_id,
            }
        )
    # The schema is checked below, by a faster reader and after the last change.
    return etree.fromstring(message.export(validate=False))


def _fill(block: etree._Element, transfers: Sequence[Transfer]) -> None:
    """Put the transfers of a day in the place of the one that stood for them."""
    written = "".join(map(_written, transfers))
    filled = etree.fromstring(f'<PmtInf xmlns="{NAMESPACE}">{written}</PmtInf>')
    block.remove(block[-1])
    block.extend(list(filled))


def _written(one: Transfer) -> str:
    """As text: the twelve nodes of each are made by the parser, not one by one."""
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{escape(one.end_to_end_id)}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="EUR">{one.cents // 100}.{one.cents % 100:02d}</InstdAmt></Amt>'
        f"<Cdtr><Nm>{escape(plain(one.name, NAME))}</Nm></Cdtr>"
        f"<CdtrAcct><Id><IBAN>{escape(one.iban)}</IBAN></Id></CdtrAcct>"
        f"<RmtInf>{_remittance(one)}</RmtInf></CdtTrfTxInf>"
    )


def _remittance(one: Transfer) -> str:
    """A structured reference goes in its own field: there the payee's computer finds it."""
    if not (number := _structured(one.reference)):
        words = plain(one.reference, WORDS) or one.end_to_end_id
        return f"<Ustrd>{escape(words)}</Ustrd>"
    issuer = "BBA" if number.isdigit() else "ISO"
    return (
        "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry>"
        f"<Issr>{issuer}</Issr></Tp><Ref>{number}</Ref></CdtrRefInf></Strd>"
    )


@lru_cache(4_096)  # a name is asked about several times in a row
def plain(text: str, length: int) -> str:
    """Return a text in the signs every bank takes: é becomes e, what has no form a blank."""
    latin = (text if text.isascii() else unidecode(text)).translate(INSTEAD)
    return " ".join(NOT_TAKEN.sub(" ", latin).split())[:length].strip()


def _set(element: etree._Element, path: str, text: str) -> None:
    found = element.find(f".//{Q}" + path.replace("/", f"/{Q}"))
    if found is None:
        raise InvalidFile(f"{path} is missing")
    found.text = text


def _structured(text: str) -> str:
    """Words are told at their first letter: most references are words."""
    first = text.lstrip()[:2].upper()
    if first[:1].isascii() and first[:1].isalpha() and first != "RF":
        return ""
    try:
        return identifiers.structured_reference(text)
    except Refusal:
        return ""


@cache
def _schema() -> etree.XMLSchema:
    folder = Path(sepaxml.__file__).parent / "schemas"
    return etree.XMLSchema(etree.parse(folder / f"{SCHEMA}.xsd"))
