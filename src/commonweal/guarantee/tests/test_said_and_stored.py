"""What is said before a client confirms is what is kept when it does, and nobody reads a sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, make_client, make_unit

from commonweal.clients import actions as clients
from commonweal.flows.tests.jobs_of_amina import confirm
from commonweal.guarantee import queries
from commonweal.guarantee.models import Bankruptcy
from commonweal.guarantee.queries import NearCap, NotConfirmed, OverCap
from commonweal.guarantee.tests.scene import DIRK, cap, codes, confirmed, decision, placed
from commonweal.rules import guarantee as rules
from commonweal.rules.guarantee import Facts

pytestmark = pytest.mark.django_db


def fails(client):
    Bankruptcy.objects.create(
        client=client, on=TODAY, trustee_name="Mr Janssens", marked_by="user:1", marked_by_name="D",
        marked_at=NOW,
    )  # fmt: skip


def is_blocked(client):
    clients.block(clients=[client], reason="does not pay", by=DIRK, at=NOW)


def lacks_its_street(client):
    type(client).objects.filter(pk=client.pk).update(street="", postcode="", city="")


SWISS = {"country": "CH", "enterprise_number": None, "vat_number": "CHE-107.787.577"}
SCENES = [
    ({}, None, [], "Guaranteed as soon as"),
    (SWISS, None, ["outside_eu"], "outside the European Union the wage is not guaranteed"),
    ({}, fails, ["client_bankrupt"], "is bankrupt"),
    ({}, is_blocked, ["client_blocked"], "takes no work from"),
    ({}, lambda client: cap(client, 999_99), ["over_cap"], "promised as much as it can"),
    (SWISS, lambda client: cap(client, 0), ["outside_eu", "over_cap"], "pay in advance"),
]


@pytest.mark.parametrize(("facts", "happens", "wanted", "words"), SCENES)
def test_what_is_said_at_entry_is_what_is_kept_at_confirmation(
    amina, amina_unit, facts, happens, wanted, words
):
    client = make_client(**facts)
    order = placed(amina, amina_unit, client)
    if happens:
        happens(client)
    client.refresh_from_db()
    at_entry = queries.explain_client(client=client, price_cents=1000_00, on=TODAY)
    placed_stand = queries.explain(orders=[order], on=TODAY)[order.pk]
    said = [at_entry.because, *map(str, at_entry.reasons)]
    assert any(words in each for each in said)
    waits = [each for each in placed_stand.reasons if isinstance(each, NotConfirmed)]
    assert len(waits) == 1
    rest = [each for each in placed_stand.reasons if each not in waits]
    assert list(map(str, rest)) == list(map(str, at_entry.reasons))
    row = decision(confirm(order))
    assert codes(row) == wanted
    kept = queries.explain(orders=[order], on=TODAY)[order.pk]
    assert kept.decided
    assert bool(kept.because) == row.eligible == at_entry.eligible
    kinds = {NearCap: OverCap}
    assert [type(each) for each in kept.reasons] == [
        kinds.get(type(each), type(each)) for each in at_entry.reasons
    ]


def test_the_invoice_says_what_its_order_said(amina, amina_unit, festival):
    from commonweal.flows.tests.jobs_of_amina import declare, later, on
    from commonweal.invoicing.models import Invoice

    order = confirmed(amina, amina_unit, festival)
    said = queries.explain(orders=[order], on=TODAY)[order.pk]
    declare()
    on(later(1))
    assert queries.explain_invoice(invoice=Invoice.objects.get()) == said


# Who tries prices.


def told(client, price):
    return queries.explain_client(client=client, price_cents=price, on=TODAY).eligible


def test_trying_prices_finds_a_step_and_not_what_others_do(amina, amina_unit, bram, festival):
    cap(festival, 10_000_00)
    confirmed(bram, make_unit(bram), festival, price=3_333_33)
    low, high = 0, 20_000_00
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if told(festival, middle) else (low, middle)
    assert low == 6_000_00  # 6,666.67 are left


def test_what_is_called_sure_is_kept_and_of_the_last_step_it_is_said_later(
    amina, amina_unit, bram, festival
):
    cap(festival, 10_000_00)
    confirmed(bram, make_unit(bram), festival, price=3_333_33)
    sure, near = (placed(amina, amina_unit, festival, price=p, days=d) for p, d in
                  ((6_000_00, 2), (666_67, 4)))  # fmt: skip
    assert told(festival, 6_000_00)
    assert decision(confirm(sure)).eligible
    reason = queries.explain(orders=[near], on=TODAY)[near.pk].reasons[-1]
    assert isinstance(reason, NearCap)
    assert "as much as it can for this client, or nearly" in str(reason)
    assert decision(confirm(near)).eligible  # to the cent


cents = st.integers(0, 10**8)


@given(price=cents, engaged=cents, limit=cents)
def test_nothing_is_called_guaranteed_that_would_not_be(price, engaged, limit):
    facts = Facts(price_cents=price, engaged_cents=engaged, cap_cents=limit)
    terms = rules.figures(TODAY)
    ahead = rules.verdict(rules.as_told(facts, terms, TODAY), terms)
    real = rules.verdict(facts, terms)
    assert ahead or not real
    if real or price <= max(limit - engaged - limit // 10 - 1, 0):
        assert bool(ahead) == bool(real)
