from unittest import mock

import pytest
import typst
from lxml import etree
from tests.cast import make_client

from commonweal.documents import queries as documents
from commonweal.einvoice.validator import Verdict, refused, validate
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import jobs, papers
from commonweal.invoicing.models import Rendering
from commonweal.kernel import hands
from commonweal.kernel import queries as kernel

Vat = invoicing.Vat
RULES = "EN16931-UBL-1.3.16 PEPPOL-EN16931-UBL-3.0.21"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def issued(draft, by, at):
    def make(*lines, **details):
        (invoice,) = invoicing.issue(drafts=[draft(*lines, **details)], by=by, at=at)
        return invoice

    return make


def rendered(invoice, by, at) -> Rendering:
    invoicing.render(invoices=[invoice.pk], by=by, at=at)
    return Rendering.objects.get(invoice=invoice)


def test_it_stores_the_page_and_the_electronic_invoice(issued, by, at):
    invoice = issued()
    rendering = rendered(invoice, by, at)
    assert (rendering.state, rendering.findings, rendering.rules) == ("ready", [], RULES)
    assert rendering.pdf.name == "2026-000001.pdf"
    assert rendering.pdf.about == rendering.xml.about == invoice.ref
    page, xml = (documents.content(document=d) for d in (rendering.pdf, rendering.xml))
    assert page.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>3</pdfaid:part>" in page
    assert b"<pdfuaid:part>1</pdfuaid:part>" in page
    assert validate(xml).fatal == ()
    root = etree.fromstring(xml)
    assert root.findtext("{*}ID") == invoice.number


def test_a_credit_note_too(issued, by, at):
    (note,) = invoicing.credit_note(invoices=[issued()], reason="Rain", by=by, at=at)
    rendering = rendered(note, by, at)
    xml = documents.content(document=rendering.xml)
    assert rendering.pdf.name == "C2026-000001.pdf"
    assert b"<cbc:CreditNoteTypeCode>381<" in xml
    assert b"2026-000001" in xml


@pytest.mark.parametrize(
    ("vat", "rate"), [(vat, 2100 if vat is Vat.STANDARD else 0) for vat in Vat], ids=str
)
def test_every_kind_of_vat_passes_the_rules(issued, client_of, by, at, vat, rate):
    line = invoicing.NewLine("Work", 100_000, vat, rate)
    invoice = issued(line, work_starts_on=at.date(), client=client_of(vat))
    assert rendered(invoice, by, at).findings == []


def test_a_person_gets_a_document_by_the_european_norm(issued, by, at):
    person = make_client(name="Jan", kind="person", enterprise_number=None, vat_number="")
    rendering = rendered(issued(client=person), by, at)
    assert (rendering.state, rendering.rules) == ("ready", "EN16931-UBL-1.3.16")


def test_what_breaks_a_rule_is_parked_and_tried_again(issued, by, at):
    invoice = issued()
    verdict: Verdict = refused("BR-CO-15", "A wrong total")
    with mock.patch("commonweal.invoicing.actions._render.validate", return_value=verdict):
        parked = rendered(invoice, by, at)
    assert (parked.state, parked.pdf, parked.xml) == ("parked", None, None)
    assert parked.findings == [["BR-CO-15", "", "A wrong total"]]
    assert not documents.about(ref=invoice.ref).exists()
    assert rendered(invoice, by, at).state == "ready"


def test_what_cannot_be_set_is_parked(issued, by, at):
    error = typst.TypstError("no glyph", (), ())
    with mock.patch.object(documents, "typeset", side_effect=error):
        parked = rendered(issued(), by, at)
    assert parked.findings[0][0] == "PDF"


def test_a_second_time_does_nothing(issued, by, at):
    invoice = issued()
    rendered(invoice, by, at)
    assert invoicing.render(invoices=[invoice.pk], by=by, at=at) == []
    assert documents.about(ref=invoice.ref).count() == 2


def test_a_draft_has_no_papers(draft, by, at):
    assert invoicing.render(invoices=[draft().pk], by=by, at=at) == []


def test_the_job_sets_a_batch_and_says_so(issued, by, at):
    batch = [issued() for _ in range(3)]
    with mock.patch.object(jobs, "CHUNK", 2):
        jobs.render([invoice.pk for invoice in batch])
    assert Rendering.objects.filter(state="ready").count() == 3
    verbs = [event.verb for event in kernel.events(of=[batch[2].ref])]
    assert verbs == ["invoicing.issue", "invoicing.render"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_it_is_set_in_every_language(issued, by, at, language):
    assert rendered(issued(language=language), by, at).state == "ready"


def test_many_are_set_by_several_processes_and_come_out_the_same(issued, by, at, monkeypatch):
    monkeypatch.setattr(hands, "ENOUGH", 3)
    monkeypatch.setattr(papers, "rules_for", lambda _invoice: "peppol")
    person = make_client(name="Jan", kind="person", enterprise_number=None, vat_number="")
    batch = [issued(), issued(client=person), issued(language="fr")]
    with hands.several(3):
        invoicing.render(invoices=[invoice.pk for invoice in batch], by=by, at=at)
    first, parked, last = Rendering.objects.order_by("invoice_id")
    assert [finding[0] for finding in parked.findings] == ["PEPPOL-EN16931-CL008"]
    for invoice, rendering in ((batch[0], first), (batch[2], last)):
        xml = papers.electronic(invoice, invoice.entity)
        assert documents.content(document=rendering.xml) == xml
        page = papers.page(invoice, invoice.entity, xml=xml, at=at)()
        assert documents.content(document=rendering.pdf) == page


def test_a_business_outside_the_union_needs_no_vat_number(draft, by, at, settings, tmp_path):
    settings.FILES = tmp_path
    abroad = make_client(
        name="Brooklyn Stage Inc.", enterprise_number=None, vat_number="", country="US",
        street="12 Water Street", postcode="11201", city="Brooklyn", email="books@stage.example",
    )  # fmt: skip
    line = invoicing.NewLine("Workshop", 500_00, invoicing.Vat.OUTSIDE_SCOPE, 0)
    drafted = draft(line, client=abroad, contribution_cents=32_50, guaranteed=False)
    (issued,) = invoicing.issue(drafts=[drafted], by=by, at=at)
    (rendered,) = invoicing.render(invoices=[issued.pk], by=by, at=at)
    assert Rendering.objects.get(invoice=rendered).findings == []
