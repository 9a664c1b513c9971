"""Many at once: every number once."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from commonweal.ledger import queries
from commonweal.ledger.models import Entry as Row
from commonweal.ledger.tests.books import invoice, write

pytestmark = pytest.mark.usefixtures("own_database")


def at_once(workers: int, work: Callable[[int], None]) -> None:
    barrier = Barrier(workers)

    def start(worker: int) -> None:
        try:
            barrier.wait()
            work(worker)
        finally:
            connection.close()

    threads = [Thread(target=start, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_parallel_posts_take_every_number_once():
    def work(worker):
        for n in range(5):
            write(*(invoice(worker * 1000 + n * 10 + i) for i in range(1, 4)))

    at_once(6, work)
    assert sorted(Row.objects.values_list("number", flat=True)) == list(range(1, 91))
    assert set(queries.proofs().values()) == {0}
