from datetime import timedelta

import pytest
from tests.cast import TODAY

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import DESIGN, HALVES, PRINT


def test_the_price_is_the_sum_of_the_lines(order, by, at):
    detailed = invoicing.detail_order(order=order, lines=[DESIGN, PRINT], by=by, at=at)
    assert (detailed.price_cents, detailed.vat, detailed.rate_bp) == (1300_00, "standard", 2100)
    assert [line.net_cents for line in queries.order_lines(order=detailed)] == [1000_00, 300_00]
    assert not queries.instalments(order=detailed)


def test_the_parts_are_the_price_and_the_deposit_is_due_at_once(order, by, at):
    parts = (
        *HALVES[:1],
        invoicing.PlannedPart("date", "Second", 3333, TODAY + timedelta(days=9)),
        invoicing.PlannedPart("milestone", "Last", 3667),
    )
    invoicing.detail_order(order=order, lines=[DESIGN], parts=parts, by=by, at=at)
    found = queries.instalments(order=order)
    assert [(part.ref, part.kind, part.cents, part.due_on) for part in found] == [
        (f"{order.ref}/1", "deposit", 300_00, TODAY),
        (f"{order.ref}/2", "date", 333_30, TODAY + timedelta(days=9)),
        (f"{order.ref}/3", "milestone", 366_70, None),
    ]


def test_lines_that_are_worth_nothing_are_no_order(order, by, at):
    free = invoicing.NewQuoteLine("Gift", 0, invoicing.Vat.STANDARD, 2100)
    with pytest.raises(invoicing.WrongPrice):
        invoicing.detail_order(order=order, lines=[free], by=by, at=at)
