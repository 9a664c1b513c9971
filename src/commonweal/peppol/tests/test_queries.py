from datetime import timedelta

import pytest
from tests.cast import NOW

from commonweal.peppol import gateways, queries
from commonweal.peppol.tests import mail

pytestmark = pytest.mark.django_db


def test_the_last_message_about_a_thing_is_what_counts(entity):
    (first,) = mail.refused()
    (second,) = mail.send()
    assert queries.outgoing(about=[first.about, "invoice:other"]) == {first.about: second}
    assert list(queries.history(about=[first.about])) == [first, second]


def test_the_network_says_who_is_registered(network):
    assert queries.registered([mail.FESTIVAL, mail.KAAI]) == {mail.FESTIVAL}
    network.down(True)
    with pytest.raises(queries.NotReceived):
        queries.registered([mail.FESTIVAL])
    assert queries.registered([]) == set()


def test_what_is_not_answered_for_long_is_silent(entity):
    (row,) = mail.taken()
    assert list(queries.silent(before=NOW + timedelta(seconds=1))) == [row]
    assert not queries.silent(before=NOW).exists()
    mail.refused("2026-000013")
    assert queries.silent(before=NOW + timedelta(days=9)).count() == 1


def test_the_same_row_always_gives_the_same_envelope(entity):
    rows = mail.send()
    assert queries.messages(outgoing=rows) == queries.messages(outgoing=mail.again(rows))


def test_only_a_simulated_network_is_arranged(entity):
    assert queries.simulation() is queries.simulation()
    with gateways.replaced(by=gateways.RecordingAccessPoint()), pytest.raises(LookupError):
        queries.simulation()
