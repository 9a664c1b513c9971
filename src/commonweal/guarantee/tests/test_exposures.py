"""What hangs on clients, beside the books."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import TODAY, make_client, make_unit

from commonweal.banking import actions as banking
from commonweal.banking.tests.conftest import IBAN, MAKER, NOW, bring, came_in, coda
from commonweal.flows.tests.jobs_of_amina import declare, later, on
from commonweal.guarantee import queries
from commonweal.guarantee.queries import _exposure
from commonweal.guarantee.tests.scene import cap, confirmed, engaged
from commonweal.guarantee.values import Exposure
from commonweal.invoicing.models import Invoice
from commonweal.ledger import queries as books
from commonweal.payroll import queries as payroll
from commonweal.rules import guarantee as rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(amina, amina_unit, festival):
    """An order that is invoiced and paid to its worker, and one that is only confirmed."""
    first = confirmed(amina, amina_unit, festival)
    second = confirmed(amina, amina_unit, festival, price=600_00, days=20)
    declare()
    on(later(1))
    return first, second


def test_an_invoice_and_an_order_stand_side_by_side(worked, festival):
    invoice, order = sorted(queries.exposures(), key=lambda each: -each.open_cents)
    (slip,) = payroll.standing()
    assert (invoice.client_name, invoice.guaranteed) == (festival.name, True)
    assert (invoice.engaged_cents, invoice.open_cents) == (1000_00, 1210_00)
    assert invoice.advanced_cents == slip.gross_cents + slip.tariff_cents
    assert (order.number, order.engaged_cents, order.advanced_cents, order.open_cents) == (
        "", 600_00, 0, 0,
    )  # fmt: skip


def test_what_is_open_adds_up_to_the_books(worked):
    found = queries.exposures()
    assert sum(each.open_cents for each in found) == books.account_balance(account="400")


def test_what_is_engaged_is_what_the_cap_is_held_to(worked, festival):
    assert sum(each.engaged_cents for each in queries.exposures()) == engaged(festival) == 1600_00


def test_a_payment_in_part_frees_its_part(worked, festival):
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    bring(coda(came_in(605_00, Invoice.objects.get().reference)))
    invoice = next(each for each in queries.exposures() if each.number)
    (slip,) = payroll.standing()
    assert (invoice.engaged_cents, invoice.open_cents) == (500_00, 605_00)
    assert invoice.advanced_cents in range(
        (slip.gross_cents + slip.tariff_cents) // 2, (slip.gross_cents + slip.tariff_cents) // 2 + 2
    )
    assert engaged(festival) == 1100_00


def test_what_is_not_guaranteed_engages_nothing(amina, amina_unit):
    buyer = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    confirmed(amina, amina_unit, buyer)
    assert queries.exposures() == []


def test_clients_stand_beside_their_caps_the_fullest_first(worked, bram, festival):
    other = make_client(name="Theatre", enterprise_number="0403170701", vat_number="BE0403170701")
    cap(festival, 2000_00)
    cap(other, 100_00)
    (first, second) = queries.coverage(exposures=queries.exposures(), on=TODAY)
    assert (first.name, first.percent, first.warns, first.own) == (festival.name, 80, True, True)
    assert (second.name, second.percent, second.warns) == ("Theatre", 0, False)


def test_how_many_come_near_their_cap_is_counted_as_the_list_shows_them(worked, festival):
    for cents, near in ((1600_00, 1), (2285_72, 0), (2285_71, 1), (0, 1), (99_999_00, 0)):
        cap(festival, cents)
        covered = queries.coverage(exposures=queries.exposures(), on=TODAY)
        assert sum(each.warns for each in covered) == near
        assert queries.near_caps(on=TODAY) == near


def test_it_groups_by_client_sector_age_and_unit(worked, festival, amina_unit):
    found, day = queries.exposures(), later(40)
    (client,) = queries.by(exposures=found, key="client", on=day)
    assert (client.label, client.engaged_cents, client.count) == (festival.name, 1600_00, 2)
    (sector,) = queries.by(exposures=found, key="sector", on=day)
    assert sector.label == "Not known (work by 3in1)"
    (unit,) = queries.by(exposures=found, key="unit", on=day)
    assert unit.label == amina_unit.name
    ages = queries.by(exposures=found, key="age", on=day)
    assert [(each.label, each.count) for each in ages] == [
        ("0 to 30 days", 0), ("31 to 60 days", 2), ("61 to 90 days", 0), ("91 days and more", 0),
    ]  # fmt: skip


def test_one_client_alone_is_all_of_it(worked):
    ((group, share),) = queries.concentration(exposures=queries.exposures())
    assert (group.engaged_cents, share) == (1600_00, 1000)


def test_the_days_of_sales_outstanding_are_what_is_owed_over_a_day_of_sales(worked):
    assert queries.dso(on=later(1)) == 91  # all that was invoiced is open
    assert queries.dso(on=later(-1)) is None


def test_a_client_is_known_by_the_days_it_took(worked, festival):
    assert queries.delays(on=later(30)) == {}
    new = banking.NewAccount(IBAN, "GEBABEBB", "Samen cv")
    banking.open_accounts(accounts=[new], by=MAKER, at=NOW)
    invoice = Invoice.objects.get()
    came = came_in(1210_00, invoice.reference)
    day = later(11)
    bring(coda(replace(came, booked_on=day, value_on=day), on=day))
    delay = queries.delays(on=later(30))[festival.pk]
    assert (delay.median_days, delay.n) == (10, 1)


def test_the_questions_do_not_grow_with_the_work(
    amina, bram, festival, django_assert_num_queries, worked
):
    confirmed(bram, make_unit(bram), festival)
    with django_assert_num_queries(2):
        found = queries.exposures()
        queries.by(exposures=found, key="sector", on=TODAY)
        queries.concentration(exposures=found)
        queries.coverage(exposures=found, on=TODAY)


cents = st.integers(0, 10**7)
debts = st.lists(st.tuples(st.integers(1, 4), cents, cents, st.integers(0, 200)), max_size=30)


@given(rows=debts, key=st.sampled_from(["client", "sector", "unit", "age"]))
def test_no_grouping_loses_a_cent(rows, key):
    found = [
        Exposure(
            client, f"C{client}", client % 2, "U", "", None, "1", "T", later(-age), None, True,
            promised, 0, owed,
        )
        for client, promised, owed, age in rows
    ]  # fmt: skip
    groups = queries.by(exposures=found, key=key, on=TODAY)
    assert sum(each.engaged_cents for each in groups) == sum(each.engaged_cents for each in found)
    assert sum(each.open_cents for each in groups) == sum(each.open_cents for each in found)
    assert sum(each.count for each in groups) == len(found)


# The same, added up by hand from the rows of the books: no code is shared.


@settings(max_examples=25, deadline=None)
@given(rows=debts, general=st.integers(1, 10**7), own=st.dictionaries(st.integers(1, 4), cents))
def test_coverage_and_concentration_are_what_one_adds_up_by_hand(rows, general, own):
    found = [
        Exposure(
            client, f"C{client}", 1, "U", "", None, "1", "T", later(-age), None, True, promised,
            0, 0,
        )
        for client, promised, _owed, age in rows
    ]  # fmt: skip
    by_hand = {}
    for client, promised, *_rest in rows:
        by_hand[client] = by_hand.get(client, 0) + promised
    whole = sum(by_hand.values())
    shares = {
        group.label: (group.engaged_cents, share)
        for group, share in queries.concentration(exposures=found)
    }
    assert shares == {
        f"C{client}": (sums, sums * 1000 // whole) for client, sums in by_hand.items() if sums
    }
    caps = [(client, f"C{client}", limit) for client, limit in own.items()]
    terms = replace(rules.figures(TODAY), cap_cents=general)
    with (
        patch.object(_exposure, "_caps", lambda on: caps),
        patch.object(_exposure.rules, "figures", lambda on: terms),
    ):
        covered = queries.coverage(exposures=found, on=TODAY)
    assert {each.client: (each.engaged_cents, each.cap_cents, each.warns) for each in covered} == {
        client: (
            by_hand.get(client, 0),
            own.get(client, general),
            by_hand.get(client, 0) > 0 and 10 * by_hand[client] >= 7 * own.get(client, general),
        )
        for client in {*own, *(each for each, sums in by_hand.items() if sums)}
    }
    assert [each.percent for each in covered] == sorted(
        (each.percent for each in covered), reverse=True
    )
