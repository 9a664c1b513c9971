import pytest
from tests.cast import actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import CLIENT, draft, sent


def test_the_client_reads_why(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    gone = invoicing.withdraw_quote(quote=offered, reason="I am ill", by=actor(amina), at=at)
    assert gone.state == "withdrawn"
    assert [said.text for said in queries.comments(quote=gone)] == ["I am ill"]
    with pytest.raises(invoicing.QuoteSettled):
        invoicing.accept_quote(quote=offered, chosen=(), by=CLIENT, at=at)


def test_a_reason_is_owed_to_who_had_it_only(amina, amina_unit, festival, at):
    with pytest.raises(invoicing.MissingReason):
        invoicing.withdraw_quote(
            quote=sent(amina_unit, festival, amina), reason=" ", by=actor(amina), at=at
        )
    drafted = draft(amina_unit, festival, amina)
    assert invoicing.withdraw_quote(quote=drafted, reason="", by=actor(amina), at=at)


def test_what_is_accepted_is_not_taken_back(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    invoicing.accept_quote(quote=offered, chosen=(), by=CLIENT, at=at)
    with pytest.raises(invoicing.NothingToTakeBack):
        invoicing.withdraw_quote(quote=offered, reason="Ill", by=actor(amina), at=at)
