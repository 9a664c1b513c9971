"""
The envelope of the network: the Standard Business Document Header as Peppol profiles it (Business
Message Envelope 2.0). Pure: bytes in, bytes out.

The header names the country of the sender's own house (COUNTRY_C1), which Peppol demands; there is
no field for the receiver's, which its own access point reports.
"""

import copy
import re
from datetime import datetime
from functools import partial

from lxml import etree

from commonweal.peppol.values import Envelope, Message, Participant, read, write

NAMES = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
PARTICIPANTS, DOCUMENTS = "iso6523-actorid-upis", "busdox-docid-qns"
PROCESSES = "cenbii-procid-ubl"
COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
UBL_VERSION = "2.1"
DECLARATION = re.compile(rb"^\s*(<\?xml[^>]*\?>\s*)?")


class Unreadable(ValueError):
    """This is no message of the network; the text says what is wrong with it."""


def wrap(
    document: bytes,
    *,
    id: str,
    sender: Participant,
    receiver: Participant,
    country: str,
    at: datetime,
) -> Message:
    """
    Put a UBL document in its envelope. Type and process are those the document itself names.

    :raises Unreadable: if the document is not UBL, or names no customization and profile
    """
    root = parse(document)
    name = etree.QName(root)
    customization, profile = (_word(root, tag) for tag in ("CustomizationID", "ProfileID"))
    if not customization or not profile:
        raise Unreadable("The document names no CustomizationID or no ProfileID.")
    kind = f"{name.namespace}::{name.localname}##{customization}::{UBL_VERSION}"
    head = (
        "<HeaderVersion>1.0</HeaderVersion>"
        f"{_party('Sender', sender)}{_party('Receiver', receiver)}"
        f"<DocumentIdentification><Standard>{name.namespace}</Standard>"
        f"<TypeVersion>{UBL_VERSION}</TypeVersion><InstanceIdentifier>{id}</InstanceIdentifier>"
        f"<Type>{name.localname}</Type>"
        f"<CreationDateAndTime>{at.isoformat(timespec='seconds')}</CreationDateAndTime>"
        "</DocumentIdentification><BusinessScope>"
        f"{_scope('DOCUMENTID', kind, DOCUMENTS)}{_scope('PROCESSID', profile, PROCESSES)}"
        f"{_scope('COUNTRY_C1', country)}</BusinessScope>"
    )
    content = (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<StandardBusinessDocument xmlns="%s">'
        b"<StandardBusinessDocumentHeader>%s</StandardBusinessDocumentHeader>%s"
        b"</StandardBusinessDocument>"
    ) % (NAMES.encode(), head.encode(), DECLARATION.sub(b"", document))
    return Message(id, sender, receiver, content)


def unwrap(content: bytes) -> Envelope:
    """
    Take a document out of its envelope.

    :raises Unreadable: if this is not an envelope with one document in it
    """
    root = parse(content)
    header = root.find(f"{{{NAMES}}}StandardBusinessDocumentHeader")
    documents = [child for child in root.iterchildren(etree.Element) if child is not header]
    if header is None or len(documents) != 1:
        raise Unreadable("An envelope has one header and one document.")
    said = partial(_said, header)
    return Envelope(
        id=said("DocumentIdentification", "InstanceIdentifier"),
        sender=read(said("Sender", "Identifier")),
        receiver=read(said("Receiver", "Identifier")),
        document_type=_scoped(header, "DOCUMENTID"),
        process=_scoped(header, "PROCESSID"),
        country=_scoped(header, "COUNTRY_C1", needed=False),
        created_at=_instant(said("DocumentIdentification", "CreationDateAndTime")),
        content=_alone(documents[0]),
    )


def parse(content: bytes) -> "etree._Element":
    """
    Read XML that somebody else wrote: nothing is opened, nothing is expanded.

    :raises Unreadable: if it is not well-formed, or declares entities
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"This is not well-formed XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("A message may not declare a DOCTYPE.")
    return root


def _alone(element: "etree._Element") -> bytes:
    document = copy.deepcopy(element)
    document.tail = None
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def _said(header: "etree._Element", *names: str) -> str:
    text = header.findtext("/".join(f"{{{NAMES}}}{name}" for name in names))
    if not (text or "").strip():
        raise Unreadable(f"The header names no {' '.join(names)}.")
    return str(text).strip()


def _scoped(header: "etree._Element", kind: str, *, needed: bool = True) -> str:
    for scope in header.iter(f"{{{NAMES}}}Scope"):
        if scope.findtext(f"{{{NAMES}}}Type", "").strip() == kind:
            return str(scope.findtext(f"{{{NAMES}}}InstanceIdentifier", "")).strip()
    if needed:
        raise Unreadable(f"The header names no {kind}.")
    return ""


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(f"The header was made at no known instant: {text}") from error


def _word(root: "etree._Element", tag: str) -> str:
    return (root.findtext(f"{{{COMPONENTS}}}{tag}") or "").strip()


def _party(name: str, participant: Participant) -> str:
    written = _text(write(participant))
    return f'<{name}><Identifier Authority="{PARTICIPANTS}">{written}</Identifier></{name}>'


def _scope(kind: str, value: str, scheme: str = "") -> str:
    identifier = f"<Identifier>{scheme}</Identifier>" if scheme else ""
    return (
        f"<Scope><Type>{kind}</Type><InstanceIdentifier>{_text(value)}</InstanceIdentifier>"
        f"{identifier}</Scope>"
    )


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
