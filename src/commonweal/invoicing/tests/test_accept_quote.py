from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY, actor, make_client

from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.invoicing.actions import NewQuoteLine, Vat
from commonweal.invoicing.tests.offers import CLIENT, PRINT, now, sent
from commonweal.kernel.actor import Actor


def accept(quote, *chosen, at=NOW, by=CLIENT, **details):
    return invoicing.accept_quote(quote=quote, chosen=chosen, by=by, at=at, **details)


def test_it_keeps_the_name_and_the_options(amina, amina_unit, festival, at):
    offered = sent(amina_unit, festival, amina)
    accepted = accept(offered, 2)
    assert (accepted.state, accepted.answered_name) == ("accepted", "Ines Martin")
    assert [line.is_chosen for line in queries.quote_lines(quote=accepted)] == [True, True]
    assert queries.worth(quotes=[offered.pk]) == {offered.pk: 1300_00}


def test_what_is_not_chosen_is_left_out(amina, amina_unit, festival):
    ready = NewQuoteLine("Print run", 300_00, Vat.STANDARD, 600, is_optional=True)
    offered = sent(amina_unit, festival, amina, lines=(ready, PRINT))
    accept(offered, 2)
    assert [line.is_chosen for line in queries.quote_lines(quote=offered)] == [False, True]


def test_of_options_alone_one_is_needed(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina, lines=(PRINT,))
    with pytest.raises(invoicing.ChooseSomething):
        accept(offered)


@pytest.mark.parametrize("chosen", [1, 3, 0])
def test_only_what_is_offered_as_an_option_is_chosen(amina, amina_unit, festival, chosen):
    with pytest.raises(invoicing.NoSuchOption):
        accept(sent(amina_unit, festival, amina), chosen)


def test_it_wants_a_name_and_the_number_the_client_itself_demands(amina, amina_unit):
    strict = make_client(
        name="Stad", enterprise_number="0403170701", vat_number="BE0403170701",
        purchase_order_required=True,
    )  # fmt: skip
    offered = sent(amina_unit, strict, amina)
    with pytest.raises(invoicing.MissingPurchaseOrder):
        accept(offered)
    with pytest.raises(invoicing.MissingName):
        accept(offered, by=Actor("client:1", ""), purchase_order="77")
    assert accept(offered, purchase_order=" 77 ").purchase_order == "77"


def test_on_its_last_day_it_stands_and_the_day_after_it_does_not(amina, amina_unit, festival):
    first = sent(amina_unit, festival, amina, valid_until=TODAY)
    second = sent(amina_unit, festival, amina, valid_until=TODAY)
    assert accept(first, at=NOW.replace(hour=23)).state == "accepted"
    with pytest.raises(invoicing.QuoteExpired, match="Ask for a new version"):
        accept(second, at=NOW + timedelta(days=1))
    assert now(second).state == "sent"


def test_a_second_click_is_told_who_accepted(amina, amina_unit, festival):
    offered = sent(amina_unit, festival, amina)
    accept(offered)
    with pytest.raises(invoicing.AlreadyAccepted, match="Ines Martin accepted version 1"):
        accept(offered)


def test_a_superseded_version_shows_the_newest(amina, amina_unit, festival, at):
    first = sent(amina_unit, festival, amina)
    second = invoicing.new_version(quote=first, by=actor(amina), at=at)
    invoicing.send_quote(quote=second, by=actor(amina), at=at)
    with pytest.raises(invoicing.QuoteSuperseded, match=r"Read version 2.*04/05/2026"):
        accept(first)
    assert queries.newest_sent(quote=first) == second
