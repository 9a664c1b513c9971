"""`commonweal einvoice import` as a person or a script calls it."""

import argparse
import json
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from commonweal.purchases.models import Purchase
from commonweal.purchases.tests.suppliers import broken, document, item
from commonweal.sites.cli import einvoice
from commonweal.sites.cli._trouble import Trouble

KIT = Path(__file__).parents[5].parent / "shared" / "kits" / "einvoice" / "valid"
pytestmark = pytest.mark.django_db


@pytest.fixture
def call(capsys):
    def call(*words):
        parser = argparse.ArgumentParser()
        einvoice.add_arguments(parser)
        code = einvoice.run(parser.parse_args(["import", *map(str, words)]))
        return code, capsys.readouterr().out

    return call


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.xml"
    path.write_bytes(document(buyer_reference="4500012"))
    return path


def test_it_tells_what_the_file_says_and_where_it_went(call, entity, good):
    code, out = call(good)
    assert code == 0
    assert out.splitlines() == [
        f"{good}: ACCEPT (EN16931-UBL-1.3.16 + PEPPOL-EN16931-UBL-3.0.21)",
        "  Invoice P2026-31 of 2026-04-30, due 2026-05-30",
        "  from Drukkerij De Pers (BE0403170701)",
        "  to Commonweal cv (us)",
        "  net 100.00, VAT 21.00, with VAT 121.00 EUR",
        "  to pay 121.00 EUR",
        "  VAT S 21.00 %: 21.00 on 100.00",
        "  references: buyer 4500012, payment +++090/9337/55493+++",
        "  Goes to the desk: Nothing names an activity.",
    ]
    assert Purchase.objects.get().way == "import"


def test_a_rehearsal_keeps_nothing(call, entity, good):
    code, out = call("--dry-run", "--json", good)
    (told,) = json.loads(out)
    assert (code, told["verdict"], told["routed"]["purchase"]) == (0, "ACCEPT", None)
    assert not Purchase.objects.exists()


def test_it_brings_it_to_the_activity_it_names(call, amina_unit, tmp_path):
    path = tmp_path / "ours.xml"
    path.write_bytes(document(buyer_reference=f"U-{amina_unit.pk}"))
    assert f"Goes to activity {amina_unit.pk}: The supplier wrote" in call(path)[1]


def test_a_second_time_it_is_a_duplicate(call, entity, good):
    call(good)
    code, out = call(good)
    assert code == 0
    assert "DUPLICATE" in out
    assert "Stays where it is" not in out
    assert "It is here already, since 2026-05-04." in out


def test_the_number_of_another_is_told(call, entity, good, tmp_path):
    other = tmp_path / "other.xml"
    other.write_bytes(document(item(90_00)))
    code, out = call(good, other)
    assert code == 0
    assert "A purchase of 2026-04-30 over 121.00 EUR has the same supplier and number" in out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose another file: this one is empty."),
        (b"%PDF-1.7", "Ask the supplier for the XML of this invoice"),
        (b"hello", "Choose the XML file that the supplier made."),
        (b"<Invoice/>", "Ask the supplier for a UBL 2.1 invoice"),
        (broken(document()), "REJECT BR-CO-15"),
    ],
)
def test_what_is_refused_says_why_and_is_kept(call, entity, tmp_path, content, words):
    path = tmp_path / "file.xml"
    path.write_bytes(content)
    code, out = call(path)
    assert code == 1
    assert "REJECT" in out and words in out
    assert Purchase.objects.get().state == "inbox"


def test_what_cannot_be_opened_is_refused_and_the_others_go_on(call, entity, good, tmp_path):
    code, out = call(tmp_path / "gone.xml", tmp_path, good)
    assert code == 1
    first, second, third = out.split("\n\n")
    assert "Name a file that can be read: No such file or directory." in first
    assert f"Name the files in it, as in {tmp_path}/*.xml." in second
    assert "ACCEPT" in third


def test_a_huge_file_is_not_even_opened(call, entity, tmp_path):
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    code, out = call(path)
    assert code == 1
    assert "more than 52 MB is not read" in out


def test_without_a_cooperative_there_is_nothing_to_keep_it_for(call, good):
    with pytest.raises(Trouble, match="Found the cooperative first, or add --dry-run"):
        call(good)
    assert call("--dry-run", good)[0] == 0


@pytest.mark.skipif(not KIT.is_dir(), reason="the shared kits are not beside this tree")
def test_the_figures_of_the_kit_are_those_of_its_files(call, entity):
    paths = sorted(KIT.glob("*.xml"))
    code, out = call("--json", *paths)
    rows = json.loads(out)
    assert (code, len(rows), {row["verdict"] for row in rows}) == (0, len(paths), {"ACCEPT"})
    for path, row in zip(paths, rows, strict=True):
        root = etree.parse(path).getroot()

        def seen(steps, root=root):
            path = "/*" + "".join(f"/*[local-name()='{step}']" for step in steps.split("/"))
            return [node.text.strip() for node in root.xpath(path)]

        def cents(steps, seen=seen):
            return [int(Decimal(text) * 100) for text in seen(steps)]

        assert [row["number"]] == seen("ID")
        assert [row["totals"]["net"]] == cents("LegalMonetaryTotal/TaxExclusiveAmount")
        assert [row["totals"]["gross"]] == cents("LegalMonetaryTotal/TaxInclusiveAmount")
        assert [row["totals"]["payable"]] == cents("LegalMonetaryTotal/PayableAmount")
        vat = "TaxTotal/TaxSubtotal"
        assert [one["rate"] for one in row["vat"]] == seen(f"{vat}/TaxCategory/Percent")
        assert [one["vat"] for one in row["vat"]] == cents(f"{vat}/TaxAmount")
        assert [row["references"]["buyer"]] == (seen("BuyerReference") or [None])
        assert [row["references"]["order"]] == (seen("OrderReference/ID") or [None])
