"""Which statements are missing, and how a gap closes when they come."""

from commonweal.banking import queries
from commonweal.banking.tests.conftest import bring, came_in, coda, day


def told():
    return [(gap.first, gap.last, gap.off_cents, gap.days) for gap in queries.gaps()]


def test_statements_that_follow_on_leave_no_gap(account):
    bring(coda(came_in(500), on=day(4), sequence=41))
    bring(coda(came_in(100), on=day(5), sequence=42, old_cents=500))
    assert told() == []


def test_a_gap_is_told_by_number_and_by_what_was_moved_in_it(account):
    bring(coda(came_in(500), on=day(4), sequence=41))
    bring(coda(came_in(100), on=day(8), sequence=44, old_cents=900))
    assert told() == [(42, 43, 400, (day(4), day(8)))]
    assert queries.gaps()[0].account == account


def test_a_missing_number_is_told_also_when_the_balances_follow(account):
    bring(coda(came_in(500), on=day(4), sequence=41))
    bring(coda(came_in(100), on=day(8), sequence=43, old_cents=500))
    assert told() == [(42, 42, 0, (day(4), day(8)))]


def test_a_gap_becomes_smaller_and_closes_by_itself(account):
    bring(coda(came_in(500), on=day(4), sequence=41))
    bring(coda(came_in(100), on=day(8), sequence=44, old_cents=900))
    bring(coda(came_in(150), on=day(5), sequence=42, old_cents=500))
    assert told() == [(43, 43, 250, (day(5), day(8)))]
    bring(coda(came_in(250), on=day(6), sequence=43, old_cents=650))
    assert told() == []


def test_a_year_begins_to_count_again(account):
    bring(coda(came_in(500), on=day(4).replace(year=2025), sequence=250))
    bring(coda(came_in(100), on=day(4), sequence=1, old_cents=500))
    assert told() == []


def test_accounts_that_are_not_ours_are_not_followed(account):
    iban = "BE68539007547034"
    bring(coda(came_in(500), on=day(4), iban=iban))
    bring(coda(came_in(100), on=day(8), sequence=9, old_cents=9_900, iban=iban))
    assert told() == []


def test_gaps_cost_two_questions_whatever_their_number(account, django_assert_max_num_queries):
    for number in range(1, 12, 2):
        bring(coda(came_in(1), on=day(number), sequence=number, old_cents=number * 1_000))
    with django_assert_max_num_queries(2):
        assert len(queries.gaps()) == 5
