import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW

from commonweal.documents.queries import content
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.queries import events
from commonweal.peppol import actions, queries
from commonweal.peppol.actions import Arrived
from commonweal.peppol.models import Incoming
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def receive(*arrived):
    return actions.receive(arrived=arrived, by=SYSTEM, at=NOW)


def test_an_invoice_is_kept_as_it_came_and_as_it_is():
    (row,) = receive(Arrived("1", mail.wrapped()))
    assert (row.sender, row.receiver) == ("0208:0543218707", "0208:0896755397")
    assert row.received_at == NOW
    assert b"<cbc:ID>S-77</cbc:ID>" in content(document=row.document)
    assert row.document.kind == "peppol_incoming"
    assert content(document=row.envelope) == mail.wrapped()
    assert events(of=[row.ref]).get().verb == "peppol.receive"
    assert list(queries.incoming(after=row.pk - 1)) == [row]


def test_the_same_message_again_changes_nothing():
    (row,) = receive(Arrived("1", mail.wrapped()))
    assert receive(Arrived("2", mail.wrapped())) == []
    assert list(Incoming.objects.all()) == [row]


def test_twice_in_one_batch_is_once():
    rows = receive(Arrived("1", mail.wrapped()), Arrived("2", mail.wrapped()))
    assert len(rows) == 1


def test_two_messages_of_the_same_document_are_two():
    other = mail.wrapped(id="00000000-7a50-4a5c-9d1f-0f6f3a2c1b11")
    assert len(receive(Arrived("1", mail.wrapped()), Arrived("2", other))) == 2


def test_what_cannot_be_opened_is_kept_with_its_problem():
    (row,) = receive(Arrived("odd-1", b"not even XML"))
    assert (row.message_id, row.sender) == ("odd-1", "")
    assert "well-formed" in row.problem
    assert content(document=row.document) == b"not even XML"


@pytest.mark.parametrize("odd", [b"", mail.wrapped(id="x" * 256)])
def test_an_odd_message_holds_up_no_other(odd):
    first, second = receive(Arrived("odd-1", odd), Arrived("2", mail.wrapped()))
    assert (first.message_id, bool(first.problem)) == ("odd-1", True)
    assert second.sender == "0208:0543218707"


def test_what_came_in_stays_as_it_is():
    (row,) = receive(Arrived("1", mail.wrapped()))
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Incoming.objects.filter(pk=row.pk).update(sender="0208:0000000000")
