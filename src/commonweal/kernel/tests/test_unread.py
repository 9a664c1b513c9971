from threading import Thread

import pytest
from django.db import connection, transaction

from commonweal.kernel.actions import record, unread
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import START


def happen(verb, subject):
    record(verb=verb, subjects=[subject], by=SYSTEM, at=START)


def read(*verbs):
    return [event.subjects[0] for event in unread(job="test", verbs=verbs)]


@pytest.fixture
def books(own_database):
    return own_database


def test_a_job_reads_each_event_once_and_only_the_verbs_it_asked_for(books):
    happen("order.place", "order:1")
    happen("order.confirm", "order:1")
    assert read("order.place") == ["order:1"]
    assert read("order.place") == []
    happen("order.place", "order:2")
    assert read("order.place") == ["order:2"]


def test_what_a_failed_run_read_is_unread_again(books):
    happen("order.place", "order:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        assert read("order.place") == ["order:1"]
        raise RuntimeError
    assert read("order.place") == ["order:1"]


def test_a_slow_transaction_that_began_earlier_is_not_missed(books):
    """The event of a later transaction waits until nothing older can still appear."""
    with transaction.atomic():
        happen("order.place", "slow")
        quick = Thread(target=lambda: (happen("order.place", "quick"), connection.close()))
        quick.start()
        quick.join()
        assert in_another_connection(lambda: read("order.place")) == []
    assert read("order.place") == ["slow", "quick"]


def in_another_connection(work):
    found = []
    thread = Thread(target=lambda: (found.append(work()), connection.close()))
    thread.start()
    thread.join()
    return found[0]


def test_the_log_only_grows(books):
    happen("order.place", "order:1")
    for sql in ("update kernel_event set verb = ''", "delete from kernel_event"):
        with pytest.raises(Exception, match="only grows"), connection.cursor() as cursor:
            cursor.execute(sql)
