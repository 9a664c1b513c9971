"""A quote reaches its client: by whom, above which trust, and what it promises meanwhile."""

from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY, actor, make_client, make_unit

from commonweal.activities import queries as units
from commonweal.flows.quotes import actions as quotes
from commonweal.flows.quotes.actions import ForActivities, Row
from commonweal.flows.quotes.tests.offers import draft, link, now, offer, sent
from commonweal.flows.shareholders.queries import ShareNeeded
from commonweal.flows.three_in_one.actions import ClientBlocked
from commonweal.flows.validation import actions as validation
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel.actor import SYSTEM, Actor
from commonweal.letters.queries import tray

ADVISER = Actor("staff:1", "Dirk Maes")
DEAR = (Row("Campaign", 90_000_00),)


def states(unit, on=TODAY):
    found = units.states(unit=unit.pk, on=on)
    return found.planned, found.confirmed


def test_the_client_gets_a_letter_in_its_language_with_a_link(activity, festival, amina):
    quote = sent(activity, festival, amina)
    letter = tray().get(kind="quote_to_answer")
    assert (quote.state, letter.to, letter.language) == ("sent", festival.email, "fr")
    assert "/quote/" in letter.body
    assert letter.context["total_cents"] == 1210_00


def test_the_same_click_drafts_one_quote(activity, festival, amina):
    made = [
        quotes.draft(offer=offer(activity), client=festival, key="1", by=actor(amina), at=NOW)
        for _click in range(2)
    ]
    assert made[0] == made[1]


def test_vat_follows_client_and_choice_line_by_line(activity, festival, amina):
    quote = draft(activity, festival, amina)
    lines = queries.quote_lines(quote=quote)
    assert [(line.vat, line.rate_bp) for line in lines] == [("standard", 2100), ("standard", 600)]


def test_the_price_less_the_contribution_is_planned_until_its_last_day(activity, festival, amina):
    quote = sent(activity, festival, amina)
    assert states(activity) == (935_00, 0)
    assert states(activity, on=quote.valid_until + timedelta(days=1)) == (0, 0)


def test_a_new_version_promises_in_the_place_of_the_old(activity, festival, amina):
    first = sent(activity, festival, amina)
    second = invoicing.new_version(quote=first, by=actor(amina), at=NOW)
    assert states(activity) == (935_00, 0)
    quotes.send(quote=second, by=actor(amina), at=NOW)
    assert states(activity) == (935_00, 0)
    assert (now(first).state, tray().filter(kind="quote_to_answer").count()) == ("superseded", 2)


def test_a_3in1_account_enters_a_job_instead(amina_unit, festival, amina):
    with pytest.raises(ForActivities, match="Enter a job instead"):
        draft(amina_unit, festival, amina)


def test_to_offer_from_an_activity_a_manager_owns_a_share(bram, festival):
    unit = make_unit(bram, "activity", "Klank")
    with pytest.raises(ShareNeeded, match="Let Bram De Smet pay a share first"):
        sent(unit, festival, bram)


def test_no_work_is_offered_to_a_blocked_client(activity, amina):
    blocked = make_client(name="Slow", enterprise_number="0403170701", vat_number="BE0403170701")
    type(blocked).objects.filter(pk=blocked.pk).update(
        blocked_on=TODAY, blocked_because="Pays nobody"
    )
    with pytest.raises(ClientBlocked):
        sent(activity, blocked, amina)


def test_above_the_trust_an_adviser_looks_first(activity, festival, amina):
    quote = sent(activity, festival, amina, rows=DEAR)
    assert (quote.state, tray().count(), states(activity)) == ("checking", 0, (0, 0))
    asked = units.find_validation(origin=quote.ref)
    validation.decide(validation=asked, approved=True, by=ADVISER, at=NOW)
    assert now(quote).state == "sent"
    assert states(activity)[0] > 0
    assert "/quote/" in link()


def test_the_dearest_choice_of_the_client_counts_for_the_trust(activity, festival, amina):
    rows = (Row("Sketch", 100_00), Row("Campaign", 90_000_00, is_optional=True, is_chosen=False))
    assert sent(activity, festival, amina, rows=rows).state == "checking"


def test_what_an_adviser_refused_is_mended_in_a_new_version(activity, festival, amina):
    quote = sent(activity, festival, amina, rows=DEAR)
    asked = units.find_validation(origin=quote.ref)
    validation.decide(validation=asked, approved=False, finding="Far too cheap", by=ADVISER, at=NOW)
    assert now(quote).state == "withdrawn"
    letter = tray().get()
    assert (letter.kind, letter.to) == ("refused_by_adviser", amina.email)
    assert f"/my/budget/{activity.pk}/quotes/{quote.pk}/" in letter.body
    assert not queries.comments(quote=quote)
    assert invoicing.new_version(quote=quote, by=actor(amina), at=NOW).version == 2


def test_a_fresh_link_shuts_the_ones_before(activity, festival, amina, client):
    quote = sent(activity, festival, amina)
    before = link()
    quotes.send_link(quote=quote, by=SYSTEM, at=NOW)
    assert link() != before
    assert client.get(before).status_code == 410


def test_a_copy_is_a_draft_of_its_own(activity, festival, amina):
    quote = sent(activity, festival, amina)
    copy = quotes.duplicate(quote=quote, by=actor(amina), at=NOW)
    assert (copy.number, copy.version, copy.state) == ("Q2026-000002", 1, "draft")
    assert copy.schedule == quote.schedule
    assert [line.net_cents for line in queries.quote_lines(quote=copy)] == [1000_00, 300_00]
