"""clients.unblock: a client may order again."""

from commonweal.clients import actions as clients


def test_it_leaves_no_trace_on_the_client(festival, by, at):
    clients.block(clients=[festival], reason="unpaid", by=by, at=at)
    (free,) = clients.unblock(clients=[festival], by=by, at=at)
    assert (free.blocked_on, free.blocked_because) == (None, "")
