"""Files that go with an invoice: a timesheet, a report. They stay as long as the invoice does."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from commonweal.documents import actions as documents
from commonweal.documents.actions import NewFile
from commonweal.invoicing.actions._issue import AlreadyIssued
from commonweal.invoicing.models import Attachment, Invoice
from commonweal.kernel.actions import action
from commonweal.kernel.actor import Actor
from commonweal.kernel.clock import ZONE
from commonweal.kernel.refusals import Refusal, check_all
from commonweal.rules.parameters import figure

KIND = "invoice_attachment"
MEGABYTE = 1_000_000
BEGINS = {
    "application/pdf": b"%PDF",
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK",
    "application/vnd.oasis.opendocument.spreadsheet": b"PK",
}


class WrongFileType(Refusal):
    message = _(
        "Attach a PDF, a picture (PNG, JPEG), a CSV file or a spreadsheet: clients' programs open "
        "no other file than these, and “%(name)s” is none."
    )
    field = "attachments"


class FilesTooLarge(Refusal):
    message = _("Attach %(most)s MB together at most: mail servers carry no more.")
    field = "attachments"


class TooManyFiles(Refusal):
    message = _("Attach %(most)s files at most, or put them together in one.")
    field = "attachments"


@action
def attach(*, draft: Invoice, files: Sequence[NewFile], by: Actor, at: datetime) -> Invoice:
    """
    Put files with a draft; they travel inside the electronic invoice, the PDF and the mail.

    :raises AlreadyIssued: if it carries a number
    :raises WrongFileType, FilesTooLarge, TooManyFiles, EmptyFile, UnnamedFile: with the remedy
    """
    held = _held(draft)
    before = Attachment.objects.filter(invoice=held)
    check_all(
        files_refused(
            files,
            on=at.astimezone(ZONE).date(),
            count=before.count(),
            total=before.aggregate(sum=Sum("document__bytes_length"))["sum"] or 0,
        )
    )
    keep(held, files, by, at)
    return held


@action
def detach(*, attachments: Sequence[Attachment], by: Actor, at: datetime) -> list[Invoice]:
    """
    Take files off a draft again.

    :raises AlreadyIssued: if one of them went with an issued invoice
    """
    held = [_held(invoice) for invoice in {each.invoice for each in attachments}]
    Attachment.objects.filter(id__in=[each.pk for each in attachments]).delete()
    return held


def files_refused(
    files: Sequence[NewFile], *, on: date, count: int = 0, total: int = 0
) -> Iterator[Refusal]:
    """Say which files cannot go with an invoice that has `count` of `total` bytes already."""
    if not files:
        return
    terms = figure("invoice.attachments", on).value
    for file in files:
        if file.media_type not in terms["media_types"] or not _is_what_it_says(file):
            yield WrongFileType(name=file.name)
    if count + len(files) > terms["count"]:
        yield TooManyFiles(most=terms["count"])
    if total + sum(len(file.content) for file in files) > terms["total"]:
        yield FilesTooLarge(most=terms["total"] // MEGABYTE)


def keep(invoice: Invoice, files: Sequence[NewFile], by: Actor, at: datetime) -> list[Attachment]:
    """Store files and put them with a draft."""
    stored = documents.store(
        files=[
            NewFile(file.name, file.media_type, file.content, KIND, invoice.ref) for file in files
        ],
        by=by,
        at=at,
    )
    return Attachment.objects.bulk_create(
        Attachment(invoice=invoice, unit_id=invoice.unit_id, document=document)
        for document in stored
    )


def _held(draft: Invoice) -> Invoice:
    held = Invoice.objects.select_for_update().filter(id=draft.pk, number=None).first()
    if held is None:
        raise AlreadyIssued
    return held


def _is_what_it_says(file: NewFile) -> bool:
    return file.content.startswith(BEGINS.get(file.media_type, b""))
