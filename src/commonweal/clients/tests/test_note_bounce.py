"""clients.note_bounce: mail that came back is noted until the address is corrected."""

import pytest
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients import queries


def bounce(by, at, *addresses, reason="550 user unknown"):
    bounces = [clients.Bounce(address, reason) for address in addresses]
    return clients.note_bounce(bounces=bounces, by=by, at=at)


def test_it_is_noted_on_every_client_with_the_address(festival, by, at):
    billing = make_client(
        name="Billing", enterprise_number=None, invoice_email="Production@festival.example"
    )
    make_client(name="Other", enterprise_number=None, email="other@festival.example")
    found = bounce(by, at, "PRODUCTION@festival.example", "nobody@nowhere.example")
    assert found == [festival, billing]
    festival.refresh_from_db()
    assert festival.bounced_at == at
    assert festival.bounced_address == "production@festival.example"
    assert festival.bounced_reason == "550 user unknown"
    assert set(queries.bounced()) == {festival, billing}


def test_an_unknown_address_marks_nobody(festival, by, at):
    assert bounce(by, at, "x@y.example", "") == []


def test_without_a_reason_it_is_noted_all_the_same(festival, by, at):
    (found,) = bounce(by, at, festival.email, reason=" ")
    assert found.bounced_reason


def test_a_corrected_address_is_trusted_again(festival, by, at):
    bounce(by, at, festival.email)
    details = {"email": "new@festival.example"}
    clients.correct(client=festival, details=details, by=by, at=at)
    assert not queries.bounced().exists()


@pytest.mark.parametrize("details", [{"city": "Gent"}, {"invoice_email": "b@festival.example"}])
def test_another_correction_leaves_the_mark(festival, by, at, details):
    bounce(by, at, festival.email)
    clients.correct(client=festival, details=details, by=by, at=at)
    assert queries.bounced().exists()


def test_a_merged_client_is_left_alone(festival, by, at):
    other = make_client(name="Other", enterprise_number=None, email="other@festival.example")
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    assert bounce(by, at, "other@festival.example") == []
