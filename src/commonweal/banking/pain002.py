"""
Reading what the bank says of a payment file: pain.002 of any version. Pure.

Elements are found by their names, whatever the namespace. A file that cannot be read whole is
never believed in part: it has a fault, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from commonweal.banking.values import Remark

LARGEST = 50_000_000
REJECTED = "RJCT"
# What banks say, from bad to settled. Anything else is kept as it is and changes nothing.
KNOWN = frozenset(
    [
        "RCVD", "PDNG", "ACTC", "ACCP", "ACFC", "ACSP", "ACSC", "ACWC", "ACWP", "ACPT", "ACCC",
        "PART", "PATC", "CANC", "RJCT",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadPayment:
    """What is said of one transfer, by the name we gave it, and its euro cents if they are told."""

    end_to_end_id: str
    code: str
    reason: str = ""
    cents: int | None = None


@dataclass(slots=True)
class ReadReport:
    """
    What is said of one file of ours. With a fault nothing else is to be believed.

    `code` is of the whole file; "" when the bank speaks of single transfers only. `blocks` are
    the blocks of one day each, by name. `count` and `cents` are of the whole file, as the bank
    read it; None when it does not say.
    """

    message_id: str = ""
    code: str = ""
    reason: str = ""
    count: int | None = None
    cents: int | None = None
    blocks: dict[str, tuple[str, str]] = field(default_factory=dict)
    payments: list[ReadPayment] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)


def read(content: bytes) -> ReadReport:
    """Return what a report says; a file that is none, or damaged, has a fault. Never raises."""
    report = ReadReport()
    if not content.strip():
        return _fault(report, "empty")
    if len(content) > LARGEST:
        return _fault(report, "too_large", limit=LARGEST // 1_000_000)
    if b"<!DOCTYPE" in content[:4096].upper():
        return _fault(report, "doctype")
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        return _fault(report, "broken_xml", detail=f"{error}"[:120])
    body = _found(root)
    if body is None:
        return _fault(report, "no_report")
    return _read(report, body)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


def _found(root: etree._Element) -> etree._Element | None:
    """The report: pain.002 calls it CstmrPmtStsRpt, before 2009 pain.002.001.02."""
    for element in root.iter("{*}CstmrPmtStsRpt", "{*}pain.002.001.02"):
        return element
    return None


def _read(report: ReadReport, body: etree._Element) -> ReadReport:
    group = body.find("{*}OrgnlGrpInfAndSts")
    if group is None:
        return _fault(report, "no_original")
    report.message_id = _text(group, "{*}OrgnlMsgId")
    if not report.message_id:
        return _fault(report, "no_original")
    report.code, report.reason = _text(group, "{*}GrpSts"), _reason(group)
    count = _text(group, "{*}OrgnlNbOfTxs")
    report.count = int(count) if count.isascii() and count.isdigit() else None
    report.cents = _cents(group.find("{*}OrgnlCtrlSum"))
    for block in body.findall("{*}OrgnlPmtInfAndSts"):
        name, code = _text(block, "{*}OrgnlPmtInfId"), _text(block, "{*}PmtInfSts")
        if name and code:
            report.blocks[name] = (code, _reason(block))
    report.payments = [
        ReadPayment(
            name, code, _reason(each), _cents(each.find("{*}OrgnlTxRef/{*}Amt/{*}InstdAmt"))
        )
        for each in body.iter("{*}TxInfAndSts")
        if (name := _text(each, "{*}OrgnlEndToEndId")) and (code := _text(each, "{*}TxSts"))
    ]
    if not (report.code or report.blocks or report.payments):
        return _fault(report, "no_status")
    return report


def _reason(element: etree._Element) -> str:
    """The code of the reason with what the bank adds in words."""
    parts = []
    for info in element.findall("{*}StsRsnInf"):
        parts.append(_text(info, "{*}Rsn/{*}Cd") or _text(info, "{*}Rsn/{*}Prtry"))
        parts += [(one.text or "").strip() for one in info.findall("{*}AddtlInf")]
    return " ".join(part for part in parts if part)[:500]


def _cents(element: etree._Element | None) -> int | None:
    """An amount in euro; one in another currency, or that cannot be read, says nothing of ours."""
    if element is None or element.get("Ccy", "EUR") != "EUR":
        return None
    try:
        cents = Decimal((element.text or "").strip()) * 100
        return int(cents) if cents == cents.to_integral_value() else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _fault(report: ReadReport, code: str, **values: str | int) -> ReadReport:
    report.faults.append(Remark(code, values))
    return report


def write(
    message_id: str,
    code: str,
    payments: Mapping[str, tuple[str, str]],
    made_on: date,
    version: str = "10",
) -> bytes:
    """Return a report as a bank writes it, for demo and tests: `payments` by name, with reasons."""
    space = f"urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"
    root = etree.Element("Document", xmlns=space)
    body = etree.SubElement(root, "CstmrPmtStsRpt")
    head = etree.SubElement(body, "GrpHdr")
    etree.SubElement(head, "MsgId").text = f"S{message_id}"
    etree.SubElement(head, "CreDtTm").text = f"{made_on}T09:00:00"
    group = etree.SubElement(body, "OrgnlGrpInfAndSts")
    etree.SubElement(group, "OrgnlMsgId").text = message_id
    etree.SubElement(group, "OrgnlMsgNmId").text = "pain.001.001.09"
    etree.SubElement(group, "GrpSts").text = code
    if payments:
        block = etree.SubElement(body, "OrgnlPmtInfAndSts")
        etree.SubElement(block, "OrgnlPmtInfId").text = message_id
    for name, (status, reason) in payments.items():
        each = etree.SubElement(block, "TxInfAndSts")
        etree.SubElement(each, "OrgnlEndToEndId").text = name
        etree.SubElement(each, "TxSts").text = status
        if reason:
            why = etree.SubElement(etree.SubElement(each, "StsRsnInf"), "Rsn")
            etree.SubElement(why, "Cd").text = reason
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
