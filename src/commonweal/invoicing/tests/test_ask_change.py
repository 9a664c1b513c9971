from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import CLIENT, now, sent
from commonweal.kernel.actor import SYSTEM


def test_the_offer_stands_while_a_change_is_asked(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    asked = invoicing.ask_change(quote=offered, text="Cheaper", by=CLIENT, at=at)
    assert asked.state == "change_asked"
    assert [said.text for said in queries.comments(quote=asked)] == ["Cheaper"]
    assert invoicing.accept_quote(quote=asked, chosen=(), by=CLIENT, at=at).state == "accepted"


def test_it_wants_to_know_what(amina, amina_unit, festival, at):
    with pytest.raises(invoicing.SayWhatToChange):
        invoicing.ask_change(quote=sent(amina_unit, festival, amina), text="", by=CLIENT, at=at)


def test_an_expired_quote_is_asked_for_again(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina, valid_until=TODAY)
    later = NOW + timedelta(days=2)
    invoicing.expire_quotes(by=SYSTEM, at=later)
    invoicing.ask_change(quote=offered, text="Still there?", by=CLIENT, at=later)
    assert now(offered).state == "expired"
    assert queries.comments(quote=offered).count() == 1


def test_nothing_is_asked_of_a_settled_quote(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    invoicing.decline_quote(quote=offered, reason="Too dear", by=CLIENT, at=at)
    with pytest.raises(invoicing.QuoteSettled):
        invoicing.ask_change(quote=offered, text="Cheaper", by=CLIENT, at=at)
