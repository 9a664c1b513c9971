"""Many at once: every number once, and one euro is spent once."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from commonweal.ledger import queries
from commonweal.ledger.actions import Entry, Line, lock_budgets
from commonweal.ledger.models import Entry as Row
from commonweal.ledger.tests.books import MAY_4, invoice, write

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


def test_of_ten_parallel_spends_of_one_euro_one_succeeds():
    write(invoice(1, unit=7))
    spent = []

    def spend(number):
        with transaction.atomic():
            if lock_budgets(units=[7])[7] >= 935_00:
                lines = (Line("6160", 935_00, 7), Line("4891", -935_00, 7, f"note:{number}"))
                write(Entry("misc", MAY_4, "Spend", f"spend:{number}", "test", lines))
                spent.append(number)

    at_once(10, spend)
    assert len(spent) == 1
    assert queries.budget(unit=7) == 0
