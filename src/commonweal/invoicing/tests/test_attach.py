import pytest
from lxml import etree

from commonweal.documents import queries as documents
from commonweal.documents.actions import EmptyFile, NewFile
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Rendering

SHEET = NewFile("hours.csv", "text/csv", b"day;hours\n", "timesheet")
PHOTO = NewFile("hours.csv", "image/png", b"\x89PNG\r\n\x1a\n", "photo")
BINARY = "{*}AdditionalDocumentReference/{*}Attachment/{*}EmbeddedDocumentBinaryObject"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


def test_files_travel_in_the_electronic_invoice_and_in_the_pdf(draft, by, at):
    invoice = draft(attachments=[SHEET])
    invoicing.attach(draft=invoice, files=[PHOTO], by=by, at=at)
    (issued,) = invoicing.issue(drafts=[invoice], by=by, at=at)
    invoicing.render(invoices=[issued.pk], by=by, at=at)
    rendering = Rendering.objects.get(invoice=issued)
    assert (rendering.state, rendering.findings) == ("ready", [])
    found = etree.fromstring(documents.content(document=rendering.xml)).findall(BINARY)
    assert [one.get("filename") for one in found] == ["1-hours.csv", "2-hours.csv"]
    page = documents.content(document=rendering.pdf)
    assert page.count(b"/AFRelationship/Supplement") == 2


def test_they_count_with_what_is_there(draft, by, at):
    invoice = draft(attachments=[SHEET] * 9)
    invoicing.attach(draft=invoice, files=[SHEET], by=by, at=at)
    with pytest.raises(invoicing.TooManyFiles):
        invoicing.attach(draft=invoice, files=[SHEET], by=by, at=at)
    heavy = NewFile("all.csv", "text/csv", b"0" * 4_999_995, "timesheet")
    with pytest.raises(invoicing.FilesTooLarge):
        invoicing.attach(draft=draft(attachments=[SHEET]), files=[heavy], by=by, at=at)


def test_it_refuses_other_files(draft, by, at):
    for file, refusal in (
        (NewFile("a.zip", "application/zip", b"PK", "x"), invoicing.WrongFileType),
        (NewFile("a.pdf", "application/pdf", b"<html>", "x"), invoicing.WrongFileType),
        (NewFile("a.csv", "text/csv", b"", "x"), EmptyFile),
    ):
        with pytest.raises(refusal):
            invoicing.attach(draft=draft(), files=[file], by=by, at=at)


def test_nothing_is_put_with_an_issued_invoice(draft, by, at):
    (issued,) = invoicing.issue(drafts=[draft()], by=by, at=at)
    with pytest.raises(invoicing.AlreadyIssued):
        invoicing.attach(draft=issued, files=[SHEET], by=by, at=at)
