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
