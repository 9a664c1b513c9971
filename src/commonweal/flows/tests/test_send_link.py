import re

import pytest
from tests.cast import NOW, actor

from commonweal.access import queries as access
from commonweal.flows.tests.jobs_of_amina import confirm, job, place, worker
from commonweal.flows.three_in_one import actions
from commonweal.invoicing.actions import AlreadyConfirmed
from commonweal.invoicing.queries import get_order
from commonweal.kernel.actor import Actor
from commonweal.letters.queries import tray

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(amina, amina_unit, festival):
    return place(amina, festival, job(amina_unit, festival, worker(amina))).order


def tokens():
    return [re.search(r"/order/([^/\s]+)/", letter.body)[1] for letter in tray()]


def test_a_fresh_link_opens_and_the_one_before_is_shut(order, amina):
    actions.send_link(order=get_order(id=order.pk), by=actor(amina), at=NOW)
    old, fresh = tokens()
    assert access.find_link(token=fresh, purpose="confirm", at=NOW).about == order.ref
    with pytest.raises(access.LinkExpired):
        access.find_link(token=old, purpose="confirm", at=NOW)


def test_a_confirmed_order_needs_none(order, amina):
    confirm(order)
    with pytest.raises(AlreadyConfirmed):
        actions.send_link(order=get_order(id=order.pk), by=actor(amina), at=NOW)


def test_it_names_who_will_work_whoever_asked_for_it(order, festival):
    asks = Actor(f"client:{festival.pk}", festival.name)
    actions.send_link(order=get_order(id=order.pk), by=asks, at=NOW)
    assert [letter.context["member"] for letter in tray()] == ["Amina Benali"] * 2
