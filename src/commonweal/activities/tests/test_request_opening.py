"""activities.request_opening: a wish, and what keeps a profession from being an activity."""

from datetime import date

import pytest
from django.db import connection
from django.utils import translation
from tests.cast import NOW, TODAY

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.openings import ask
from commonweal.kernel.refusals import Refusal, each_of


def refusals(member, **changes):
    with pytest.raises(Refusal) as found:
        ask(member, **changes)
    return {each.code for each in each_of(found.value)}


def test_it_waits_for_an_adviser(amina):
    request = ask(amina, name="  Benali   vertaalt ")
    assert (request.name, request.state, request.unit) == ("Benali vertaalt", "sent", None)


def test_a_second_click_is_answered_with_the_first_request(amina):
    assert ask(amina, key="1:a") == ask(amina, key="1:a")


def test_everything_that_lacks_is_said_together(amina):
    found = refusals(
        amina, name=" ", description="", trade="juggler", partner_email="AMINA@example.org"
    )
    assert found == {"missing_name", "description_missing", "unknown_trade", "partner_is_you"}


def test_a_profession_that_is_not_possible_says_what_is(amina):
    with pytest.raises(activities.TradeRefused, match="Find a shared or mobile place"):
        ask(amina, trade="restaurant")


def test_the_refusal_reads_in_the_language_of_the_member(amina):
    with translation.override("nl"), pytest.raises(activities.TradeRefused, match="handelshuur"):
        ask(amina, trade="restaurant")


def test_a_food_trade_asks_for_another_place_than_a_shop_on_a_lease(amina):
    with pytest.raises(activities.ConditionOpen, match="without a commercial lease"):
        ask(amina, trade="cook", met=["food_permit"], papers=[1, 2])


def test_each_condition_that_asks_for_a_paper_needs_a_file(amina):
    met = ["no_commercial_lease", "food_permit"]
    with pytest.raises(activities.PapersMissing, match="2 are asked, 1 are here"):
        ask(amina, trade="cook", met=met, papers=[1])
    assert ask(amina, trade="cook", met=met, papers=[1, 2]).state == "sent"


def test_a_condition_without_a_paper_is_only_ticked(amina):
    assert ask(amina, trade="hypnosis_show", met=["public_safety"]).papers == []


def test_building_trades_are_possible_from_2018_on():
    assert queries.find_trade(code="handyman", on=date(2017, 12, 31)) is None
    assert queries.find_trade(code="handyman", on=date(2018, 1, 1)).conditions


def test_every_trade_of_the_list_reads_in_four_languages():
    for language in ("nl", "fr", "de", "en"):
        with translation.override(language):
            for trade in queries.trades(on=TODAY):
                words = [trade.words, trade.sector_words, *(c.words for c in trade.conditions)]
                assert all(map(str, words))


def test_its_member_sees_it_and_a_stranger_does_not(amina, carla):
    request = ask(amina)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', '', true)")
    assert queries.own_openings(member_id=amina.pk) == [request]
    assert queries.own_openings(member_id=carla.pk) == []
    with pytest.raises(activities.OpeningRequest.DoesNotExist):
        queries.get_own_opening(member_id=carla.pk, id=request.pk)


def test_it_may_be_asked_by_a_connection_that_sees_no_unit(amina):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', '', true)")
    assert ask(amina).sent_at == NOW
