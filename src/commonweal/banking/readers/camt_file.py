"""
The XML of a camt file: bytes in, messages out, whatever a bank wraps around them. Pure.

It is read without entities, document types and network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from commonweal.banking.values import Remark

SCHEMAS = Path(__file__).parents[1] / "schemas"
# Root of the message -> its short name, and the element of one statement.
MESSAGES = {
    "BkToCstmrStmt": ("camt.053", "Stmt"),
    "BkToCstmrDbtCdtNtfctn": ("camt.054", "Ntfctn"),
}
INTRADAY = "BkToCstmrAcctRpt"
BOM, WIDE = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
# What stands around a file and says nothing: blanks, NUL, and the sign that ends a Windows file.
AROUND = b"\x00\x1a \t\r\n"
WINDOWS = "windows-1252"
Element = etree._Element


class Unreadable(Exception):
    """Something the statement cannot do without is absent or no value of its kind."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.remark = Remark(code, values)


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the bank without its namespaces, and what its schema says of it."""

    kind: str
    version: str
    element: Element
    warnings: tuple[Remark, ...]

    @property
    def statements(self) -> list[Element]:
        """Its statements or notifications."""
        return self.element.findall(dict(MESSAGES.values())[self.kind])


def looks_like(content: bytes) -> bool:
    """Whether it begins as XML does, in any of its encodings."""
    start = content[:64].strip(BOM + b"".join(WIDE) + AROUND)
    return start.startswith(b"<")


def messages(content: bytes) -> list[Message]:
    """
    Return every message with statements, also inside the envelope of a bank's web service, and of
    files that somebody put one behind the other.

    :raises Unreadable: if it is no such file
    """
    return [message for root, told in _roots(content) for message in _messages(root, told)]


def _roots(content: bytes) -> list[tuple[Element, tuple[Remark, ...]]]:
    """Return the XML of the file, each document with what is to be said of its letters."""
    trimmed = _trimmed(content)
    try:
        return [_parse(trimmed)]
    except Unreadable:
        parts = [part for part in re.split(rb"(?=<\?xml\s)", trimmed) if part.strip()]
        if len(parts) < 2:
            raise
        return [_parse(part.strip(AROUND)) for part in parts]


def _trimmed(content: bytes) -> bytes:
    is_wide = content.startswith(WIDE) or b"\x00" in content[:4]
    return content.strip(b" \t\r\n") if is_wide else content.removeprefix(BOM).strip(AROUND)


def _parse(content: bytes) -> tuple[Element, tuple[Remark, ...]]:
    """Read it in the letters it declares, or else in those of Windows: amounts are the same."""
    warnings: tuple[Remark, ...] = ()
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        if _is_utf8(content):
            raise Unreadable("broken_xml", detail=str(error.msg)) from None
        root, warnings = _in_windows_letters(content, error), (Remark("letters"),)
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise Unreadable("doctype")
    return root, warnings


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _in_windows_letters(content: bytes, error: etree.XMLSyntaxError) -> Element:
    try:
        return etree.fromstring(content, _parser(WINDOWS))
    except etree.XMLSyntaxError:
        raise Unreadable("broken_xml", detail=str(error.msg)) from None


def _parser(encoding: str | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, encoding=encoding,
    )  # fmt: skip


def _messages(root: Element, told: tuple[Remark, ...]) -> Iterator[Message]:
    # Only these carry our customer in their name: the rest of a large file is passed over.
    named = [element for element in root.iter(etree.Element) if "ToCstmr" in element.tag]
    found = [element for element in named if _name(element) in MESSAGES]
    if not found:
        raise _other(root, {_name(element) for element in named})
    # Before the namespaces are forgotten: they say which schema it follows.
    versions = [_version(message) for message in found]
    said = [
        (*told, *_invalid(message, version))
        for message, version in zip(found, versions, strict=True)
    ]
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    for message, version, warnings in zip(found, versions, said, strict=True):
        yield Message(MESSAGES[_name(message)][0], version, message, warnings)


def _name(element: Element) -> str:
    """Return the name of an element; the first versions wrote BkToCstmrStmtV01."""
    return re.sub(r"V\d\d$", "", etree.QName(element).localname)


def _other(root: Element, names: set[str]) -> Unreadable:
    """Say what it is instead: a message of another kind by its number, such as pain.002.001.03."""
    if INTRADAY in names:
        return Unreadable("intraday")
    name = etree.QName(root)
    number = re.search(r"[a-z]{4}\.\d{3}\.\d{3}\.\d{2}", name.namespace or "")
    return Unreadable("other_document", kind=number[0] if number else name.localname)


def _version(message: Element) -> str:
    """Return the full name of the message, as its namespace says: camt.053.001.08."""
    found = re.search(r"camt\.05\d\.\d{3}\.\d{2}", etree.QName(message).namespace or "")
    return found[0] if found else ""


def _invalid(message: Element, version: str) -> list[Remark]:
    """It is read again for that: on a tree, libxml2 looks back at every element for each error."""
    schema = _schema(version)
    if schema is None:
        return []
    document = message.getparent()
    told = etree.tostring(message if document is None else document, encoding="UTF-8")
    try:
        etree.fromstring(told, etree.XMLParser(schema=schema, huge_tree=True))
    except etree.XMLSyntaxError as error:
        return [Remark("not_valid", {"detail": re.sub(r"{.*?}", "", str(error.msg))})]
    return []


@cache
def _schema(version: str) -> etree.XMLSchema | None:
    path = SCHEMAS / f"{version}.xsd"
    return etree.XMLSchema(etree.parse(path)) if version and path.exists() else None
