"""
The official unit tests of the rules: one file is a set of tests, each a (partial) document with
what its rule must say. They prove that our reading of the rules is the official one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from commonweal.einvoice.validator import RuleSet, apply_rules

TEST = "{http://difi.no/xsd/vefa/validator/1.0}"
MUST_FAIL = ("error", "fatal", "warning")


class NotATestSet(ValueError):
    """Name a file whose root is a `testSet`, or one `test`, of the official unit tests."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Test number `test` (from 1) expected `success`, `error` or `warning` of `rule`."""

    test: int
    expected: str
    rule: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitReport:
    tests: int
    expectations: int
    disagreements: tuple[Disagreement, ...]


def run_tests(content: bytes, *, rules: RuleSet = "peppol") -> UnitReport:
    """
    Run a test set; the UBL schema is left out, because the documents are partial.

    A rule that must fail has to be among the rules found, one that must succeed may not be.

    :raises NotATestSet: if the content is no test set
    """
    root = _root(content)
    tests = [root] if root.tag == f"{TEST}test" else list(root.iterchildren(f"{TEST}test"))
    outcomes = [list(_outcomes(number, test, rules)) for number, test in enumerate(tests, 1)]
    flat = [outcome for found in outcomes for outcome in found]
    return UnitReport(len(tests), len(flat), tuple(d for d in flat if d is not None))


def _root(content: bytes) -> "etree._Element":
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotATestSet(f"This is not well-formed XML: {error}") from None
    if root.tag not in (f"{TEST}testSet", f"{TEST}test"):
        raise NotATestSet("This file is not a testSet of the official unit tests.")
    return root


def _document(number: int, test: "etree._Element") -> "etree._Element":
    for child in test.iterchildren("*"):
        if not str(child.tag).startswith(TEST):
            return child
    raise NotATestSet(f"Test {number} holds no document.")


def _expectations(test: "etree._Element") -> Iterator["etree._Element"]:
    """What a test expects, and what its set expects of each of its tests."""
    yield from test.iterfind(f"{TEST}assert/*")
    if (test_set := test.getparent()) is not None:
        yield from test_set.iterfind(f"{TEST}assert/*")


def _outcomes(number: int, test: "etree._Element", rules: RuleSet) -> Iterator[Disagreement | None]:
    """Yield for each expectation of one test what disagrees, or None."""
    verdict = apply_rules(_document(number, test), rules=rules)
    found = verdict.fatal + verdict.warnings
    for expectation in _expectations(test):
        name, rule = etree.QName(expectation).localname, (expectation.text or "").strip()
        if name == "success" or name in MUST_FAIL:
            agrees = (rule in found) == (name in MUST_FAIL)
            yield None if agrees else Disagreement(number, name, rule, found)
