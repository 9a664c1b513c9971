"""It was a mistake: the client takes work again, and everyone who was told is told."""

from tests.cast import make_unit

from commonweal.clients import actions as clients
from commonweal.flows.insolvency import actions
from commonweal.flows.insolvency.tests.test_mark_bankrupt import failure
from commonweal.guarantee import actions as guarantee
from commonweal.guarantee.tests.failing import invoice
from commonweal.ledger import queries as books
from commonweal.letters import queries as letters


def marked(client, by, at):
    return actions.mark_bankrupt(failure=failure(client, on=at.date()), by=by, at=at).bankruptcy


def withdraw(bankruptcy, by, at):
    return actions.withdraw(bankruptcy=bankruptcy, because="Another one", by=by, at=at)


def test_who_was_told_is_told_once_in_the_same_language(carla, festival, by, at):
    invoice(make_unit(carla), festival)
    bankruptcy = marked(festival, by, at)
    withdraw(bankruptcy, by, at)
    told = list(letters.about(refs=[bankruptcy.ref]))
    assert [(each.kind, each.to, each.language) for each in told] == [
        ("client_bankrupt_unit", carla.email, "fr"),
        ("client_not_bankrupt", carla.email, "fr"),
    ]
    assert books.account_balance(account="400") == 1210_00


def test_the_client_takes_work_again(amina_unit, festival, by, at):
    invoice(amina_unit, festival)
    withdraw(marked(festival, by, at), by, at)
    festival.refresh_from_db()
    assert not festival.blocked_on


def test_who_was_blocked_for_another_reason_stays_so(amina_unit, festival, by, at):
    clients.block(clients=[festival], reason="Does not pay", by=by, at=at)
    bankruptcy = marked(festival, by, at)
    festival.refresh_from_db()
    assert festival.blocked_because == "Does not pay"
    withdraw(bankruptcy, by, at)
    festival.refresh_from_db()
    assert festival.blocked_because == "Does not pay"


def test_who_failed_since_takes_no_work_though_the_first_time_was_a_mistake(
    amina_unit, festival, by, at
):
    first = marked(festival, by, at)
    guarantee.close_bankruptcy(bankruptcy=first, on=at.date(), by=by, at=at)
    marked(festival, by, at)
    withdraw(first, by, at)
    festival.refresh_from_db()
    assert festival.blocked_on
