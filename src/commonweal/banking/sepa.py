"""
Writing credit transfers as ISO 20022 pain.001.001.09. Pure: the same batch gives the same bytes.

sepaxml builds the message; what it draws from the clock and from chance (identifiers, time of
making) is set here, and references get their structured form.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

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
    document = _document(payer, transfers)
    _set(document, "GrpHdr/MsgId", message_id)
    _set(document, "GrpHdr/CreDtTm", f"{made_at:%Y-%m-%dT%H:%M:%S}")
    for element in document.iter(f"{Q}PmtInf"):
        day = element.findtext(f"{Q}ReqdExctnDt/{Q}Dt") or ""
        _set(element, "PmtInfId", f"{block}-{day.replace('-', '')}")
    _structure_references(document, {one.end_to_end_id: one.reference for one in transfers})
    if not _schema().validate(document):
        raise InvalidFile(str(_schema().error_log))
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def _document(payer: Payer, transfers: Sequence[Transfer]) -> etree._Element:
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
    for one in sorted(transfers, key=lambda one: one.due_on):
        message.add_payment(
            {
                "name": plain(one.name, NAME),
                "IBAN": one.iban,
                "amount": one.cents,
                "execution_date": one.due_on,
                "description": plain(one.reference, WORDS) or one.end_to_end_id,
                "endtoend_id": one.end_to_end_id,
            }
        )
    # The schema is checked below, by a faster reader and after the last change.
    return etree.fromstring(message.export(validate=False))


def plain(text: str, length: int) -> str:
    """Return a text in the signs every bank takes: é becomes e, what has no form a blank."""
    return " ".join(NOT_TAKEN.sub(" ", unidecode(text)).split())[:length].strip()


def _set(element: etree._Element, path: str, text: str) -> None:
    found = element.find(f".//{Q}" + path.replace("/", f"/{Q}"))
    if found is None:
        raise InvalidFile(f"{path} is missing")
    found.text = text


def _structure_references(document: etree._Element, references: Mapping[str, str]) -> None:
    """A structured reference goes in its own field: there the payee's computer finds it."""
    for transfer in document.iter(f"{Q}CdtTrfTxInf"):
        name = transfer.findtext(f"{Q}PmtId/{Q}EndToEndId") or ""
        information = transfer.find(f"{Q}RmtInf")
        number = _structured(references.get(name, ""))
        if information is None or not number:
            continue
        information[:] = [_reference_element(number)]


def _structured(text: str) -> str:
    try:
        return identifiers.structured_reference(text)
    except Refusal:
        return ""


def _reference_element(number: str) -> etree._Element:
    issuer = "BBA" if number.isdigit() else "ISO"
    return etree.fromstring(
        f'<Strd xmlns="{NAMESPACE}"><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry>'
        f"<Issr>{issuer}</Issr></Tp><Ref>{number}</Ref></CdtrRefInf></Strd>"
    )


@cache
def _schema() -> etree.XMLSchema:
    folder = Path(sepaxml.__file__).parent / "schemas"
    return etree.XMLSchema(etree.parse(folder / f"{SCHEMA}.xsd"))
