import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOW, TODAY, make_client, make_unit

from commonweal.clients import actions as clients
from commonweal.flows.tests.jobs_of_amina import confirm, declare, later, on
from commonweal.guarantee import actions, queries
from commonweal.guarantee.actions import AlreadyDecided
from commonweal.guarantee.models import Guarantee
from commonweal.guarantee.queries import NotConfirmed
from commonweal.guarantee.tests.scene import DIRK, cap, codes, confirmed, decision, engaged, placed
from commonweal.invoicing.queries import get_order

pytestmark = pytest.mark.django_db


def test_it_is_taken_once_when_the_client_confirms(amina, amina_unit, festival):
    row = decision(confirmed(amina, amina_unit, festival))
    assert (row.eligible, row.reasons, row.promised_cents) == (True, [], 1000_00)
    assert (row.decided_by_name, row.decided_at) == ("Fatima El Amrani", NOW)
    assert row.figures["guarantee.cap"] == "2017-01-01"


def test_nothing_is_decided_before_the_client_confirms(amina, amina_unit, festival):
    order = placed(amina, amina_unit, festival)
    with pytest.raises(NotConfirmed):
        actions.decide(orders=[order], by=DIRK, at=NOW)
    assert not Guarantee.objects.exists()


def test_it_is_not_taken_a_second_time(amina, amina_unit, festival):
    order = confirmed(amina, amina_unit, festival)
    with pytest.raises(AlreadyDecided, match="Poster"):
        actions.decide(orders=[order], by=DIRK, at=NOW)


def test_a_client_that_is_blocked_later_changes_nothing(amina, amina_unit, festival):
    order = confirmed(amina, amina_unit, festival)
    clients.block(clients=[festival], reason="does not pay", by=DIRK, at=NOW)
    assert queries.sure(orders=[get_order(id=order.pk)])
    assert queries.explain(orders=[order], on=later(30))[order.pk].eligible


def test_it_names_every_reason(amina, amina_unit):
    buyer = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    order = placed(amina, amina_unit, buyer)
    cap(buyer, 0)
    assert codes(decision(confirm(order))) == ["outside_eu", "over_cap"]


def test_the_cap_is_held_to_the_cent(amina, amina_unit, festival):
    cap(festival, 2000_00)
    first, second, third = (
        decision(confirmed(amina, amina_unit, festival, price=price, days=step))
        for step, price in enumerate((1000_00, 1000_00, 500_00))
    )
    assert (first.eligible, second.eligible, codes(third)) == (True, True, ["over_cap"])
    assert engaged(festival) == 2000_00


def test_what_is_not_promised_uses_nothing_of_the_cap(amina, amina_unit, festival):
    cap(festival, 1500_00)
    confirmed(amina, amina_unit, festival, price=1600_00)
    assert decision(confirmed(amina, amina_unit, festival, price=1500_00, days=1)).eligible


def test_several_orders_of_one_client_are_decided_in_their_order(amina, amina_unit, festival):
    orders = [placed(amina, amina_unit, festival, days=step) for step in range(3)]
    cap(festival, 2000_00)
    type(orders[0]).objects.update(
        state="confirmed", confirmed_by="client:1", confirmed_name="F", confirmed_at=NOW
    )
    fresh = [get_order(id=order.pk) for order in orders]
    rows = actions.decide(orders=fresh, by=DIRK, at=NOW)
    assert [row.eligible for row in rows] == [True, True, False]
    assert engaged(festival) == 2000_00


def test_the_work_of_all_members_counts(amina, amina_unit, bram, festival):
    cap(festival, 1500_00)
    confirmed(amina, amina_unit, festival)
    other = decision(confirmed(bram, make_unit(bram), festival))
    assert codes(other) == ["over_cap"]


def test_a_cap_that_is_raised_later_does_not_change_what_was_decided(amina, amina_unit, festival):
    cap(festival, 500_00)
    order = confirmed(amina, amina_unit, festival)
    cap(festival, 9000_00)
    assert not queries.sure(orders=[get_order(id=order.pk)])
    assert not queries.explain(orders=[order], on=TODAY)[order.pk].eligible


def test_an_invoice_keeps_what_was_decided_of_its_order(amina, amina_unit, festival):
    order = confirmed(amina, amina_unit, festival)
    declare()
    cap(festival, 0)
    on(later(1))
    assert get_order(id=order.pk).invoices.get().guaranteed
    assert engaged(festival) == 1000_00  # of the invoice now, and no more of the order


def test_a_decision_does_not_change(amina, amina_unit, festival):
    order = confirmed(amina, amina_unit, festival)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guarantee.objects.filter(order=order).update(promised_cents=1)


def test_a_member_asks_what_others_work_for_and_sees_only_the_answer(
    amina, amina_unit, festival, django_assert_max_num_queries
):
    cap(festival, 1500_00)
    order = confirmed(amina, amina_unit, festival)
    ahead = placed(amina, amina_unit, festival, days=1)
    with django_assert_max_num_queries(8):
        told = queries.explain(orders=[order, ahead], on=TODAY)
    assert told[order.pk].because.startswith("Guaranteed because Festival de la Senne confirmed")
    words = [str(each) for each in told[ahead.pk].reasons]
    assert "Ask the client to confirm" in words[0]
    assert "promised as much as it can" in words[1]
    assert not any("500" in each or "1.500" in each for each in words)
