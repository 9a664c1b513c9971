"""Which VAT stands on an invoice: from seller, client and work to kind, rate or remedy."""

from datetime import date

import pytest

from commonweal.rules import vat
from commonweal.rules.vat import Buyer, Regime, WrongVat

DAY = date(2026, 5, 4)
BELGIAN = Buyer("home", vat_number="BE0871234105")
DUTCH = Buyer("union", vat_number="NL123456789B01")
AMERICAN = Buyer("world")
BELGIAN_PERSON = Buyer("home", is_person=True)
FRENCH_PERSON = Buyer("union", is_person=True)


def ask(choice, buyer, *, seller="standard", delivered=True, on=DAY):
    found = vat.regime(seller=seller, choice=choice, buyer=buyer, delivered=delivered, on=on)
    vat.check(
        seller=seller, kind=found.kind, rate_bp=found.rate_bp, buyer=buyer, delivered=delivered,
        on=on,
    )  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("choice", "buyer", "expected"),
    [
        ("usual", BELGIAN, Regime("standard", 2100)),
        ("usual", BELGIAN_PERSON, Regime("standard", 2100)),
        ("usual", FRENCH_PERSON, Regime("standard", 2100)),
        ("usual", DUTCH, Regime("eu_service", 0)),
        ("usual", AMERICAN, Regime("outside_scope", 0)),
        ("reduced", BELGIAN, Regime("standard", 600)),
        ("intermediate", BELGIAN, Regime("standard", 1200)),
        ("reduced", FRENCH_PERSON, Regime("standard", 600)),
        ("zero", BELGIAN, Regime("zero", 0)),
        ("exempt", BELGIAN_PERSON, Regime("exempt", 0)),
        ("reverse_charge", BELGIAN, Regime("reverse_charge", 0)),
        ("goods", BELGIAN, Regime("standard", 2100)),
        ("goods", DUTCH, Regime("eu_goods", 0)),
        ("goods", FRENCH_PERSON, Regime("standard", 2100)),
        ("goods", AMERICAN, Regime("export", 0)),
    ],
)
def test_the_work_and_the_client_tell_the_vat(choice, buyer, expected):
    assert ask(choice, buyer) == expected


@pytest.mark.parametrize("buyer", [BELGIAN, DUTCH, AMERICAN, BELGIAN_PERSON, FRENCH_PERSON])
def test_a_training_entity_charges_nobody(buyer):
    assert ask("usual", buyer, seller="training") == Regime("exempt", 0)
    with pytest.raises(WrongVat, match="another entity"):
        ask("reduced", buyer, seller="training")
    with pytest.raises(WrongVat, match="another entity"):
        vat.check(
            seller="training", kind="standard", rate_bp=2100, buyer=buyer, delivered=True, on=DAY
        )


@pytest.mark.parametrize(
    ("choice", "buyer", "field", "remedy"),
    [
        ("usual", Buyer("union"), "vat_number", "Ask the client for its VAT number"),
        ("usual", Buyer("union", vat_number="BE0871234105"), "vat_number", "another country"),
        ("goods", Buyer("union"), "vat_number", "Ask the client for its VAT number"),
        ("reverse_charge", Buyer("home"), "vat_number", "Belgian VAT number first"),
        ("reverse_charge", BELGIAN_PERSON, "vat", "not reverse charged to a private person"),
        ("reduced", DUTCH, "vat", "Charge no VAT"),
        ("intermediate", AMERICAN, "vat", "Charge no VAT"),
        ("zero", DUTCH, "vat", "Choose the usual VAT"),
        ("nonsense", BELGIAN, "vat", "of the list"),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(choice, buyer, field, remedy):
    with pytest.raises(WrongVat, match=remedy) as caught:
        ask(choice, buyer)
    assert caught.value.field == field


@pytest.mark.parametrize("buyer", [DUTCH, AMERICAN])
def test_goods_leave_the_country_on_a_day(buyer):
    with pytest.raises(WrongVat, match="on which day the goods left") as caught:
        ask("goods", buyer, delivered=False)
    assert caught.value.field == "work_ends_on"


@pytest.mark.parametrize(
    ("kind", "rate", "buyer"),
    [
        ("eu_service", 0, BELGIAN),
        ("eu_goods", 0, BELGIAN),
        ("export", 0, DUTCH),
        ("outside_scope", 0, DUTCH),
        ("outside_scope", 0, FRENCH_PERSON),
        ("standard", 2100, DUTCH),
        ("standard", 2100, AMERICAN),
        ("standard", 1900, BELGIAN),
        ("zero", 0, DUTCH),
    ],
)
def test_a_line_that_does_not_fit_its_client_is_refused(kind, rate, buyer):
    with pytest.raises(WrongVat):
        vat.check(seller="standard", kind=kind, rate_bp=rate, buyer=buyer, delivered=True, on=DAY)


def test_vat_is_rounded_on_each_line_until_the_end_of_2025():
    assert vat.rounding(date(2025, 12, 31)) == "line"
    assert vat.rounding(date(2026, 1, 1)) == "total"
    assert vat.known_rates(DAY) == {2100, 1200, 600}
