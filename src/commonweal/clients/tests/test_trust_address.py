"""clients.trust_address: the address is right after all."""

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.tests.test_note_bounce import bounce


def test_the_mark_goes_and_the_address_stays(festival, by, at):
    bounce(by, at, festival.email)
    trusted = clients.trust_address(client=festival, by=by, at=at)
    assert (trusted.bounced_at, trusted.bounced_reason) == (None, "")
    assert trusted.email == "production@festival.example"
    assert not queries.bounced().exists()
