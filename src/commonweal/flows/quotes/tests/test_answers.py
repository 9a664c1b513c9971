"""What the client answers, and what follows: the order, the budget, the letters."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, actor

from commonweal.activities import queries as units
from commonweal.flows.billing import jobs as billing
from commonweal.flows.quotes import actions as quotes
from commonweal.flows.quotes import jobs, queries
from commonweal.flows.quotes.actions import Row
from commonweal.flows.quotes.tests.offers import FATIMA, THIRDS, accept, now, offer, sent
from commonweal.flows.three_in_one import actions as three_in_one
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee.tests.failing import judgment
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries as orders
from commonweal.invoicing.actions import PlannedPart
from commonweal.kernel import clock
from commonweal.letters.queries import tray


def states(unit, on=TODAY):
    found = units.states(unit=unit.pk, on=on)
    return found.planned, found.confirmed


def test_acceptance_is_a_confirmed_order_with_lines_and_parts(activity, festival, amina):
    quote = sent(activity, festival, amina)
    order = accept(quote, 2)
    assert (order.state, order.confirmed_name, order.quote_id) == (
        "confirmed", "Fatima El Amrani", quote.pk,
    )  # fmt: skip
    assert (order.price_cents, len(orders.order_lines(order=order))) == (1300_00, 2)
    parts = orders.instalments(order=order)
    assert [(part.kind, part.cents) for part in parts] == [
        ("deposit", 433_29), ("milestone", 433_29), ("date", 433_42),
    ]  # fmt: skip


def test_each_part_is_promised_apart_and_nothing_is_planned_any_more(activity, festival, amina):
    order = accept(sent(activity, festival, amina))
    promises = units.commitments(unit=activity.pk, on=TODAY)
    assert {promise.origin for promise in promises} == {f"{order.ref}/{n}" for n in (1, 2, 3)}
    planned, confirmed = states(activity)
    assert planned == 0
    assert abs(confirmed - 935_00) <= len(THIRDS)


def test_an_option_that_is_not_chosen_is_not_ordered(activity, festival, amina):
    order = accept(sent(activity, festival, amina))
    assert [line.description for line in orders.order_lines(order=order)] == ["Design"]


def test_without_parts_it_is_one_promise_and_one_invoice_after_the_last_day(
    activity, festival, amina
):
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=3)}
    order = accept(sent(activity, festival, amina, schedule=(), **days))
    assert not orders.instalments(order=order)
    assert [each.origin for each in units.commitments(unit=activity.pk, on=TODAY)] == [order.ref]


def test_without_parts_and_days_it_is_invoiced_once_the_member_says_so(activity, festival, amina):
    order = accept(sent(activity, festival, amina, schedule=()))
    (part,) = orders.instalments(order=order)
    assert (part.kind, part.label, part.cents) == ("milestone", "House style", 1000_00)


def test_the_member_hears_of_it_and_finds_the_order(activity, festival, amina):
    order = accept(sent(activity, festival, amina))
    letter = tray().get(kind="quote_accepted")
    assert letter.to == amina.email
    assert f"/my/jobs/{order.pk}/" in letter.body


def test_a_no_frees_the_budget_and_tells_the_member_why(activity, festival, amina):
    quote = sent(activity, festival, amina)
    quotes.decline(quote=quote, reason="Too late", by=FATIMA, at=NOW)
    assert states(activity) == (0, 0)
    assert "Too late" in tray().get(kind="quote_declined").body


def test_a_change_that_is_asked_reaches_the_member(activity, festival, amina):
    quote = sent(activity, festival, amina)
    quotes.ask_change(quote=quote, text="Without\n\nhttps://evil.example", by=FATIMA, at=NOW)
    letter = tray().get(kind="quote_change_asked")
    assert "Without https://evil.example" in letter.body
    assert states(activity) == (935_00, 0)


@pytest.mark.parametrize(("from_client", "kind"), [(True, "quote_said"), (False, "quote_word")])
def test_a_word_reaches_the_other_side(activity, festival, amina, from_client, kind):
    quote = sent(activity, festival, amina)
    by = FATIMA if from_client else actor(amina)
    quotes.comment(quote=quote, text="In A2?", from_client=from_client, by=by, at=NOW)
    assert tray().get(kind=kind).to == (amina.email if from_client else festival.email)


def test_taken_back_the_client_reads_why(activity, festival, amina):
    quote = sent(activity, festival, amina)
    quotes.withdraw(quote=quote, reason="I am ill", by=actor(amina), at=NOW)
    assert (now(quote).state, states(activity)) == ("withdrawn", (0, 0))
    assert "I am ill" in tray().get(kind="quote_withdrawn").body


def test_the_client_is_reminded_once_some_days_before_the_end(activity, festival, amina):
    sent(activity, festival, amina, valid_until=TODAY + timedelta(days=12))
    sent(activity, festival, amina, valid_until=TODAY + timedelta(days=4))
    for days in range(8):
        clock.move(to=NOW + timedelta(days=days))
        jobs.follow()
    letter = tray().get(kind="quote_reminder")
    assert letter.context["valid_until"] == "2026-05-16"


def test_the_day_after_its_last_the_member_hears_that_nobody_answered(activity, festival, amina):
    quote = sent(activity, festival, amina)
    clock.move(to=NOW + timedelta(days=21))
    for _run in range(2):
        jobs.follow()
    assert now(quote).state == "expired"
    assert tray().get(kind="quote_expired").to == amina.email


def test_what_is_left_of_an_order_in_parts_is_cancelled(activity, festival, amina):
    order = accept(sent(activity, festival, amina))
    three_in_one.withdraw(order=order, reason="The festival stops", by=actor(amina), at=NOW)
    assert states(activity) == (0, 0)
    order = orders.get_order(id=order.pk)
    assert [each.state for each in queries.parts(order=order, on=TODAY)] == ["cancelled"] * 3


def test_the_deposit_is_invoiced_at_once_and_the_rest_goes_on_or_stops(activity, festival, amina):
    order = accept(sent(activity, festival, amina), 2)
    billing.run(at=NOW)
    (invoice,) = orders.invoices().filter(order=order.pk)
    assert (invoice.net_cents, orders.get_order(id=order.pk).state) == (433_29, "confirmed")
    assert [each.state for each in queries.parts(order=order, on=TODAY)] == [
        "invoiced", "to_come", "to_come",
    ]  # fmt: skip
    promises = units.commitments(unit=activity.pk, on=TODAY)
    assert {promise.origin for promise in promises} == {f"{order.ref}/{n}" for n in (2, 3)}
    three_in_one.withdraw(order=order, reason="The festival stops", by=actor(amina), at=NOW)
    order = orders.get_order(id=order.pk)
    assert [each.state for each in queries.parts(order=order, on=TODAY)] == [
        "invoiced", "cancelled", "cancelled",
    ]  # fmt: skip
    assert states(activity) == (0, 0)


def test_a_part_that_is_lost_never_reads_as_paid(activity, festival, amina):
    order = accept(sent(activity, festival, amina), 2)
    billing.run(at=NOW)
    guarantee.mark_bankrupt(failure=judgment(festival), by=actor(amina), at=NOW)
    assert queries.parts(order=order, on=TODAY)[0].state == "invoiced"


def test_a_draft_of_a_part_goes_with_the_order_that_is_cancelled(activity, festival, amina):
    soon = (PlannedPart("date", "All", 10_000, TODAY + timedelta(days=1)),)
    order = accept(sent(activity, festival, amina, schedule=soon))
    billing.run(at=NOW)
    assert [each.state for each in queries.parts(order=order, on=TODAY)] == ["drafted"]
    three_in_one.withdraw(order=order, reason="The festival stops", by=actor(amina), at=NOW)
    assert orders.instalments(order=order)[0].invoice is None


def test_a_part_is_due_on_its_day_or_once_it_is_reached(activity, festival, amina):
    order = accept(sent(activity, festival, amina))
    assert [each.state for each in queries.parts(order=order, on=TODAY)] == [
        "due", "to_come", "to_come",
    ]  # fmt: skip
    milestone = orders.instalments(order=order)[1]
    invoicing.reach_milestone(instalment=milestone, by=actor(amina), at=NOW)
    later = TODAY + timedelta(days=30)
    assert [each.state for each in queries.parts(order=order, on=later)] == ["due"] * 3


def test_versions_are_compared_line_by_line(activity, festival, amina):
    first = sent(activity, festival, amina)
    second = invoicing.new_version(quote=first, by=actor(amina), at=NOW)
    rows = (Row("Design", 600_00, thousandths=2000, unit_code="DAY"), Row("Web page", 200_00))
    quotes.change(
        quote=second, offer=offer(activity, rows=rows, title="House style II"), client=festival,
        by=actor(amina), at=NOW,
    )  # fmt: skip
    second = now(second)
    changes = queries.changed_lines(before=first, after=second)
    assert [change.kind for change in changes] == ["changed", "changed"]
    assert queries.changed_words(before=first, after=second) == ["title"]


PRICES = st.lists(
    st.tuples(st.integers(100, 9_999_99), st.sampled_from(["usual", "reduced", "intermediate"])),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PRICES, st.sets(st.integers(1, 5)))
def test_whatever_is_chosen_the_parts_are_the_price(activity, festival, amina, prices, chosen):
    rows = [
        Row(f"Work {n}", cents, vat=vat, is_optional=n > 1)
        for n, (cents, vat) in enumerate(prices, 1)
    ]
    quote = sent(activity, festival, amina, rows=rows)
    if quote.state == "checking":
        return
    order = accept(quote, *(n for n in chosen if 1 < n <= len(rows)))
    lines = orders.order_lines(order=order)
    assert order.price_cents == sum(line.net_cents for line in lines)
    assert order.price_cents == sum(part.cents for part in orders.instalments(order=order))
