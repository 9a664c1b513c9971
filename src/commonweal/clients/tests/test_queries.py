"""Finding clients, and asking what is lacking before work is done for one."""

from datetime import date

import pytest

from commonweal.clients import queries
from commonweal.clients.models import Client


@pytest.mark.parametrize(
    "text", ["fes", "FÉS", "senne", "fest sen", "0871", "871234105", "BE 0871.234"]
)
def test_a_client_is_found_by_name_or_number(festival, text):
    assert list(queries.search(text=text)) == [festival]


@pytest.mark.parametrize("text", ["", "fe", "  f e", "08", "%%%", "xyz", "1871"])
def test_too_little_or_nothing_like_it_finds_nothing(festival, text):
    assert not queries.search(text=text).exists()


def test_the_number_is_found_however_it_is_written(festival):
    for number in ("0871.234.105", "BE0871234105", "871234105"):
        assert queries.find_by_enterprise_number(number=number) == festival


def test_a_complete_client_lacks_nothing(festival):
    assert queries.missing(client=festival) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"email": ""}, "missing_email"),
        ({"postcode": ""}, "missing_address"),
        ({"vat_number": "", "enterprise_number": None}, "missing_vat_number"),
        ({"vat_number": "", "country": "FR"}, "missing_vat_number"),
        ({"purchase_order_required": True}, "missing_purchase_order"),
    ],
)
def test_what_is_lacking_comes_with_its_remedy(festival, change, code):
    for name, value in change.items():
        setattr(festival, name, value)
    (refusal,) = queries.missing(client=festival)
    assert refusal.code == code and refusal.field
    assert "Festival de la Senne" in str(refusal)


def test_a_given_purchase_order_is_enough(festival):
    festival.purchase_order_required = True
    assert queries.missing(client=festival, purchase_order="PO 4471") == []


def test_a_private_person_needs_no_number():
    person = Client(
        name="Jo", kind="person", email="jo@example.org", street="a", postcode="1", city="b"
    )
    assert queries.missing(client=person) == []


@pytest.mark.parametrize(
    ("country", "on", "member"),
    [
        ("BE", date(2026, 5, 4), True),
        ("HR", date(2013, 6, 30), False),
        ("HR", date(2013, 7, 1), True),
        ("GB", date(2020, 1, 31), True),
        ("GB", date(2020, 2, 1), False),
        ("CH", date(2026, 5, 4), False),
    ],
)
def test_membership_of_the_union_is_dated(country, on, member):
    assert queries.in_eu(country=country, on=on) is member


def test_twenty_seven_states_are_members_today():
    from commonweal.clients.queries import _memberships

    assert sum(date(2026, 5, 4) in period for period in _memberships().values()) == 27


def test_the_same_number_or_a_similar_name_is_offered_at_entry(festival):
    (found,) = queries.alike(name="Something", enterprise_number="BE 0871.234.105")
    assert (found.client, found.score, found.reason) == (festival, 100, "number")
    (found,) = queries.alike(name="Festival de la Sene vzw", postcode="1080")
    assert found.client == festival and found.reason == "name" and found.score >= 60
    (found,) = queries.alike(name="Something", vat_number="be 0871 234 105")
    assert found.reason == "vat"


@pytest.mark.parametrize("number", ["nonsense", "0871234106", "' or 1=1"])
def test_a_number_that_does_not_fit_is_not_looked_for(festival, number):
    assert queries.alike(name="Something", enterprise_number=number, vat_number=number) == []


def test_nothing_typed_is_like_nobody(festival):
    assert queries.alike(name="") == []


def test_the_address_on_peppol_is_its_own_or_that_of_its_number(festival):
    assert queries.participant(client=festival) == ("0208", "0871234105")
    festival.peppol_id = "0088:5412345000013"
    assert queries.participant(client=festival) == ("0088", "5412345000013")
    assert queries.participant(client=Client(name="Jo")) is None


def test_the_days_to_pay_are_the_clients_or_those_of_the_house(festival):
    assert queries.payment_days(client=festival, on=date(2026, 5, 4)) == 30
    festival.payment_days = 0
    assert queries.payment_days(client=festival, on=date(2026, 5, 4)) == 0


@pytest.mark.parametrize(("kind", "days"), [("company", 60), ("public", 30), ("person", None)])
def test_the_law_says_the_longest_term(kind, days):
    assert queries.longest_term(kind=kind, on=date(2026, 5, 4)) == days


def test_an_address_for_invoices_is_enough(festival):
    festival.email, festival.invoice_email = "", "compta@festival.example"
    assert queries.missing(client=festival) == []


def test_a_country_without_postcodes_needs_none(festival):
    festival.country, festival.postcode = "AE", ""
    assert queries.missing(client=festival) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("V.Z.W. Élan", "elan"),
        ("Élan A.S.B.L.", "elan"),
        ("NV Bouwbedrijf Peeters BV", "bouwbedrijf peeters"),
        ("SA", "sa"),
        ("Théâtre de la SA Monnaie", "theatre de la sa monnaie"),
        ("", ""),
    ],
)
def test_a_name_is_compared_without_its_legal_form(name, key):
    from commonweal.clients._matching import match_key

    assert match_key(name) == key
