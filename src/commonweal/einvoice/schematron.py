"""
A small compiler from ISO Schematron (query binding xslt2) to an XSLT 3.0 stylesheet.

Each pattern becomes a mode, each rule a template (the first rule that matches a node wins,
hence falling priorities), each assert an `xsl:if`. The nodes are gathered once and shown to every
mode: walking the tree anew for each pattern costs a fifth of the whole. The stylesheet writes one
line of text for each failed assert: flag, rule id, place, message, separated by tabs.

An assert whose test cannot be evaluated (text where the rule needs a number) has failed: the
document is refused by the name of that rule, and the other rules are still looked at.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL_URI = "http://www.w3.org/1999/XSL/Transform"
XSL = f"{{{XSL_URI}}}"
IGNORED = {f"{SCH}{name}" for name in ("title", "ns", "phase", "p", "diagnostics")}
LITERAL, INNER_PREDICATE = re.compile(r"'[^']*'|\"[^\"]*\""), re.compile(r"\[[^\[\]]*\]")
NODES = "commonweal-nodes"
PLACE = "string-join(ancestor-or-self::*/local-name(), '/')"


class UnsupportedSchematron(ValueError):
    """Extend this compiler, or preprocess the rule file: it uses a construct not known here."""


def compile_schema(path: Path) -> str:
    """
    Return the stylesheet of a rule file.

    :raises UnsupportedSchematron: if the file uses what this compiler does not know; a rule
        that is silently left out would be a false acceptance
    """
    schema = etree.parse(path, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    namespaces = {ns.get("prefix", ""): ns.get("uri", "") for ns in schema.iter(f"{SCH}ns")}
    sheet = etree.Element(f"{XSL}stylesheet", {"version": "3.0"}, {**namespaces, "xsl": XSL_URI})
    etree.SubElement(sheet, f"{XSL}output", {"method": "text"})
    modes: list[str] = []
    for child in schema:
        if child.tag == f"{SCH}pattern":
            modes.append(f"pattern-{len(modes) + 1}")
            _add_pattern(sheet, child, modes[-1])
        elif child.tag == f"{SCH}let":
            _add_let(sheet, child)
        elif etree.QName(child).namespace == XSL_URI:
            sheet.append(child)
        elif child.tag not in IGNORED:
            raise UnsupportedSchematron(f"{path.name}: {child.tag}")
    _add_start(sheet, modes, _nodes(schema))
    return etree.tostring(sheet, encoding="unicode")


def _add_start(sheet: "etree._Element", modes: list[str], nodes: str) -> None:
    start = etree.SubElement(sheet, f"{XSL}template", {"match": "/"})
    etree.SubElement(start, f"{XSL}variable", {"name": NODES, "select": nodes})
    for mode in modes:
        etree.SubElement(start, f"{XSL}apply-templates", {"select": f"${NODES}", "mode": mode})


def _nodes(schema: "etree._Element") -> str:
    """Every element; every attribute too when the context of a rule may want one."""
    contexts = (rule.get("context", "") for rule in schema.iter(f"{SCH}rule"))
    wanted = any("@" in bare or "attribute" in bare for bare in map(_without_predicates, contexts))
    return "//(*|@*)" if wanted else "//*"


def _without_predicates(context: str) -> str:
    bare = LITERAL.sub("", context)
    while (shorter := INNER_PREDICATE.sub("", bare)) != bare:
        bare = shorter
    return bare


def _add_pattern(sheet: "etree._Element", pattern: "etree._Element", mode: str) -> None:
    if pattern.get("is-a") or pattern.get("abstract") == "true":
        raise UnsupportedSchematron(f"abstract pattern {pattern.get('id')}")
    rules = list(_rules(sheet, pattern))
    for place, rule in enumerate(rules):
        _add_rule(sheet, rule, mode, priority=len(rules) - place)
    others = etree.SubElement(sheet, f"{XSL}template", {"match": "*|@*", "mode": mode})
    others.set("priority", "-1")


def _rules(sheet: "etree._Element", pattern: "etree._Element") -> "Iterator[etree._Element]":
    for child in pattern:
        if child.tag == f"{SCH}let":
            _add_let(sheet, child)
        elif child.tag == f"{SCH}rule" and child.get("context"):
            yield child
        elif child.tag not in IGNORED:
            raise UnsupportedSchematron(f"{child.tag} in pattern {pattern.get('id')}")


def _add_rule(sheet: "etree._Element", rule: "etree._Element", mode: str, *, priority: int) -> None:
    template = etree.SubElement(sheet, f"{XSL}template", {"match": rule.get("context", "")})
    template.set("mode", mode)
    template.set("priority", str(priority))
    lets = list(rule.iterchildren(f"{SCH}let"))
    for child in rule:
        if child.tag in (f"{SCH}assert", f"{SCH}report"):
            _add_check(template, child, lets)
        elif child.tag != f"{SCH}let":
            raise UnsupportedSchematron(f"{child.tag} in rule {rule.get('context')}")


def _add_let(parent: "etree._Element", let: "etree._Element") -> None:
    attributes = {"name": let.get("name", ""), "select": let.get("value", "")}
    etree.SubElement(parent, f"{XSL}variable", attributes)


def _add_check(
    template: "etree._Element", check: "etree._Element", lets: "list[etree._Element]"
) -> None:
    """Add one attempt. The variables of the rule stand inside it, so that their errors count."""
    test = check.get("test", "")
    failed = f"not({test})" if check.tag == f"{SCH}assert" else test
    attempt = etree.SubElement(template, f"{XSL}try", {"rollback-output": "no"})
    for let in lets:
        _add_let(attempt, let)
    condition = etree.SubElement(attempt, f"{XSL}if", {"test": failed})
    _add_line(condition, check, flag=check.get("flag", "fatal"))
    _add_line(etree.SubElement(attempt, f"{XSL}catch"), check, flag="fatal")


def _add_line(parent: "etree._Element", check: "etree._Element", *, flag: str) -> None:
    _add_text(parent, f"{flag}\t{check.get('id')}\t")
    etree.SubElement(parent, f"{XSL}value-of", {"select": PLACE})
    _add_text(parent, "\t" + " ".join((check.text or "").split()))
    for part in check:
        etree.SubElement(parent, f"{XSL}value-of", {"select": _shown(part)})
        _add_text(parent, " ".join((part.tail or "").split()))
    _add_text(parent, "\n")


def _shown(part: "etree._Element") -> str:
    """The expression whose value a message shows, kept on one line."""
    if part.tag == f"{SCH}value-of":
        return f"normalize-space(string-join({part.get('select')}, ' '))"
    if part.tag == f"{SCH}name":
        return "name()"
    raise UnsupportedSchematron(f"{part.tag} in a message")


def _add_text(parent: "etree._Element", text: str) -> None:
    etree.SubElement(parent, f"{XSL}text").text = text
