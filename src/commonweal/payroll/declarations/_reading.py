"""How a declaration is read back: nothing outside the file is fetched."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

Element = etree._Element


def elements(xml: bytes) -> Iterator[Element]:
    """Every element at its end; who is done with one clears it, so that a large file fits."""
    walk = etree.iterparse(BytesIO(xml), resolve_entities=False, no_network=True, load_dtd=False)
    for _event, element in walk:
        yield element


def faults(validator: Any, xml: bytes) -> tuple[str, ...]:
    """What a schema finds wrong with a document."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    if validator.validate(etree.fromstring(xml, parser)):
        return ()
    return tuple(str(error.message) for error in validator.error_log)
