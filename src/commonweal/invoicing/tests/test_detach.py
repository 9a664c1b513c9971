import pytest
from django.db import IntegrityError, transaction

from commonweal.documents.actions import NewFile
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.models import Attachment

SHEET = NewFile("hours.csv", "text/csv", b"day;hours\n", "timesheet")


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path


def test_it_takes_files_off_a_draft(draft, by, at):
    invoice = draft(attachments=[SHEET, SHEET])
    first, second = Attachment.objects.filter(invoice=invoice).order_by("id")
    assert invoicing.detach(attachments=[first], by=by, at=at) == [invoice]
    assert list(Attachment.objects.all()) == [second]


def test_what_was_issued_keeps_its_files(draft, by, at):
    (issued,) = invoicing.issue(drafts=[draft(attachments=[SHEET])], by=by, at=at)
    attachment = Attachment.objects.get(invoice=issued)
    with pytest.raises(invoicing.AlreadyIssued):
        invoicing.detach(attachments=[attachment], by=by, at=at)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        attachment.delete()


def test_a_draft_that_is_thrown_away_takes_its_files_along(draft, by, at):
    invoicing.discard(drafts=[draft(attachments=[SHEET])], by=by, at=at)
    assert not Attachment.objects.exists()
