"""The client listing and the intra-EU listing: sums by VAT number, held against the books."""

from datetime import date

import pytest
from tests.cast import make_client

from commonweal.clients import actions as clients
from commonweal.clients.models import Client
from commonweal.ledger.actions import Entry, Line
from commonweal.reporting import queries
from commonweal.reporting.tests import quarter
from commonweal.reporting.tests.quarter import Vat, credit, foreigner, sell

pytestmark = pytest.mark.django_db
MAY_4, JUNE_1 = date(2026, 5, 4), date(2026, 6, 1)
Q2 = queries.read_period("2026-Q2")


def listed(found):
    return [(f"{one.country}{one.number}", one.turnover_cents, one.vat_cents)
            for one in found.clients]  # fmt: skip


def failing(found):
    return {check.name for check in found.checks if not check.agrees}


def test_belgian_clients_are_listed_by_number_less_their_credit_notes(amina_unit, festival):
    quarter.tell(amina_unit, festival)
    found = queries.client_listing(year=2026)
    assert listed(found) == [
        ("BE0403019261", 2000_00, 0),  # reverse charge counts, without VAT
        ("BE0871234105", 1200_00, 234_00),  # the credited 6 % is gone, the exempt course stays out
    ]
    assert (found.turnover_cents, found.vat_cents) == (3200_00, 234_00)
    assert failing(found) == set()
    assert found.marks == ["vat.listings", "vat.client_listing.threshold"]


def test_the_threshold_itself_is_not_above_it(amina_unit, festival):
    sell(amina_unit, festival, 250_00, Vat.STANDARD, 2100, on=MAY_4)
    below = queries.client_listing(year=2026)
    assert (listed(below), below.below, below.below_cents) == ([], 1, 250_00)
    sell(amina_unit, festival, 1, Vat.STANDARD, 2100, on=MAY_4)
    assert listed(queries.client_listing(year=2026)) == [("BE0871234105", 250_01, 52_50)]


def test_what_is_credited_in_a_later_year_is_listed_below_zero(amina_unit, festival):
    invoice = sell(amina_unit, festival, 1000_00, Vat.STANDARD, 2100, on=date(2026, 12, 30))
    credit(invoice, on=date(2027, 1, 5))
    assert listed(queries.client_listing(year=2026)) == [("BE0871234105", 1000_00, 210_00)]
    found = queries.client_listing(year=2027)
    assert listed(found) == [("BE0871234105", -1000_00, -210_00)]
    assert failing(found) == set()


def test_a_client_without_number_is_named_until_it_has_one(amina_unit, entity):
    museum = make_client(name="Museum", enterprise_number="0403019261", vat_number="")
    sell(amina_unit, museum, 600_00, Vat.STANDARD, 2100, on=MAY_4)
    before = queries.client_listing(year=2026)
    assert listed(before) == []
    assert [(one.client_id, one.name, one.turnover_cents) for one in before.unlisted] == [
        (museum.pk, "Museum", 600_00)
    ]
    Client.objects.filter(pk=museum.pk).update(vat_number="BE0403019261")
    after = queries.client_listing(year=2026)
    assert (listed(after), after.unlisted) == ([("BE0403019261", 600_00, 126_00)], [])
    assert failing(before) == failing(after) == set()


def test_private_persons_and_other_countries_are_counted_apart(amina_unit, festival):
    person = make_client(name="Jan", kind="person", enterprise_number=None, vat_number="")
    sell(amina_unit, person, 700_00, Vat.STANDARD, 2100, on=MAY_4)
    abroad = foreigner("amsterdam", kind="person", vat_number="")
    sell(amina_unit, abroad, 900_00, Vat.STANDARD, 2100, on=MAY_4)
    found = queries.client_listing(year=2026)
    assert (listed(found), found.unlisted, found.others_cents) == ([], [], 1600_00)
    assert failing(found) == set()


def test_clients_that_were_merged_stand_together(amina_unit, festival, by, at):
    twin = make_client(name="Festival Senne", enterprise_number=None, vat_number="", kind="person")
    for client in (festival, twin):
        sell(amina_unit, client, 200_00, Vat.STANDARD, 2100, on=MAY_4)
    assert listed(queries.client_listing(year=2026)) == []
    clients.merge(keep=festival, others=[twin], reason="The same", by=by, at=at)
    found = queries.client_listing(year=2026)
    assert listed(found) == [("BE0871234105", 400_00, 84_00)]
    assert failing(found) == set()


def test_turnover_without_an_invoice_makes_the_listing_fail(amina_unit, festival):
    lines = (Line("570", 121_00), Line("7000", -100_00, 7), Line("4510", -21_00))
    quarter.write(Entry("misc", JUNE_1, "Cash sale", "cash:1", "cash:1", lines))
    assert failing(queries.client_listing(year=2026)) == {"turnover", "vat"}


def test_the_intra_listing_names_goods_and_services_apart(amina_unit, festival):
    berlin = foreigner("berlin")
    sell(amina_unit, berlin, 300_00, Vat.EU_GOODS, on=MAY_4)
    sell(amina_unit, berlin, 500_00, Vat.EU_SERVICE, on=MAY_4)
    taken_back = sell(amina_unit, berlin, 80_00, Vat.EU_SERVICE, on=MAY_4)
    credit(taken_back, on=JUNE_1)
    sell(amina_unit, foreigner("amsterdam"), 1200_00, Vat.EU_SERVICE, on=JUNE_1)
    found = queries.intra_listing(period=Q2)
    assert [(one.country, one.number, one.code, one.turnover_cents) for one in found.clients] == [
        ("DE", "136695976", "L", 300_00),
        ("DE", "136695976", "S", 500_00),
        ("NL", "004495445B01", "S", 1200_00),
    ]
    assert failing(found) == set()


def test_who_is_at_zero_is_left_out_of_the_intra_listing(amina_unit, festival):
    quarter.tell(amina_unit, festival)
    found = queries.intra_listing(period=Q2)
    assert [(one.country, one.code, one.turnover_cents) for one in found.clients] == [
        ("NL", "S", 1200_00)
    ]
    assert failing(found) == set()


def test_an_eu_client_without_number_is_named_and_the_control_fails(amina_unit, festival):
    client = foreigner("amsterdam")
    sell(amina_unit, client, 100_00, Vat.EU_SERVICE, on=MAY_4)
    Client.objects.filter(pk=client.pk).update(vat_number="")
    found = queries.intra_listing(period=Q2)
    assert [one.name for one in found.unlisted] == ["Vertaalhuis"]
    assert failing(found) == {"grids"}
