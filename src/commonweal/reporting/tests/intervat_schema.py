"""
What the schemas of Intervat say, as tables of our own: names, order, how often, and patterns.

Read from NewTVA-in_v0_9.xsd, and for the two listings from files that Intervat took (see
docs/decisions/0095). Anything that is not named here is a fault.
"""

import re

from lxml import etree

COMMON = "http://www.minfin.fgov.be/InputCommon"
YES_NO = r"YES|NO"
POSITIVE, SIGNED = r"\d{1,11}\.\d\d", r"-?\d{1,11}\.\d\d"
YEAR, NUMBER, COUNT = r"20\d\d", r"[01]\d{9}", r"0|[1-9]\d*"
GRID = r"0|1|2|3|4[4-9]|5[4-79]|6[1-4]|71|72|8[1-8]"
STATES = "AT|BG|CY|CZ|DK|EE|FI|FR|DE|EL|HU|IE|IT|LV|LT|LU|MT|NL|PL|PT|RO|SK|SI|ES|SE|HR|XI"
DECLARANT = (
    "seq", ("c:VATNumber", "1", NUMBER), ("c:Name", "?", r".+"), ("c:Street", "?", r".+"),
    ("c:PostCode", "?", r".+"), ("c:City", "?", r".+"), ("c:CountryCode", "?", r"[A-Z]{2}"),
    ("c:EmailAddress", "?", r"[^@]+@[^.]+\..+"), ("c:Phone", "?", r"\d{1,20}"),
)  # fmt: skip
PERIOD = ("seq", ("Month", "?", r"[1-9]|1[0-2]"), ("Quarter", "?", r"[1-4]"), ("Year", "1", YEAR))
REFERENCE = r"\S{1,14}"
SCHEMAS = {
    "VATConsignment": (
        {"VATDeclarationsNbr": r"1"},
        ("seq", ("VATDeclaration", "1", (
            {"SequenceNumber": r"1", "DeclarantReference": REFERENCE},
            ("seq", ("Declarant", "1", ({}, DECLARANT)), ("Period", "1", ({}, PERIOD)),
             ("Data", "1", ({}, ("seq", ("Amount", "+", ({"GridNumber": GRID}, POSITIVE))))),
             ("ClientListingNihil", "1", YES_NO),
             ("Ask", "1", ({"Restitution": YES_NO, "Payment": YES_NO}, None))),
        ))),
    ),
    "ClientListingConsignment": (
        {"ClientListingsNbr": r"1"},
        ("seq", ("ClientListing", "1", (
            {"SequenceNumber": r"1", "ClientsNbr": COUNT, "DeclarantReference": REFERENCE,
             "TurnOverSum": SIGNED, "VATAmountSum": SIGNED},
            ("seq", ("Declarant", "1", ({}, DECLARANT)), ("Period", "1", YEAR),
             ("Client", "*", ({"SequenceNumber": r"[1-9]\d*"},
              ("seq", ("CompanyVATNumber", "1", ({"issuedBy": r"BE"}, NUMBER)),
               ("TurnOver", "1", SIGNED), ("VATAmount", "1", SIGNED))))),
        ))),
    ),
    "IntraConsignment": (
        {"IntraListingsNbr": r"1"},
        ("seq", ("IntraListing", "1", (
            {"SequenceNumber": r"1", "ClientsNbr": COUNT, "DeclarantReference": REFERENCE,
             "AmountSum": SIGNED},
            ("seq", ("Declarant", "1", ({}, DECLARANT)), ("Period", "1", ({}, PERIOD)),
             ("IntraClient", "*", ({"SequenceNumber": r"[1-9]\d*"},
              ("seq", ("CompanyVATNumber", "1", ({"issuedBy": STATES}, r"[A-Z0-9+*]{2,12}")),
               ("Code", "1", r"L|T|S"), ("Amount", "1", SIGNED))))),
        ))),
    ),
}  # fmt: skip
TIMES = {"1": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}


def read(content):
    """Parse a file of Intervat; its name must be one of the three."""
    assert content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    return etree.fromstring(content)


def faults(content):
    """Say everything in a file that its schema does not allow; an empty list is a good file."""
    root = read(content)
    kind = etree.QName(root)
    found = [f"namespace {kind.namespace}"] * (
        kind.namespace != f"http://www.minfin.fgov.be/{kind.localname}"
    )
    return found + list(_element(root, kind.namespace, SCHEMAS[kind.localname], kind.localname))


def _element(element, space, rule, path):
    attributes, inside = rule if isinstance(rule, tuple) and rule[0] != "seq" else ({}, rule)
    for name in attributes.keys() ^ element.attrib.keys():
        yield f"{path}: attribute {name}"
    for name, pattern in attributes.items():
        if not re.fullmatch(pattern, element.get(name, "")):
            yield f"{path}: {name}={element.get(name)}"
    if isinstance(inside, tuple):
        yield from _sequence(element, space, inside[1:], path)
    elif len(element):
        yield f"{path}: has elements"
    elif not re.fullmatch(inside or "", (element.text or "").strip()):
        yield f"{path}: {element.text}"


def _sequence(element, space, rules, path):
    children = list(element)
    for name, times, rule in rules:
        tag = f"{{{COMMON}}}{name[2:]}" if name.startswith("c:") else f"{{{space}}}{name}"
        least, most = TIMES[times]
        count = 0
        while children and children[0].tag == tag and (most is None or count < most):
            yield from _element(children.pop(0), space, rule, f"{path}/{name}")
            count += 1
        if count < least:
            yield f"{path}: {name} is missing or out of order"
    yield from (f"{path}: unexpected {etree.QName(child).localname}" for child in children)
