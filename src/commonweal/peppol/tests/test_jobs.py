"""The conversation with the network, end to end: each way in which it misbehaves."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import NOW

from commonweal.kernel import clock
from commonweal.peppol import gateways, jobs, queries
from commonweal.peppol.models import Incoming, Outgoing
from commonweal.peppol.tests import mail
from commonweal.peppol.values import write

pytestmark = pytest.mark.django_db


def states():
    return list(Outgoing.objects.order_by("id").values_list("state", flat=True))


def talk(turns=1, at=NOW):
    for _ in range(turns):
        jobs.run(at=at)


def test_an_invoice_is_delivered_and_accepted(network):
    (row,) = mail.send()
    jobs.deliver()
    assert states() == ["sent"]
    assert network.taken() == [str(row.message_id)]
    assert "peppol.ask" in ProcrastinateJob.objects.values_list("task_name", flat=True)
    jobs.ask_soon()
    assert states() == ["accepted"]


def test_running_everything_again_sends_nothing_again(network):
    mail.send("2026-000012", "2026-000013")
    for _ in range(3):
        jobs.each_minute(timestamp=0)
    assert len(network.taken()) == 2
    assert states() == ["accepted", "accepted"]
    assert set(Outgoing.objects.values_list("attempts", flat=True)) == {1}


def test_a_receiver_refuses_with_its_reason(network):
    network.register(write(mail.FESTIVAL), "reject")
    (row,) = mail.send()
    talk()
    (after,) = mail.again([row])
    assert after.state == "rejected"
    assert "BR-NL-31" in after.reason
    assert "<cbc:ResponseCode>RE" in after.answer


def test_a_buyer_refuses_what_was_accepted(network):
    network.register(write(mail.FESTIVAL), "object")
    (row,) = mail.send()
    talk(turns=2)
    (after,) = mail.again([row])
    assert after.state == "rejected"
    assert "purchase-order number" in after.reason
    assert not Incoming.objects.exists()
    assert network.is_in_inbox() == 0


def test_a_stranger_is_not_sent_anything(network):
    mail.send(receiver=mail.KAAI)
    talk()
    assert states() == ["unknown_participant"]
    assert network.taken() == []
    assert "0208:0543218707" in queries.refused().get().reason


def test_a_receiver_that_leaves_between_the_question_and_the_message(network):
    network.register(write(mail.FESTIVAL), "leaving")
    mail.send()
    talk()
    assert states() == ["unknown_participant"]


def test_an_access_point_that_will_not_send_it_says_why(network):
    network.register(write(mail.FESTIVAL), "wrong")
    mail.send()
    talk()
    assert states() == ["failed"]
    assert "not registered" in queries.refused().get().reason


def test_a_late_answer_is_waited_for_by_the_clock_of_the_house(network):
    network.register(write(mail.FESTIVAL), "late")
    mail.send()
    talk(turns=3)
    assert states() == ["sent"]
    clock.move(to=NOW + timedelta(days=2))
    talk(at=clock.now())
    assert states() == ["accepted"]
    assert Outgoing.objects.get().answered_at == NOW + timedelta(days=2)


def test_an_answer_that_comes_twice_counts_once(network):
    network.register(write(mail.FESTIVAL), "duplicate")
    (row,) = mail.send()
    talk(turns=2)
    told = gateways.access_point().statuses([str(row.message_id)])
    jobs.hear([each.answer for each in told], at=NOW + timedelta(days=1))
    (after,) = mail.again([row])
    assert (after.state, after.answered_at) == ("accepted", NOW)


def test_an_answer_that_cannot_be_read_is_asked_for_again(network):
    network.register(write(mail.FESTIVAL), "malformed")
    network.register(write(mail.KAAI))
    mail.send("2026-000012")
    mail.send("2026-000013", receiver=mail.KAAI)
    talk()
    assert states() == ["sent", "accepted"]
    talk()
    assert states() == ["accepted", "accepted"]


def test_a_network_that_is_down_keeps_the_queue_and_is_tried_again(network):
    mail.send("2026-000012", "2026-000013")
    network.down(True)
    talk(turns=2)
    assert states() == ["queued", "queued"]
    network.down(False)
    talk()
    assert states() == ["accepted", "accepted"]


def test_the_first_that_is_not_taken_stops_the_round(network):
    mail.send("2026-000012", "2026-000013")
    down = gateways.RecordingAccessPoint(failures=[gateways.NotReceived()])
    with gateways.replaced(by=down):
        jobs.deliver_queued(at=NOW)
    assert down.messages == []
    assert states() == ["queued", "queued"]


def test_a_lost_answer_is_asked_for_and_nothing_is_sent_twice(network):
    network.register(write(mail.FESTIVAL), "lost")
    mail.send()
    jobs.deliver_queued(at=NOW)
    assert states() == ["sending"]
    talk(turns=3)
    assert states() == ["accepted"]
    assert len(network.taken()) == 1


def test_what_never_arrived_is_sent_again_under_its_id_but_not_at_once(network):
    network.plan("timeout")
    (row,) = mail.send()
    talk(turns=3)
    assert states() == ["sending"]
    assert network.taken() == []
    talk(turns=2, at=NOW + timedelta(minutes=10))
    assert states() == ["accepted"]
    assert network.taken() == [str(row.message_id)]
    assert mail.again([row])[0].attempts == 2


def test_a_receiver_that_never_answers_stays_visible(network):
    network.register(write(mail.FESTIVAL), "silent")
    (row,) = mail.send()
    talk(turns=2, at=NOW + timedelta(days=9))
    assert list(queries.under_way()) == [row]


def test_answers_about_others_are_passed_over(network):
    (row,) = mail.taken()
    from commonweal.peppol import responses

    for id in ("somebody-else", "11fd5c1b-3e6f-4bb4-8ac5-17a6b4b1a6d2"):
        answer = responses.message_level(
            id="MLS-1", message_id=id, sender=("0242", "2"), receiver=("0242", "1"), code="RE",
            reason="No", at=NOW,
        )  # fmt: skip
        jobs.hear([answer], at=NOW)
    assert mail.again([row])[0].state == "sent"


def test_what_came_in_is_kept_and_acknowledged(network):
    network.deliver(mail.wrapped())
    talk()
    assert Incoming.objects.get().sender == "0208:0543218707"
    assert network.is_in_inbox() == 0


def test_a_message_that_comes_twice_is_kept_once(network):
    network.deliver(mail.wrapped(), times=2)
    talk()
    network.deliver(mail.wrapped() + b"\n")
    talk()
    assert Incoming.objects.count() == 1
    assert network.is_in_inbox() == 0


def test_a_message_that_cannot_be_opened_does_not_hold_up_the_others(network):
    network.deliver(b"<hello")
    network.deliver(mail.wrapped())
    talk()
    assert sorted(Incoming.objects.values_list("sender", flat=True)) == ["", "0208:0543218707"]


def test_what_was_kept_and_not_acknowledged_comes_again_and_changes_nothing(network):
    network.deliver(mail.wrapped())
    arrived = network.inbox()
    from commonweal.kernel.actor import SYSTEM
    from commonweal.peppol import actions

    actions.receive(arrived=arrived, by=SYSTEM, at=NOW)
    talk()
    assert Incoming.objects.count() == 1
    assert network.is_in_inbox() == 0


def test_a_network_that_is_down_is_asked_for_its_inbox_later(network):
    network.deliver(mail.wrapped())
    network.down(True)
    talk()
    assert not Incoming.objects.exists()
    network.down(False)
    talk()
    assert Incoming.objects.count() == 1


def test_a_document_that_is_no_ubl_is_not_handed_over(network):
    from commonweal.kernel.actor import SYSTEM
    from commonweal.peppol import actions

    actions.send(documents=[mail.new(content=b"<odd/>")], by=SYSTEM, at=NOW)
    talk()
    assert states() == ["failed"]
    assert network.taken() == []


def test_a_live_house_without_an_access_point_says_so_and_does_nothing(settings, entity):
    settings.CLOCK_IS_MOVABLE = False
    gateways.forget()
    mail.send()
    assert not queries.is_connected()
    jobs.run(at=NOW)
    jobs.deliver_queued(at=NOW)
    assert states() == ["queued"]


def test_a_provider_is_plugged_in_by_its_name(settings, entity):
    named = "commonweal.peppol.gateways:RecordingAccessPoint"
    settings.PEPPOL = {"access_point": named, "options": {"strangers": [mail.KAAI]}}
    gateways.forget()
    assert queries.is_connected()
    assert queries.registered([mail.KAAI, mail.FESTIVAL]) == {mail.FESTIVAL}
