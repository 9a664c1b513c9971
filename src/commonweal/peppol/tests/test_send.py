import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW

from commonweal.documents import actions as documents
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.queries import events
from commonweal.kernel.refusals import Refusals
from commonweal.peppol import actions
from commonweal.peppol.models import Outgoing
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def test_an_invoice_is_queued_with_a_message_id_of_its_own(entity):
    one, two = mail.send("2026-000012", "2026-000013")
    assert (one.state, one.receiver, one.sender) == ("queued", "0208:0871234105", "0208:0896755397")
    assert one.message_id != two.message_id
    assert events(of=["invoice:2026-000012"]).get(verb="peppol.send").at == NOW


def test_a_job_is_asked_to_deliver(entity, django_assert_max_num_queries):
    papers = [mail.new(f"2026-{n:06}") for n in range(20)]
    with django_assert_max_num_queries(8):
        actions.send(documents=papers, by=SYSTEM, at=NOW)
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert ProcrastinateJob.objects.get().task_name == "peppol.deliver"


def test_nothing_is_sent_while_it_may_still_arrive(entity):
    mail.send()
    with pytest.raises(actions.AlreadyOnItsWay, match="2026-000012"):
        mail.send()
    paper = mail.new("2026-000013")
    with pytest.raises(actions.AlreadyOnItsWay, match="2026-000013"):
        actions.send(documents=[paper, paper], by=SYSTEM, at=NOW)


def test_what_was_refused_may_be_sent_again_under_a_new_id(entity):
    (first,) = mail.refused()
    (second,) = mail.send()
    assert second.message_id != first.message_id


def test_postgresql_refuses_a_second_one_too(entity):
    (row,) = mail.send()
    with pytest.raises(IntegrityError, match="outgoing_never_sent_twice"), transaction.atomic():
        Outgoing.objects.create(
            about=row.about, kind="invoice", document_id=row.document_id, sender=row.sender,
            receiver=row.receiver, message_id="11fd5c1b-3e6f-4bb4-8ac5-17a6b4b1a6d2", queued_at=NOW,
        )  # fmt: skip


def test_what_was_sent_cannot_be_made_another(entity):
    (row,) = mail.send()
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Outgoing.objects.filter(pk=row.pk).update(receiver="0208:0543218707")
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Outgoing.objects.filter(pk=row.pk).delete()


def test_wrong_numbers_and_papers_are_refused_together(entity):
    file = documents.NewFile("2026-000012.pdf", "application/pdf", b"%PDF", "invoice")
    (page,) = documents.store(files=[file], by=SYSTEM, at=NOW)
    papers = actions.NewOutgoing("invoice:1", page.pk, mail.HOUSE, ("BE", "12"), "invoice")
    with pytest.raises(Refusals) as refused:
        actions.send(documents=[papers], by=SYSTEM, at=NOW)
    assert [each.code for each in refused.value.refusals] == [
        "wrong_participant", "not_an_invoice",
    ]  # fmt: skip
