"""clients.merge: two entries become one client, with a trail of what each of them was."""

import pytest
from django.db import IntegrityError, transaction
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients import queries
from commonweal.clients.models import Client, ClientMerge
from commonweal.kernel.models import Event, LegalEntity


def double(**details):
    facts = {
        "name": "Festival Senne vzw", "enterprise_number": None, "vat_number": "",
        "email": "compta@festival.example", "iban": "BE68539007547034", "cost_centre": "K4",
    }  # fmt: skip
    return make_client(**{**facts, **details})


def test_whoever_asks_for_the_other_gets_the_one_that_goes_on(festival, by, at):
    other = double()
    kept = clients.merge(keep=festival, others=[other], reason="same house", by=by, at=at)
    assert kept == festival
    assert queries.get(id=other.pk) == festival
    assert queries.many(ids=[other.pk, festival.pk]) == {other.pk: festival, festival.pk: festival}
    assert queries.family(client=festival) == [festival.pk, other.pk]
    assert queries.family(client=queries.entered(id=other.pk)) == [festival.pk, other.pk]
    assert list(queries.search(text="festival")) == [festival]
    assert list(queries.everyone()) == [festival]


def test_it_takes_over_what_it_lacks_and_keeps_what_it_has(festival, by, at):
    kept = clients.merge(keep=festival, others=[double()], reason="same", by=by, at=at)
    kept.refresh_from_db()
    assert (kept.iban, kept.cost_centre) == ("BE68539007547034", "K4")
    assert (kept.email, kept.name) == ("production@festival.example", "Festival de la Senne")


def test_the_number_moves_to_the_one_that_goes_on(festival, by, at):
    other = double()
    kept = clients.merge(keep=other, others=[festival], reason="same", by=by, at=at)
    kept.refresh_from_db()
    assert kept.enterprise_number == "0871234105"
    assert queries.find_by_enterprise_number(number="0871.234.105") == other


def test_a_block_goes_along(festival, by, at):
    other = double()
    clients.block(clients=[other], reason="three unpaid", by=by, at=at)
    kept = clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    assert kept.blocked_because == "three unpaid"


def test_the_trail_holds_what_each_of_them_was(festival, by, at):
    other = double()
    clients.merge(keep=festival, others=[other], reason=" same house ", by=by, at=at)
    (trail,) = queries.merges(client=festival)
    assert (trail.client, trail.kept, trail.reason, trail.by_name) == (
        other, festival, "same house", by.name,
    )  # fmt: skip
    assert trail.before["client"]["name"] == "Festival Senne vzw"
    assert trail.before["kept"] == {"iban": "", "cost_centre": ""}
    assert Event.objects.get(verb="clients.merge").subjects == [festival.ref]


def test_those_that_went_into_it_before_go_along(festival, by, at):
    first, second = double(), double(name="Senne Fest", email="", iban="")
    clients.merge(keep=first, others=[second], reason="same", by=by, at=at)
    clients.merge(keep=festival, others=[first], reason="same", by=by, at=at)
    assert queries.get(id=second.pk) == festival
    assert queries.family(client=festival) == [festival.pk, first.pk, second.pk]


def test_several_go_into_one_at_once(festival, by, at):
    others = [double(name=f"Senne {n}") for n in range(3)]
    clients.merge(keep=festival, others=others, reason="same", by=by, at=at)
    assert ClientMerge.objects.count() == 3


def test_it_refuses_two_enterprises(festival, by, at):
    other = double(enterprise_number="0456789133")
    with pytest.raises(clients.TwoEnterprises, match="0871234105.*0456789133"):
        clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)


def test_it_refuses_two_enterprises_among_the_others(festival, by, at):
    keep = double(name="Senne")
    other = double(name="Other", enterprise_number="0456789133")
    with pytest.raises(clients.TwoEnterprises):
        clients.merge(keep=keep, others=[festival, other], reason="same", by=by, at=at)


@pytest.mark.parametrize("others", ["none", "itself"])
def test_it_refuses_what_is_no_pair(festival, by, at, others):
    chosen = [] if others == "none" else [festival]
    with pytest.raises(clients.NothingToMerge):
        clients.merge(keep=festival, others=chosen, reason="same", by=by, at=at)


def test_it_refuses_without_a_reason(festival, by, at):
    with pytest.raises(clients.MergeReasonMissing):
        clients.merge(keep=festival, others=[double()], reason=" ", by=by, at=at)


def test_it_refuses_what_was_merged_before(festival, by, at):
    other = double()
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    with pytest.raises(clients.AlreadyMerged, match="Work with “Festival de la Senne”"):
        clients.merge(keep=other, others=[double(name="X")], reason="same", by=by, at=at)
    with pytest.raises(clients.AlreadyMerged):
        clients.correct(client=other, details={"name": "Y"}, by=by, at=at)


def test_it_refuses_the_client_of_a_sister(festival, by, at):
    LegalEntity.objects.create(
        id=2, name="Sister cv", enterprise_number="0456789133", street="a", postcode="1000",
        city="b", email="hello@sister.example", iban="BE68539007547034", bic="GKCCBEBB",
        series="S",
    )  # fmt: skip
    other = double(entity_id=2)
    with pytest.raises(clients.OtherEntity):
        clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)


def test_the_database_keeps_a_merge_to_one_step(festival, by, at):
    other, third = double(), double(name="Third")
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    for client, into in ((third, other.pk), (festival, third.pk), (third, third.pk)):
        with (
            pytest.raises(IntegrityError, match="client_merge_one_step|merged_into_itself|goes on"),
            transaction.atomic(),
        ):
            Client.objects.filter(pk=client.pk).update(merged_into_id=into)


def test_the_trail_only_grows(festival, by, at):
    clients.merge(keep=festival, others=[double()], reason="same", by=by, at=at)
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        ClientMerge.objects.update(reason="other")


def test_new_work_goes_to_the_one_that_goes_on(festival, by, at):
    other = double()
    clients.merge(keep=festival, others=[other], reason="same", by=by, at=at)
    (refusal,) = queries.missing(client=queries.entered(id=other.pk))
    assert refusal.code == "merged_client"
    assert queries.missing(client=queries.get(id=other.pk)) == []
