from datetime import datetime, time

import pytest
from django.utils import translation
from tests.cast import NOW, make_client

from commonweal.activities import queries as units
from commonweal.activities.tests.mandates import join
from commonweal.employment.actions import WorkHasBegun
from commonweal.employment.models import Contract, Declaration
from commonweal.flows.tests.jobs_of_amina import (
    MAY_6,
    confirm,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.flows.three_in_one import queries
from commonweal.guarantee._words import OutsideEu
from commonweal.invoicing.actions import AlreadyConfirmed, MissingName, MissingPurchaseOrder
from commonweal.invoicing.queries import get_order
from commonweal.kernel import clock
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def test_it_clears_the_work_and_asks_for_the_declaration(order, amina_unit):
    confirmed = confirm(order)
    assert (confirmed.state, confirmed.confirmed_name) == ("confirmed", "Fatima El Amrani")
    assert Contract.objects.get().state == "cleared"
    assert Declaration.objects.get().state == "queued"
    states = units.states(unit=amina_unit.pk, on=NOW.date())
    assert (states.planned, states.confirmed) == (0, 935_00)
    declare()
    assert Contract.objects.get().state == "declared"


def test_it_tells_the_member(order, amina):
    confirm(order)
    letter = tray().get(kind="order_confirmed")
    assert (letter.to, letter.language) == (amina.email, "nl")


def test_it_tells_who_is_not_guaranteed_why_and_never_that_the_work_is_declared(carla, carla_unit):
    swiss = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    confirm(place(carla, swiss, job(carla_unit, swiss, worker(carla))).order)
    letter = tray().get(kind="order_confirmed")
    with translation.override(carla.language):
        assert letter.context["obstacles"] == str(OutsideEu(name=swiss.name))
    assert letter.context["obstacles"] in letter.body
    assert not Declaration.objects.exists()
    assert "nous déclarons" not in letter.body.lower()


def test_of_those_who_share_the_budget_it_tells_whom_it_concerns(
    order, amina, bram, carla, amina_unit
):
    join(amina_unit, amina, bram, "co_manager")
    join(amina_unit, amina, carla, "reader")
    confirm(order)
    told = tray().filter(kind="order_confirmed")
    assert {letter.to for letter in told} == {amina.email, bram.email}


def test_a_contributor_hears_of_the_job_that_is_theirs(amina, bram, carla, amina_unit, festival):
    for member in (bram, carla):
        join(amina_unit, amina, member, "contributor")
    confirm(place(bram, festival, job(amina_unit, festival, worker(amina))).order)
    told = tray().filter(kind="order_confirmed")
    assert {letter.to for letter in told} == {amina.email, bram.email}


def test_a_second_confirmation_says_that_nothing_is_left_to_do(order):
    confirm(order)
    with pytest.raises(AlreadyConfirmed, match="Fatima El Amrani"):
        confirm(order, name="Somebody else")


def test_it_needs_a_name(order):
    with pytest.raises(MissingName):
        confirm(order, name=" ")


def test_a_client_that_demands_a_purchase_order_gives_its_number(amina, amina_unit):
    buyer = make_client(purchase_order_required=True)
    wanted = job(amina_unit, buyer, worker(amina), purchase_order="PO 7")
    order = place(amina, buyer, wanted).order
    order.purchase_order = ""
    order.save()
    with pytest.raises(MissingPurchaseOrder):
        confirm(order)
    assert confirm(order, purchase_order="PO 8").purchase_order == "PO 8"


def test_it_is_too_late_once_the_work_has_begun(order):
    noon = datetime.combine(MAY_6, time(12), clock.ZONE)
    with pytest.raises(WorkHasBegun):
        confirm(order, at=noon)
    assert get_order(id=order.pk).state == "sent"


def test_an_order_from_outside_the_eu_is_not_cleared_and_says_why(amina, amina_unit):
    buyer = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    order = place(amina, buyer, job(amina_unit, buyer, worker(amina))).order
    confirm(order)
    assert Contract.objects.get().state == "planned"
    (obstacle,) = queries.obstacles(order=get_order(id=order.pk), on=NOW.date())
    assert "pay in advance" in str(obstacle)
    on(later(1))
    assert get_order(id=order.pk).state == "confirmed"
