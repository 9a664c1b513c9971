"""Code lists as the official rules know them, so that what they would refuse is refused earlier."""

import re
from functools import cache
from pathlib import Path

from lxml import etree

from commonweal.einvoice.schematron import SCH
from commonweal.einvoice.validator import RULE_FILES

COUNTRIES, VAT_COUNTRIES, UNITS, MEDIA_TYPES, SCHEMES = (
    "BR-CL-14",
    "BR-CO-09",
    "BR-CL-23",
    "BR-CL-24",
    "BR-CL-25",
)
LIST = re.compile(r"contains\(\s*'([^']+)'|@mimeCode = '([^']+)'")


@cache
def listed(rule: str) -> frozenset[str]:
    """Return the codes that a rule of the European norm accepts (`COUNTRIES`, `UNITS`, …)."""
    path = Path(__file__).parent / "rules" / RULE_FILES["cen"]
    tests = [
        str(each.get("test"))
        for each in etree.parse(path).iter(f"{SCH}assert")
        if each.get("id") == rule
    ]
    texts = [text for test in tests for found in LIST.findall(test) for text in found]
    return frozenset(code for text in texts for code in text.split())
