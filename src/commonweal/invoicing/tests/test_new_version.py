import pytest
from tests.cast import actor

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.tests.offers import CLIENT, HALVES, draft, sent


def test_it_copies_the_newest_under_the_same_number(amina, amina_unit, festival, at):
    first = sent(amina_unit, festival, amina, schedule=HALVES)
    second = invoicing.new_version(quote=first, by=actor(amina), at=at)
    assert (second.number, second.version, second.state) == (first.number, 2, "draft")
    assert second.schedule == first.schedule
    assert [line.description for line in queries.quote_lines(quote=second)] == [
        "Design day",
        "Print run",
    ]
    assert [each.version for each in queries.versions(number=first.number)] == [1, 2]
    assert list(queries.quotes(units=[amina_unit.pk])) == [second]


def test_one_draft_at_a_time(amina, amina_unit, festival, at):
    first = draft(amina_unit, festival, amina)
    with pytest.raises(invoicing.VersionWaits, match="version 1"):
        invoicing.new_version(quote=first, by=actor(amina), at=at)


def test_nothing_replaces_what_was_accepted(amina, amina_unit, festival, at):
    first = sent(amina_unit, festival, amina)
    invoicing.accept_quote(quote=first, chosen=(), by=CLIENT, at=at)
    with pytest.raises(invoicing.AlreadyAccepted):
        invoicing.new_version(quote=first, by=actor(amina), at=at)


def test_after_a_no_another_offer_can_be_made(amina, amina_unit, festival, at):
    first = sent(amina_unit, festival, amina)
    invoicing.decline_quote(quote=first, reason="Too dear", by=CLIENT, at=at)
    second = invoicing.new_version(quote=first, by=actor(amina), at=at)
    assert second.version == 2
