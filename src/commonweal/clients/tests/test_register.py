"""clients.register: a client enters the base all members share."""

import pytest

from commonweal.clients import actions as clients
from commonweal.clients.models import Client
from commonweal.kernel import identifiers
from commonweal.kernel.refusals import Refusals


def register(by, at, **details):
    fields = {"name": "Théâtre Ærø", "email": "info@theatre.example"}
    return clients.register(clients=[clients.NewClient(**{**fields, **details})], by=by, at=at)[0]


@pytest.mark.parametrize("number", ["0871234105", "871.234.105", "BE 0871 234 105"])
def test_it_keeps_the_enterprise_number_in_one_form(entity, by, at, number):
    assert register(by, at, enterprise_number=number).enterprise_number == "0871234105"


def test_it_keeps_the_vat_number_in_one_form(entity, by, at):
    assert register(by, at, vat_number="be 0871.234.105").vat_number == "BE0871234105"
    assert register(by, at, vat_number="CHE-116.281.838", country="ch").country == "CH"


def test_it_offers_the_client_that_is_already_there(festival, by, at):
    with pytest.raises(clients.ClientExists, match="Choose “Festival de la Senne”") as refusal:
        register(by, at, enterprise_number="0871.234.105")
    assert refusal.value.values["id"] == festival.pk
    assert refusal.value.field == "enterprise_number"


def test_it_refuses_a_number_twice_in_one_batch(entity, by, at):
    new = clients.NewClient("One", enterprise_number="0871234105")
    with pytest.raises(clients.ClientExists):
        clients.register(clients=[new, new], by=by, at=at)


def test_it_says_everything_that_is_wrong_at_once(entity, by, at):
    with pytest.raises(Refusals) as refusals:
        register(by, at, name="", email="x", enterprise_number="0871234106", vat_number="BE1")
    assert [type(refusal) for refusal in refusals.value.refusals] == [
        identifiers.WrongEnterpriseNumber,
        identifiers.WrongVatNumber,
        clients.MissingName,
        clients.UnusableEmail,
    ]
    assert not Client.objects.exists()


def test_clients_without_a_number_may_be_many(entity, by, at):
    assert register(by, at, kind="person").pk != register(by, at, kind="person").pk
