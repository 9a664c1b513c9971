import pytest
from tests.cast import actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import CLIENT, sent


def test_it_keeps_who_said_no_and_why(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    declined = invoicing.decline_quote(quote=offered, reason="Too dear", by=CLIENT, at=at)
    assert (declined.state, declined.answered_name, declined.answered_at) == (
        "declined", "Ines Martin", at,
    )  # fmt: skip
    assert [said.text for said in queries.comments(quote=declined)] == ["Too dear"]


def test_it_wants_a_reason(amina, amina_unit, festival, at):
    with pytest.raises(invoicing.SayWhyNot):
        invoicing.decline_quote(
            quote=sent(amina_unit, festival, amina), reason=" ", by=CLIENT, at=at
        )


def test_an_old_version_sends_on_to_the_newest(amina, amina_unit, festival, at):
    first = sent(amina_unit, festival, amina)
    second = invoicing.new_version(quote=first, by=actor(amina), at=at)
    invoicing.send_quote(quote=second, by=actor(amina), at=at)
    with pytest.raises(invoicing.QuoteSuperseded, match="version 2"):
        invoicing.decline_quote(quote=first, reason="Too dear", by=CLIENT, at=at)
