from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY, actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests.offers import CLIENT, draft, now, sent
from commonweal.kernel.actor import SYSTEM


def test_the_day_after_its_last_it_ends_once(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina, valid_until=TODAY)
    draft(amina_unit, festival, amina, valid_until=TODAY)
    assert not invoicing.expire_quotes(by=SYSTEM, at=NOW)
    next_day = NOW + timedelta(days=1)
    assert invoicing.expire_quotes(by=SYSTEM, at=next_day) == [offered]
    assert now(offered).state == "expired"
    assert not invoicing.expire_quotes(by=SYSTEM, at=next_day)


def test_a_new_version_brings_it_back(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina, valid_until=TODAY)
    next_day = NOW + timedelta(days=1)
    invoicing.expire_quotes(by=SYSTEM, at=next_day)
    with pytest.raises(invoicing.QuoteExpired, match="04/05/2026"):
        invoicing.accept_quote(quote=offered, chosen=(), by=CLIENT, at=next_day)
    fresh = invoicing.new_version(quote=offered, by=actor(amina), at=next_day)
    with pytest.raises(invoicing.ValidityOver):
        invoicing.send_quote(quote=fresh, by=actor(amina), at=next_day)
