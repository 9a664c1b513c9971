"""clients.register: a client enters the base all members share."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.clients import actions as clients
from commonweal.clients._addresses import email_faults
from commonweal.clients.models import Client
from commonweal.kernel import identifiers
from commonweal.kernel.models import LegalEntity
from commonweal.kernel.refusals import Refusal, Refusals


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


@pytest.mark.parametrize(
    ("fields", "code", "repair"),
    [
        ({"email": "jo@gmial.com"}, "mistyped_email", "jo@gmail.com"),
        ({"email": "jo@hotmal.com"}, "mistyped_email", "jo@hotmail.com"),
        ({"email": "jo@gmail.con"}, "mistyped_email", "jo@gmail.com"),
        ({"invoice_email": "Jo@Skynnet.be"}, "mistyped_email", "Jo@skynet.be"),
        ({"email": "jo@theatre,example"}, "unusable_email", "jo@theatre.example"),
        ({"email": "jo @ theatre.example"}, "unusable_email", "jo@theatre.example"),
        ({"email": "jo@gmailcom"}, "unusable_email", "jo@gmail.com"),
        ({"email": "none@@gmail.com"}, "unusable_email", None),
        ({"email": "noreply@theatre.example"}, "placeholder_email", None),
        ({"email": "x@x.be"}, "placeholder_email", None),
        ({"email": "info@test.com"}, "placeholder_email", None),
        ({"country": "uk"}, "unknown_country", "GB"),
        ({"country": "XX"}, "unknown_country", None),
        ({"postcode": "10000"}, "wrong_postcode", None),
        ({"postcode": "0123"}, "wrong_postcode", None),
        ({"country": "NL", "postcode": "1012"}, "wrong_postcode", None),
        ({"iban": "BE68539007547035"}, "wrong_iban", None),
        ({"peppol_id": "0403.019.261"}, "wrong_peppol_id", "0208:0403019261"),
        ({"peppol_id": "0208:0403019262"}, "wrong_peppol_id", None),
        ({"peppol_id": "1234:0403019261"}, "unknown_peppol_scheme", None),
        ({"vat_number": "0403019261"}, "wrong_vat_number", "BE0403019261"),
        ({"vat_number": "ATU12345678"}, "wrong_vat_number", None),
        ({"payment_days": 61}, "payment_term_too_long", None),
        ({"payment_days": 31, "kind": "public"}, "payment_term_too_long", None),
    ],
)
def test_what_is_wrong_comes_with_its_repair_where_there_is_one(
    entity, by, at, fields, code, repair
):
    with pytest.raises(Refusal) as told:
        register(by, at, **fields)
    refusal = told.value
    assert refusal.code == code and refusal.field in fields
    assert refusal.values.get("repair") == repair
    assert str(refusal)
    if repair:
        mended = register(by, at, **{**fields, refusal.field: repair})
        assert getattr(mended, refusal.field) == repair


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [("BE", "B-1000", "1000"), ("be", "be - 1000", "1000"), ("NL", "1012 ab", "1012 AB"),
     ("FR", "F-75011", "75011"), ("LU", "L-2453", "2453"), ("IE", "", ""), ("AE", "", "")],
)  # fmt: skip
def test_a_postcode_is_kept_in_one_form(entity, by, at, country, typed, kept):
    assert register(by, at, country=country, postcode=typed).postcode == kept


def test_it_keeps_what_the_client_demands(entity, by, at):
    client = register(
        by, at, iban="BE68 5390 0754 7034", peppol_id="0208:0403.019.261", cost_centre=" KC  4 ",
        invoice_email="compta@theatre.example", payment_days=60, portal="Coupa",
    )  # fmt: skip
    client.refresh_from_db()
    assert (client.iban, client.peppol_id) == ("BE68539007547034", "0208:0403019261")
    assert (client.cost_centre, client.payment_days, client.portal) == ("KC 4", 60, "Coupa")
    assert client.invoice_email == "compta@theatre.example"
    assert client.entity_id == 1


def test_a_private_person_may_agree_on_more_days_only_within_the_constraint(entity, by, at):
    assert register(by, at, kind="person", payment_days=60).payment_days == 60


def test_the_same_number_may_be_known_to_a_sister(festival, by, at):
    sister = LegalEntity.objects.create(
        id=2, name="Sister cv", enterprise_number="0456789133", street="a", postcode="1000",
        city="b", email="hello@sister.example", iban="BE68539007547034", bic="GKCCBEBB",
        series="S",
    )  # fmt: skip
    other = register(by, at, enterprise_number="0871234105", entity_id=sister.pk)
    assert other.pk != festival.pk


@pytest.mark.parametrize(
    "address",
    ["jo@gmail.com", "jo@mail.com", "jo@gmx.net", "testament@theatre.example", "me@proton.me",
     "jo@live.be", "jo@email.com", "none.but@theatre.example"],
)  # fmt: skip
def test_an_address_that_only_looks_odd_is_taken(entity, by, at, address):
    assert register(by, at, email=address).email == address


@settings(deadline=None)
@given(st.emails())
def test_any_address_is_taken_or_refused_with_a_sentence(address):
    for refusal in email_faults(address, "email"):
        assert str(refusal) and refusal.field == "email"
        if "repair" in refusal.values:
            assert not list(email_faults(refusal.values["repair"], "email"))
