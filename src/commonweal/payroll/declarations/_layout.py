"""The zones of the Belcotax file, read from the schema: their order, names and lengths."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

SCHEMA = Path(__file__).parent / "xsd" / "Belcotax-2024.xsd"
XS = "{http://www.w3.org/2001/XMLSchema}"

# v0002_inkomstenjaar, f2009_volgnummer, f10_2060_gewonebezoldiginge: the number is the zone.
NAME = re.compile(r"[avrf](?:\d\d_)?(\d{4})_")
# The schema states the lengths in comments only.
LENGTH = re.compile(
    r'<xs:simpleType name="(\w+)">(?:(?!</xs:simpleType>).)*maxLength value="(\d+)"', re.DOTALL
)
AMOUNT_LENGTH = 11
CONTROLLED = range(2060, 2089)


@dataclass(frozen=True, slots=True)
class Zone:
    """One element of the file: `number` as the brochure names it without its dot (2.60: 2060)."""

    number: int
    name: str
    length: int
    place: int

    @property
    def is_amount(self) -> bool:
        return self.length == AMOUNT_LENGTH and self.number >= CONTROLLED.start


Zones = Mapping[int, Zone]


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(_tree())


@cache
def zones(kind: str) -> Zones:
    """The zones of a complex type: Verzending, Aangifte, Fiche28110 or Fiche28145."""
    lengths = _lengths()
    names = [name for name in _names(kind) if name in lengths]
    found = (
        Zone(int(number[1]), name, lengths[name], place)
        for place, name in enumerate(names)
        if (number := NAME.match(name))
    )
    return {zone.number: zone for zone in found}


def write(zones: Zones, values: Mapping[int, str]) -> str:
    """Write values in the order of the schema; an empty one is left out."""
    filled = sorted((zones[number].place, number) for number, text in values.items() if text)
    return "".join(_element(zones[number].name, values[number]) for _place, number in filled)


def text(zones: Zones, number: int, value: str) -> str:
    """Return free text as the zone takes it: without control characters, cut at its length."""
    if not value.isprintable():
        value = "".join(each if each.isprintable() else " " for each in value)
    return " ".join(value.split())[: zones[number].length]


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"


@cache
def _tree() -> "etree._ElementTree":
    return etree.parse(SCHEMA, etree.XMLParser(resolve_entities=False, no_network=True))


@cache
def _lengths() -> Mapping[str, int]:
    return {name: int(length) for name, length in LENGTH.findall(SCHEMA.read_text())}


def _names(kind: str) -> list[str]:
    """Element names of a type, those of the type it extends first."""
    (found,) = _tree().getroot().findall(f"{XS}complexType[@name='{kind}']")
    base = found.find(f".//{XS}extension")
    inherited = _names(str(base.attrib["base"])) if base is not None else []
    return inherited + [str(each.attrib["name"]) for each in found.iter(f"{XS}element")]
