"""Client and member at the same moment: one version is accepted, or the next one is sent."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.cast import NOW, actor, make_client, make_entity, make_member, make_unit

from commonweal.flows.quotes import actions as quotes
from commonweal.flows.quotes.tests.offers import accept, now, sent
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing import queries
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal
from commonweal.members import actions as members

MANY = 12


def at_once(deed):
    """Let many do it in the same moment; return what became of each."""
    outcomes, barrier = [None] * MANY, Barrier(MANY, timeout=60)

    def one(number):
        try:
            barrier.wait()
            outcomes[number] = deed(number)
        except Refusal as refusal:
            outcomes[number] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=one, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def offered(own_database):
    make_entity()
    amina, client = make_member(), make_client()
    members.mark_share_paid(members=[amina], on=date(2026, 1, 5), by=SYSTEM, at=NOW)
    unit = make_unit(amina, "activity", "Atelier Brume")
    first = sent(unit, client, amina)
    return amina, first, invoicing.new_version(quote=first, by=actor(amina), at=NOW)


def test_of_yes_to_the_old_and_sending_the_new_one_counts(offered):
    amina, first, second = offered

    def answer(number):
        if number % 2:
            accept(first)
            return "accepted"
        quotes.send(quote=second, by=actor(amina), at=NOW)
        return "sent"

    outcomes = at_once(answer)
    done = [outcome for outcome in outcomes if outcome in ("accepted", "sent")]
    assert len(done) == 1
    states = (now(first).state, now(second).state)
    assert states == (("accepted", "draft") if done == ["accepted"] else ("superseded", "sent"))
    assert queries.orders().count() == done.count("accepted")


def test_of_many_clicks_one_sends(offered):
    amina, _first, second = offered

    def click(_number):
        quotes.send(quote=second, by=actor(amina), at=NOW)
        return "sent"

    outcomes = at_once(click)
    assert sorted(set(outcomes)) == ["no_draft", "sent"]
    assert outcomes.count("sent") == 1


def test_of_many_yeses_one_makes_the_order(offered):
    _amina, first, _second = offered
    outcomes = at_once(lambda number: accept(first) and "accepted")
    assert sorted(outcomes) == ["accepted"] + ["already_accepted"] * (MANY - 1)
    assert queries.orders().count() == 1
