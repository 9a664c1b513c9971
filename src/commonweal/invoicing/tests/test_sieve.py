"""The list of what is issued, narrowed: the rows, and what they come to."""

from datetime import timedelta

import pytest
from tests.cast import make_client

from commonweal.clients import queries as clients
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.queries import Sieve
from commonweal.invoicing.tests.test_standings import pay
from commonweal.ledger import actions as ledger

pytestmark = pytest.mark.django_db
LATER = timedelta(days=31)


@pytest.fixture
def issued(draft, by, at):
    """Four invoices: paid, paid too much, credited, partly paid; then the credit note."""
    found = invoicing.issue(drafts=[draft() for _ in range(4)], by=by, at=at)
    pay(found[0], 121_000, by, at)
    pay(found[1], 122_000, by, at)
    found += invoicing.credit_note(invoices=[found[2]], reason="Rain", by=by, at=at)
    pay(found[3], 21_000, by, at)
    return found


def places(issued, at, **sieve):
    """The places, in the batch, of what passes; and that the sums are of just these."""
    asked = Sieve(on=sieve.pop("on", at.date()), **sieve)
    found = {row.pk: row for row in queries.issued(sieve=asked, most=100)}
    (summed,) = queries.sums(sieve=asked) or [None]
    assert (summed.count if summed else 0) == len(found)
    return [place for place, invoice in enumerate(issued) if invoice.pk in found]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("", [0, 1, 2, 3, 4]),
        ("open", [3]),
        ("paid", [0]),
        ("overpaid", [1]),
        ("credited", [2]),
        ("credit_note", [4]),
        ("overdue", []),
    ],
)
def test_each_state_has_its_own(issued, at, state, expected):
    assert places(issued, at, state=state) == expected


def test_what_was_written_off_is_lost_and_neither_paid_nor_overpaid(issued, at, by):
    marks = {issued[place].ref: ("bankruptcy:1", 1_00) for place in (0, 1, 2)}
    ledger.mark_lost(marks=marks, by=by, at=at)
    assert places(issued, at, state="lost") == [0, 1]
    assert places(issued, at, state="paid") == places(issued, at, state="overpaid") == []
    rows = queries.issued(sieve=Sieve(on=at.date()), most=100)
    found = {row.pk: row.state for row in rows}
    assert [found[each.pk] for each in issued[:3]] == ["lost", "lost", "credited"]


def test_what_is_open_is_overdue_after_its_day(issued, at):
    assert places(issued, at, state="overdue", on=at.date() + LATER) == [3]
    assert places(issued, at, state="open", on=at.date() + LATER) == [3]


def test_the_state_of_a_row_is_the_one_that_found_it(issued, at):
    for state in ("paid", "overpaid", "credited", "credit_note"):
        rows = queries.issued(sieve=Sieve(on=at.date(), state=state), most=100)
        assert [row.state for row in rows] == [state]


def test_rows_agree_with_what_the_books_say_one_by_one(issued, at):
    rows = queries.issued(sieve=Sieve(on=at.date()), most=100)
    plain = queries.standings(invoices=issued, on=at.date())
    assert [(row.pk, row.state, row.open_cents) for row in rows[::-1]] == [
        (row.invoice.pk, row.state, row.open_cents) for row in plain
    ]


@pytest.mark.parametrize("order", [queries.NEWEST, queries.FIRST_DUE, queries.LARGEST])
def test_pages_follow_each_other_in_every_order(issued, at, order):
    sieve = Sieve(on=at.date())
    whole = queries.issued(sieve=sieve, order=order, most=100)
    found: list[queries.IssuedRow] = []
    while len(found) < len(whole):
        after = (getattr(found[-1], order.column), found[-1].pk) if found else None
        found += queries.issued(sieve=sieve, order=order, after=after, most=2)
    assert found == whole


def test_a_page_is_one_statement(issued, at, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.issued(sieve=Sieve(on=at.date(), state="open"), most=50)


def test_what_rows_come_to_counts_credit_notes_against(issued, at):
    (sums,) = queries.sums(sieve=Sieve(on=at.date()))
    assert (sums.currency, sums.count, sums.net_cents) == ("EUR", 5, 3 * 100_000)
    assert (sums.total_cents, sums.open_cents) == (3 * 121_000, 100_000 - 1_000)


def test_text_finds_numbers_references_amounts_orders_and_names(issued, at):
    first = issued[0]
    assert places(issued, at, text=first.number) == [0]
    assert places(issued, at, text="1") == [0, 4]  # the first of each series
    assert places(issued, at, text=f"{first.number[:5]}") == [0, 1, 2, 3]
    assert places(issued, at, text=queries.show_reference(first.reference)) == [0]
    assert places(issued, at, text="1.210,00") == [0, 1, 2, 3, 4]
    assert places(issued, at, text="fest senne") == [0, 1, 2, 3, 4]
    assert places(issued, at, text="nobody at all") == []


def test_a_client_is_found_by_the_name_it_has_now_also_when_it_was_merged(issued, at, by):
    kept = make_client(name="Kobalt", enterprise_number="0403170701", vat_number="BE0403170701")
    clients.Client.objects.filter(pk=issued[0].client_id).update(merged_into=kept)
    assert places(issued, at, text="kob") == [0, 1, 2, 3, 4]


def test_it_narrows_by_day_amount_unit_client_and_vat(issued, at, amina_unit):
    day, client = at.date(), issued[0].client_id
    everything = [0, 1, 2, 3, 4]
    for sieve, expected in (
        ({"first": day, "last": day}, everything),
        ({"first": day + timedelta(days=1)}, []),
        ({"least_cents": 121_000, "most_cents": 121_000}, everything),
        ({"least_cents": 121_001}, []),
        ({"units": [amina_unit.pk], "clients": [client], "entity": 1}, everything),
        ({"units": []}, []),
        ({"clients": [client + 1]}, []),
        ({"vat": "standard:2100"}, everything),
        ({"vat": "standard:600"}, []),
        ({"vat": "exempt"}, []),
        ({"papers": "waiting"}, everything),
        ({"papers": "parked"}, []),
        ({"disputed": True}, []),
    ):
        assert places(issued, at, **sieve) == expected, sieve
