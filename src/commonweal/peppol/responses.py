"""
Answers on the network, UBL ApplicationResponse of two profiles. Pure: bytes in, bytes out.

The Message Level Status comes from the receiver's access point and names our message; the Invoice
Response comes from the buyer and names our invoice. Later words of a buyer (in process, paid)
change nothing for us: the bank tells what is paid.
"""

from datetime import datetime

from lxml import etree

from commonweal.peppol.envelope import Unreadable, parse
from commonweal.peppol.values import Participant, Response

NAMES = "urn:oasis:names:specification:ubl:schema:xsd:"
OWN = f"{NAMES}ApplicationResponse-2"
ROOT = f"{{{OWN}}}ApplicationResponse"
WORDS = {
    "cac": f"{NAMES}CommonAggregateComponents-2",
    "cbc": f"{NAMES}CommonBasicComponents-2",
}
MLS = ("urn:peppol:edec:mls:1.0", "urn:peppol:edec:mls")
INVOICE_RESPONSE = (
    "urn:fdc:peppol.eu:poacc:trns:invoice_response:3",
    "urn:fdc:peppol.eu:poacc:bis:invoice_response:3",
)
INVOICE_TYPE = "380"
CODES = frozenset({"AB", "AP", "RE", "IP", "UQ", "CA", "PD"})


def is_response(document: bytes) -> bool:
    """Whether this is an answer, and no invoice."""
    return bool(parse(document).tag == ROOT)


def read(document: bytes) -> Response:
    """
    Read an answer of either profile.

    :raises Unreadable: if it is neither, or does not say what it answers
    """
    root = parse(document)
    if root.tag != ROOT:
        raise Unreadable(f"The answer is no ApplicationResponse but {root.tag}.")
    customization = _one(root, "cbc:CustomizationID")
    about = _one(root, "cac:DocumentResponse/cac:DocumentReference/cbc:ID")
    code = _one(root, "cac:DocumentResponse/cac:Response/cbc:ResponseCode")
    if code not in CODES or not about:
        raise Unreadable(f"The answer bears the code “{code}” about “{about}”.")
    is_mls = customization.startswith(MLS[0].rpartition(":")[0])
    return Response(
        sender=_sender(root),
        code=code,
        reason=_reason(root),
        message_id=about if is_mls else "",
        number="" if is_mls else about,
    )


def message_level(
    *, id: str, message_id: str, sender: Participant, receiver: Participant, code: str, reason: str,
    at: datetime,
) -> bytes:  # fmt: skip
    """Write a Message Level Status; a negative one names one failed business rule."""
    issue = ""
    if code == "RE":
        status = "<cac:Status><cbc:StatusReasonCode>BV</cbc:StatusReasonCode></cac:Status>"
        issue = (
            "<cac:LineResponse><cac:LineReference><cbc:LineID>NA</cbc:LineID></cac:LineReference>"
            f"<cac:Response>{_description(reason)}{status}</cac:Response></cac:LineResponse>"
        )
    reference = f"<cac:DocumentReference><cbc:ID>{message_id}</cbc:ID></cac:DocumentReference>"
    return _written(MLS, id, sender, receiver, at, code, reason, reference + issue)


def invoice_level(
    *, id: str, number: str, sender: Participant, receiver: Participant, code: str, reason: str,
    at: datetime,
) -> bytes:  # fmt: skip
    """Write an Invoice Response, the answer of the buyer."""
    reference = (
        f"<cac:DocumentReference><cbc:ID>{number}</cbc:ID>"
        f"<cbc:DocumentTypeCode>{INVOICE_TYPE}</cbc:DocumentTypeCode></cac:DocumentReference>"
    )
    return _written(INVOICE_RESPONSE, id, sender, receiver, at, code, reason, reference)


def _written(
    profile: tuple[str, str],
    id: str,
    sender: Participant,
    receiver: Participant,
    at: datetime,
    code: str,
    reason: str,
    rest: str,
) -> bytes:
    response = f"<cbc:ResponseCode>{code}</cbc:ResponseCode>{_description(reason)}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ApplicationResponse xmlns="{OWN}"'
        f' xmlns:cac="{WORDS["cac"]}" xmlns:cbc="{WORDS["cbc"]}">'
        f"<cbc:CustomizationID>{profile[0]}</cbc:CustomizationID>"
        f"<cbc:ProfileID>{profile[1]}</cbc:ProfileID><cbc:ID>{id}</cbc:ID>"
        f"<cbc:IssueDate>{at:%Y-%m-%d}</cbc:IssueDate>"
        f"<cbc:IssueTime>{at.isoformat(timespec='seconds')[11:]}</cbc:IssueTime>"
        f"{_party('SenderParty', sender)}{_party('ReceiverParty', receiver)}"
        f"<cac:DocumentResponse><cac:Response>{response}</cac:Response>{rest}"
        "</cac:DocumentResponse></ApplicationResponse>"
    ).encode()


def _party(name: str, participant: Participant) -> str:
    scheme, number = participant
    endpoint = f'<cbc:EndpointID schemeID="{scheme}">{number}</cbc:EndpointID>'
    return f"<cac:{name}>{endpoint}</cac:{name}>"


def _description(reason: str) -> str:
    plain = reason.replace("&", "&amp;").replace("<", "&lt;")
    return f"<cbc:Description>{plain}</cbc:Description>" if plain else ""


def _one(root: "etree._Element", path: str) -> str:
    return (root.findtext(path, namespaces=WORDS) or "").strip()


def _sender(root: "etree._Element") -> Participant:
    endpoint = root.find("cac:SenderParty/cbc:EndpointID", WORDS)
    if endpoint is None:
        return "", ""
    return endpoint.get("schemeID", ""), (endpoint.text or "").strip()


def _reason(root: "etree._Element") -> str:
    """Everything the answer says in words, each sentence once."""
    found = root.findall(".//cbc:Description", WORDS) + root.findall(".//cbc:StatusReason", WORDS)
    said = [" ".join((each.text or "").split()) for each in found]
    return " ".join(dict.fromkeys(filter(None, said)))
