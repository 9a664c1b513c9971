from datetime import timedelta

import pytest
from django.db import connection

from commonweal.kernel import queries as kernel
from commonweal.kernel.clock import START
from commonweal.ledger import jobs, queries
from commonweal.ledger.actions import prove
from commonweal.ledger.tests.books import BOOKKEEPER, invoice, write

pytestmark = pytest.mark.django_db


def test_it_keeps_the_answers_with_who_asked_and_when():
    assert queries.last_proof() is None
    write(invoice(1))
    prove(by=BOOKKEEPER, at=START)
    later = START + timedelta(days=1)
    assert prove(by=BOOKKEEPER, at=later) == queries.last_proof()
    last = queries.last_proof()
    assert (last.at, last.by_name, last.faults) == (later, BOOKKEEPER.name, {})
    assert len(last.found) == 12


def test_it_writes_one_event():
    prove(by=BOOKKEEPER, at=START)
    (event,) = kernel.events(of=[queries.BOOKS])
    assert (event.verb, event.data["lines_sum_to_zero"]) == ("ledger.prove", 0)


def test_the_job_of_the_night_keeps_a_fault():
    write(invoice(1))
    with connection.cursor() as cursor:
        cursor.execute("update ledger_unitbalance set budget_cents = 0")
    jobs.prove()
    assert queries.last_proof().faults == {"budgets_equal_lines": 1}
    assert queries.last_proof().at == START
