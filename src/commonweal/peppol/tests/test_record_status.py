import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW

from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.queries import events
from commonweal.peppol import actions
from commonweal.peppol.models import Outgoing
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def say(row, state, reason=""):
    said = actions.Said(row, state, reason, "<answer/>")
    return actions.record_status(said=[said], by=SYSTEM, at=NOW)


def test_an_answer_is_kept_with_its_reason_and_told_to_the_invoice(entity):
    (row,) = mail.taken()
    assert say(row, "rejected", "No order number") == [row]
    (after,) = mail.again([row])
    assert (after.state, after.reason, after.answer) == (
        "rejected", "No order number", "<answer/>",
    )  # fmt: skip
    assert after.answered_at == NOW
    assert events(of=["invoice:2026-000012"]).filter(verb="peppol.record_status").count() == 1


def test_the_same_answer_again_is_no_news(entity):
    (row,) = mail.taken()
    assert say(row, "accepted")
    assert say(row, "accepted") == []
    assert events(of=[row.about]).filter(verb="peppol.record_status").count() == 1


def test_two_answers_in_one_batch_count_as_the_first(entity):
    (row,) = mail.taken()
    said = [actions.Said(row, "accepted"), actions.Said(row, "rejected", "Late")]
    actions.record_status(said=said, by=SYSTEM, at=NOW)
    assert mail.again([row])[0].state == "accepted"


def test_a_buyer_may_refuse_what_its_access_point_took(entity):
    (row,) = mail.taken()
    say(row, "accepted")
    assert say(row, "rejected", "Wrong address")
    assert mail.again([row])[0].reason == "Wrong address"


def test_a_refusal_is_final(entity):
    (row,) = mail.refused()
    assert say(row, "accepted") == []
    assert mail.again([row])[0].state == "rejected"


def test_a_refusal_without_a_reason_says_that_there_is_none(entity):
    (row,) = mail.taken()
    say(row, "rejected")
    assert mail.again([row])[0].reason == "No reason was given."
    broken = pytest.raises(IntegrityError, match="outgoing_refused_with_a_reason")
    with broken, transaction.atomic():
        Outgoing.objects.filter(pk=row.pk).update(reason="")
