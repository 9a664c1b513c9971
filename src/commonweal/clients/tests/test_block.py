"""clients.block: no new work for a client."""

import pytest

from commonweal.clients import actions as clients


def test_it_blocks_with_a_reason_and_a_day(festival, by, at):
    (blocked,) = clients.block(clients=[festival], reason=" three unpaid ", by=by, at=at)
    assert (blocked.blocked_on, blocked.blocked_because) == (at.date(), "three unpaid")


def test_it_refuses_a_block_without_a_reason(festival, by, at):
    with pytest.raises(clients.MissingReason):
        clients.block(clients=[festival], reason=" ", by=by, at=at)
