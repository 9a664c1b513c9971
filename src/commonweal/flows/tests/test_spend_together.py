"""One budget, everything at the same moment: no euro is spent twice, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from tests.cast import CARLA, NOW, TODAY, actor, make_client, make_member, make_unit
from tests.journeys.house import open_house

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.models import Advance, Commitment, Transfer
from commonweal.activities.tests.fundings import grant
from commonweal.activities.tests.validations import DIRK
from commonweal.employment.models import Contract
from commonweal.flows.tests.budget_of_amina import fund, hire, wanted, work
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.refusals import Refusal
from commonweal.ledger import queries as ledger
from commonweal.members import actions as members

MANY = 20


@pytest.fixture
def house(own_database):
    open_house()
    amina, carla = make_member(), make_member(**CARLA)
    members.mark_share_paid(members=[amina, carla], on=TODAY, by=SYSTEM, at=NOW)
    return amina, carla, make_unit(amina), make_unit(carla)


def at_once(deed):
    """Do this twenty times in the same moment; a refusal is an answer, all else is a fault."""

    def do(number):
        try:
            with suppress(Refusal):
                deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as people:
        list(people.map(do, range(MANY)))


def test_hires_transfers_invoices_and_advances(house):
    amina, carla, own, other = house
    fund(own)
    fund(other)
    shown = {"by": actor(amina), "at": NOW}

    def deed(number):
        if number % 5 == 0:
            hire(amina, work(own, amina, wanted(amina, day(later(number)), cents=130_00)))
        elif number % 5 == 1:
            new = activities.NewTransfer(own.pk, other.pk, 120_00, "Poster")
            given = activities.propose_transfers(transfers=[new], **shown)
            activities.accept_transfers(transfers=given, by=actor(carla), at=NOW)
        elif number % 5 == 2:
            new = activities.NewTransfer(other.pk, own.pk, 70_00, "Poster")
            given = activities.propose_transfers(transfers=[new], by=actor(carla), at=NOW)
            activities.accept_transfers(transfers=given, **shown)
        elif number % 5 == 3:
            new = activities.NewInternalInvoice(other.pk, own.pk, "Poster", [("Poster", 110_00)])
            sent = activities.send_internal_invoices(invoices=[new], by=actor(carla), at=NOW)
            activities.approve_internal_invoices(invoices=sent, **shown)
        else:
            granted = grant(own, 100_00, by=DIRK)
            activities.end_advance(advance=granted, reason="Enough", by=DIRK, at=NOW)

    at_once(deed)
    found = [units.states(unit=unit.pk, on=TODAY) for unit in (own, other)]
    assert sum(states.available for states in found) == 2 * 935_00
    assert min(states.spendable for states in found) >= 0
    contracts = {f"contract:{id}" for id in Contract.objects.values_list("pk", flat=True)}
    assert set(Commitment.objects.values_list("origin", flat=True)) == contracts
    assert Advance.objects.filter(ended_on=None).count() <= 1  # one on which a hire leans stays
    assert set(ledger.proofs().values()) == {0}


def test_accept_withdraw_and_expire(house):
    amina, carla, own, other = house
    fund(own)
    new = activities.NewTransfer(own.pk, other.pk, 300_00, "Poster")
    given = activities.propose_transfers(transfers=[new], by=actor(amina), at=NOW)
    last = NOW + timedelta(days=14)

    def deed(number):
        if number % 3 == 0:
            activities.accept_transfers(transfers=given, by=actor(carla), at=last)
        elif number % 3 == 1:
            activities.withdraw_transfer(transfer=given[0], by=actor(amina), at=last)
        else:
            activities.expire(by=SYSTEM, at=last + timedelta(days=1))

    at_once(deed)
    moved = 300_00 if Transfer.objects.get().state == "accepted" else 0
    assert Transfer.objects.get().state in ("accepted", "withdrawn", "expired")
    assert not Commitment.objects.exists()
    assert (ledger.budget(unit=own.pk), ledger.budget(unit=other.pk)) == (935_00 - moved, moved)
    assert set(ledger.proofs().values()) == {0}


def test_jobs_are_placed_confirmed_and_paid_beside_transfers(house):
    amina, carla, own, other = house
    festival = make_client()
    fund(own)
    for number in range(3):
        placed = place(amina, festival, job(own, festival, worker(amina, day(later(number)))))
        confirm(placed.order)
    declare()

    def deed(number):
        if number % 4 == 0:
            on(later(1 + number // 8))
        elif number % 4 == 1:
            place(amina, festival, job(own, festival, worker(amina, day(later(20 + number)))))
        elif number % 4 == 2:
            new = activities.NewTransfer(own.pk, other.pk, 200_00, "Poster")
            given = activities.propose_transfers(transfers=[new], by=actor(amina), at=NOW)
            activities.accept_transfers(transfers=given, by=actor(carla), at=NOW)
        else:
            hire(amina, work(own, amina, wanted(amina, day(later(40 + number)), cents=130_00)))

    at_once(deed)
    on(later(4))
    assert units.states(unit=own.pk, on=later(4)).spendable >= 0
    assert ledger.account_balance(account="491") == ledger.account_balance(account="717") == 0
    assert set(ledger.proofs().values()) == {0}
