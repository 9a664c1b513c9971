from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.cast import NOW, actor, make_unit

from commonweal.flows.quotes import actions as quotes
from commonweal.flows.quotes.tests.offers import link, now, sent
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.queries import tray
from commonweal.members import actions as members

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(amina):
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    return make_unit(amina, "activity", "Atelier Brume")


@pytest.fixture
def quote(amina, activity, festival):
    return sent(activity, festival, amina)


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


def in_english(client):
    client.cookies["language"] = "en"
    return client


def said(answer):
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_speaks_the_language_of_the_quote_and_is_kept_by_nobody(quote, visitor):
    page = visitor.get(link())
    assert page.status_code == 200
    assert 'lang="fr"' in said(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_a_link_shows_the_rows_of_its_own_unit_only(quote, carla_unit, visitor):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', '', true)")
    assert visitor.get(link()).status_code == 200


def test_the_total_follows_the_options(quote, visitor):
    in_english(visitor)
    plain = said(visitor.post(f"{link()}total/"))
    with_option = said(visitor.post(f"{link()}total/", {"chosen": "2"}))
    assert "€1,210.00" in plain
    assert "€1,528.00" in with_option
    assert "€433.42" in with_option


def test_without_javascript_the_options_are_counted_and_the_name_stays(quote, visitor):
    data = {"deed": "count", "chosen": "2", "accept-name": "Fatima El Amrani"}
    page = said(in_english(visitor).post(link(), data))
    assert "€1,528.00" in page
    assert "Fatima El Amrani" in page


def accept(visitor, *chosen, **changes):
    data = {"deed": "accept", "accept-name": "Fatima El Amrani", "accept-agreed": "on"}
    return visitor.post(link(), {**data, "chosen": list(chosen), **changes})


def test_a_client_accepts_with_an_option_and_without_an_account(quote, visitor):
    assert accept(visitor, "2").status_code == 302
    order = queries.order_of_quote(quote=quote)
    assert (order.state, order.price_cents, order.confirmed_name) == (
        "confirmed", 1300_00, "Fatima El Amrani",
    )  # fmt: skip
    assert "Fatima El Amrani accepted this quote" in said(in_english(visitor).get(link()))


def test_what_is_missing_is_asked_for_and_the_choice_stays(quote, visitor):
    answer = accept(in_english(visitor), "2", **{"accept-agreed": ""})
    assert answer.status_code == 422
    page = said(answer)
    assert "Tick this box to accept the quote." in page
    assert 'value="2" checked' in page
    assert "Fatima El Amrani" in page
    assert now(quote).state == "sent"


def test_a_client_asks_a_question_and_reads_it_back(quote, visitor):
    words = {"deed": "comment", "comment-name": "Fatima", "comment-text": "<b>In A2?</b>"}
    assert visitor.post(link(), words).status_code == 302
    assert "&lt;b&gt;In A2?&lt;/b&gt;" in said(visitor.get(link()))
    assert tray().filter(kind="quote_said").count() == 1


def test_a_change_is_asked_and_a_no_has_its_reason(quote, visitor):
    in_english(visitor)
    empty = visitor.post(link(), {"deed": "change", "change-name": "Fatima", "change-text": ""})
    assert empty.status_code == 422
    visitor.post(link(), {"deed": "change", "change-name": "Fatima", "change-text": "Cheaper"})
    assert now(quote).state == "change_asked"
    visitor.post(link(), {"deed": "decline", "decline-name": "Fatima", "decline-reason": "Late"})
    assert now(quote).state == "declined"
    assert "Fatima declined this quote" in said(visitor.get(link()))


def test_an_old_link_shows_the_newest_version(quote, amina, visitor):
    before = link()
    second = invoicing.new_version(quote=quote, by=actor(amina), at=NOW)
    quotes.send(quote=second, by=actor(amina), at=NOW)
    assert visitor.get(before).status_code == 410  # a new letter shuts the link of the old
    page = said(in_english(visitor).get(link()))
    assert "version 2" in page
    assert accept(visitor).status_code == 302
    assert (now(quote).state, now(second).state) == ("superseded", "accepted")


def test_after_its_last_day_it_offers_to_ask_for_a_new_version(quote, visitor):
    clock.move(to=NOW + timedelta(days=21))
    page = said(in_english(visitor).get(link()))
    assert "Ask for a new version" in page
    assert "Accept the quote" not in page
    answer = accept(visitor)
    assert answer.status_code == 422
    assert "Ask for a new version below" in said(answer)


def test_an_expired_link_sends_a_fresh_one_to_the_same_address(quote, festival, visitor):
    clock.move(to=NOW + timedelta(days=31))
    before = link()
    assert visitor.get(before).status_code == 410
    assert visitor.post(f"{before}fresh-link/").status_code == 200
    assert visitor.get(link()).status_code == 200
    assert {letter.to for letter in tray().filter(kind="quote_to_answer")} == {festival.email}


@pytest.mark.parametrize("token", ["x", "a" * 32])
@pytest.mark.parametrize("page", ["", "pdf/"])
def test_a_guessed_link_opens_nothing(db, visitor, token, page):
    assert visitor.get(f"/quote/{token}/{page}").status_code == 404


def test_the_pdf_is_tagged_and_in_the_language_of_the_client(quote, visitor):
    answer = visitor.get(f"{link()}pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert b"/StructTreeRoot" in answer.content
    assert visitor.get(f"{link()}pdf/?version=9").status_code == 404
