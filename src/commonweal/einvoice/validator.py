"""
The verdict on one electronic invoice: UBL 2.1 schema first, then the official rules.

Pure: bytes in, a verdict out, no database. The rule files are data beside this module; a new
release of the rules is a new file and one changed line here. Each rule set is compiled once per
process, by the first document that needs it (0.7 s for CEN, 0.1 s for Peppol).
"""

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from commonweal.einvoice.schematron import compile_schema

RULES = Path(__file__).parent / "rules"
RuleSet = Literal["cen", "peppol"]
RULE_FILES = {"cen": "EN16931-UBL-1.3.16.sch", "peppol": "PEPPOL-EN16931-UBL-3.0.21.sch"}
"""Which releases judge, by rule set. The names carry the versions that screens and logs show."""

LAYERS: dict[RuleSet, tuple[str, ...]] = {"cen": ("cen",), "peppol": ("cen", "peppol")}
"""Peppol BIS Billing 3 is the European norm and more: its verdict needs both rule files."""

SCHEMAS = {
    f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}": name
    for name in ("Invoice", "CreditNote")
}
PLAIN = re.compile(
    rb"""<\?xml version=["']1\.0["'] encoding=["'](?i:UTF-8)["']\?>\s*"""
    rb"<(?:\w+:)?(Invoice|CreditNote)[\s>]",
    re.ASCII,
)
"""How nearly every document begins; there no other encoding can hide a DOCTYPE."""

MANY_ERRORS = 1000
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: its id, whether it refuses the document, where, and the official text."""

    rule: str
    fatal: bool
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one document. `fatal` and `warnings` name each rule once."""

    findings: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.fatal

    @property
    def fatal(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.rule for f in self.findings if f.fatal))

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f.rule for f in self.findings if not f.fatal))


def refused(rule: str, message: str) -> Verdict:
    """Return the verdict on what the rules cannot look at: FILE, XML, XSD or XSLT."""
    return Verdict((Finding(rule, True, "", " ".join(message.split())),))


class NotXml(ValueError):
    """Says why the bytes are no document that can be looked at."""


def parse(content: bytes) -> "etree._ElementTree":
    """
    Return the tree of a document that opens nothing and expands nothing.

    :raises NotXml: if it is not well-formed, or has a DOCTYPE
    """
    try:
        if not _declares_type(content):
            return etree.fromstring(content, _parser()).getroottree()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml(f"This is not well-formed XML: {error}") from error
    raise NotXml("Send the document without a DOCTYPE: entities are not accepted.")


def validate(content: bytes, *, rules: RuleSet = "peppol") -> Verdict:
    """Judge a document: well-formed and without a DTD, valid UBL 2.1, then the rules."""
    document = read_by_schema(content)
    if document is not None:
        return apply_rules(document, rules=rules)
    try:
        tree = parse(content)
    except NotXml as error:
        return refused("XML", str(error))
    return validate_schema(tree) or apply_rules(tree.getroot(), rules=rules)


def read_by_schema(content: bytes) -> "etree._Element | None":
    """
    Return the root of a plain document that its schema accepts, in one reading. None means that
    somebody has to look closer, and not that anything is wrong.
    """
    start = PLAIN.match(content)
    if start is None or b"<!DOCTYPE" in content:
        return None
    try:
        root = etree.fromstring(content, _parser(_schema(start[1].decode())))
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.tag in SCHEMAS else None


def validate_schema(tree: "etree._ElementTree") -> Verdict | None:
    """Return a refusal by the UBL 2.1 schema, or None when the document is valid."""
    root = str(tree.getroot().tag)
    if root not in SCHEMAS:
        return refused("XSD", f"The root element is {root}, not a UBL 2.1 Invoice or CreditNote.")
    return _schema_error(tree, _schema(SCHEMAS[root]))


def _schema_error(tree: "etree._ElementTree", schema: etree.XMLSchema) -> Verdict | None:
    """
    Name the first error, with its line unless there are very many.

    The tree knows its lines, but there libxml2 looks back at all before it for each error: hours
    for a large file where everything is wrong. So the text is read first.
    """
    parser = _parser(schema)
    try:
        etree.fromstring(etree.tostring(tree, encoding="UTF-8"), parser)
    except etree.XMLSyntaxError as error:
        if len(parser.error_log) > MANY_ERRORS or schema.validate(tree):
            return refused("XSD", str(error.msg))
        first = schema.error_log[0]  # type: ignore[index]
        return refused("XSD", f"{first.message} (line {first.line})")
    return None


def apply_rules(document: "etree._Element", *, rules: RuleSet) -> Verdict:
    """Apply the rules alone, as the official unit tests want for their partial documents."""
    text = etree.tostring(document, encoding="unicode", with_tail=False)
    try:
        with _one_at_a_time:
            node = _saxon().parse_xml(xml_text=text)
            lines = [
                _stylesheet(layer).transform_to_string(xdm_node=node) for layer in LAYERS[rules]
            ]
    except PySaxonApiError as error:
        return refused("XSLT", f"The rules cannot read this document: {error}")
    found = "".join(filter(None, lines)).split("\n")
    return Verdict(tuple(_finding(line) for line in found if line))


def _finding(line: str) -> Finding:
    flag, rule, place, message = line.split("\t")
    return Finding(rule, flag != "warning", place, message)


def _declares_type(content: bytes) -> bool:
    """Look as far as the root, within all limits: without entities nothing small can grow large."""
    begin = etree.iterparse(
        BytesIO(content), events=("start",), resolve_entities=False, no_network=True
    )
    _event, root = next(begin)
    return root.getroottree().docinfo.internalDTD is not None


def _parser(schema: etree.XMLSchema | None = None) -> etree.XMLParser:
    """
    A parser that opens nothing and expands nothing; lxml wants a new one per thread. It takes an
    attachment of any size, so only for documents that declare no entities.
    """
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, schema=schema
    )


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(RULES / "ubl-2.1" / "maindoc" / f"UBL-{name}-2.1.xsd"))


@cache
def _saxon() -> Any:
    return PySaxonProcessor(license=False)


@cache
def _stylesheet(rules: str) -> Any:
    sheet = compile_schema(RULES / RULE_FILES[rules])
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_text=sheet)
