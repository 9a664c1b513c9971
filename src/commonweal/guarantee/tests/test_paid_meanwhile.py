"""A client pays at the very moment it is marked bankrupt: the money counts, and nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from tests.cast import NOW, make_client, make_member, make_unit
from tests.journeys.house import open_house
from tests.waiting import until_somebody_waits

from commonweal.banking import queries as bank
from commonweal.banking.tests.conftest import bring, came_in, coda
from commonweal.guarantee import actions
from commonweal.guarantee.models import Loss
from commonweal.guarantee.tests.failing import invoice, judgment
from commonweal.guarantee.tests.scene import DIRK
from commonweal.ledger import queries as books

pytestmark = pytest.mark.usefixtures("own_database")


def test_what_comes_in_at_that_moment_is_not_lost_too():
    open_house()
    festival = make_client()
    claim = invoice(make_unit(make_member()), festival)
    iban = bank.accounts()[0].iban
    is_in = Event()

    def pays():
        try:
            with transaction.atomic():
                move = came_in(claim.total_cents, claim.reference)
                bring(coda(move, iban=iban, on=NOW.date()))
                is_in.set()
                until_somebody_waits()  # not committed yet when the other begins
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as client:
        paid = client.submit(pays)
        assert is_in.wait(300)
        actions.mark_bankrupt(failure=judgment(festival), by=DIRK, at=NOW)
        paid.result()
    assert books.open_amount(account="400", item=claim.ref) == 0
    assert not Loss.objects.exists()
