import pytest
from tests.cast import actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.offers import draft, sent


def test_what_an_adviser_approved_goes_to_the_client(amina, amina_unit, festival, by, at):
    drafted = draft(amina_unit, festival, amina)
    held = invoicing.send_quote(quote=drafted, checking=True, by=actor(amina), at=at)
    free = invoicing.let_go_quote(quote=held, by=by, at=at)
    assert (free.state, free.sent_at) == ("sent", at)


def test_what_waits_for_no_adviser_is_not_let_go(amina, amina_unit, festival, by, at):
    with pytest.raises(invoicing.NotBeingChecked):
        invoicing.let_go_quote(quote=sent(amina_unit, festival, amina), by=by, at=at)
