from datetime import date

import pytest

from commonweal.invoicing import actions as invoicing
from commonweal.kernel import queries as kernel


def test_it_waits_for_the_client(order, festival):
    assert (order.state, order.language, order.client) == ("sent", festival.language, festival)
    (event,) = kernel.events(of=[order.ref])
    assert event.verb == "invoicing.place_order"


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"title": " "}, invoicing.MissingTitle),
        ({"price_cents": 0}, invoicing.WrongPrice),
        ({"starts_on": date(2026, 5, 6), "ends_on": date(2026, 5, 5)}, invoicing.WrongPeriod),
        ({"rate_bp": 1900}, invoicing.UnknownVatRate),
        ({"vat": invoicing.Vat.EXEMPT}, invoicing.UnknownVatRate),
    ],
)
def test_it_refuses_what_no_client_could_confirm(new_order, by, at, details, refusal):
    with pytest.raises(refusal):
        invoicing.place_order(orders=[new_order(**details)], by=by, at=at)
