import pytest
from tests.cast import actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import CLIENT, draft, sent
from commonweal.kernel.actor import Actor


def test_both_read_the_thread_under_every_version(amina, amina_unit, festival, at):
    first = sent(amina_unit, festival, amina)
    invoicing.comment_quote(quote=first, text="In A2?", from_client=True, by=CLIENT, at=at)
    second = invoicing.new_version(quote=first, by=actor(amina), at=at)
    invoicing.send_quote(quote=second, by=actor(amina), at=at)
    invoicing.comment_quote(quote=second, text="Yes", from_client=False, by=actor(amina), at=at)
    said = queries.comments(quote=second)
    assert [(one.by_name, one.text, one.from_client) for one in said] == [
        ("Ines Martin", "In A2?", True),
        ("Amina Benali", "Yes", False),
    ]


def test_somebody_says_something_about_what_was_sent(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    nobody = Actor("client:1", " ")
    with pytest.raises(invoicing.SaySomething):
        invoicing.comment_quote(quote=offered, text=" ", from_client=True, by=CLIENT, at=at)
    with pytest.raises(invoicing.MissingName):
        invoicing.comment_quote(quote=offered, text="Hm", from_client=True, by=nobody, at=at)
    drafted = draft(amina_unit, festival, amina)
    with pytest.raises(invoicing.NotWithTheClient):
        invoicing.comment_quote(quote=drafted, text="Hm", from_client=True, by=CLIENT, at=at)
