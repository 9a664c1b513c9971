"""Fifty people of one client confirm at the same moment: its cap is held to the cent."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.cast import NOW, TODAY, make_client, make_member
from tests.journeys.house import open_house

from commonweal.activities import actions as activities
from commonweal.flows.tests.jobs_of_amina import confirm
from commonweal.guarantee.models import Guarantee
from commonweal.guarantee.tests.scene import DIRK, cap, engaged
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.actions import NewOrder, Vat

PEOPLE, PRICE, FITS = 50, 1000_00, 7

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def festival(own_database):
    open_house()
    return make_client()


@pytest.fixture
def orders(festival):
    """Fifty orders of fifty activities for one client, of which the house stands for seven."""
    member = make_member()
    names = [f"Atelier {number}" for number in range(PEOPLE)]
    new = [activities.NewUnit("activity", name, member, TODAY) for name in names]
    units = activities.open_unit(units=new, by=DIRK, at=NOW)
    asked = [
        NewOrder(
            unit.pk, festival, "Poster", PRICE, Vat.STANDARD, 2100, language="nl",
            starts_on=TODAY, ends_on=TODAY,
        )
        for unit in units
    ]  # fmt: skip
    cap(festival, FITS * PRICE + PRICE // 2)
    return invoicing.place_order(orders=asked, by=DIRK, at=NOW)


def test_fifty_confirmations_at_once_never_pass_the_cap(orders, festival):
    together = Barrier(PEOPLE)

    def press(order):
        try:
            together.wait()
            confirm(order)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(press, orders))
    assert Guarantee.objects.count() == PEOPLE
    assert Guarantee.objects.filter(eligible=True).count() == FITS
    assert engaged(festival) == FITS * PRICE
