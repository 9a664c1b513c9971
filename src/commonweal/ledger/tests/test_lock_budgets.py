from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from commonweal.ledger import queries
from commonweal.ledger.actions import Entry, Line, lock_budgets
from commonweal.ledger.tests.books import MAY_4, invoice, write


@pytest.mark.django_db
def test_it_tells_the_budget_of_each_unit_also_of_a_new_one():
    write(invoice(1, unit=7))
    with transaction.atomic():
        assert lock_budgets(units=[8, 7]) == {7: 935_00, 8: 0}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_ten_parallel_spends_of_one_euro_one_succeeds():
    write(invoice(1, unit=7))
    barrier, spent = Barrier(10), []

    def spend(number):
        barrier.wait()
        with transaction.atomic():
            if lock_budgets(units=[7])[7] >= 935_00:
                write(Entry("misc", MAY_4, "Spend", f"spend:{number}", "test",
                            (Line("6160", 935_00, 7), Line("4891", -935_00, 7, f"note:{number}"))))  # fmt: skip
                spent.append(number)
        connection.close()

    threads = [Thread(target=spend, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(spent) == 1
    assert queries.budget(unit=7) == 0
