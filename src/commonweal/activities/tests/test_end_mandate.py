"""activities.end_mandate: somebody acts for a unit no more."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.cast import BRAM, TODAY, make_entity, make_member

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Mandate
from commonweal.activities.tests.mandates import invite, join, studio


def test_it_stays_as_history_and_opens_nothing(amina, bram, by, at):
    unit = studio(amina)
    mandate = join(unit, amina, bram)
    ended = activities.end_mandate(mandate=mandate, by=by, at=at)
    assert ended.ended_on == TODAY
    assert queries.units_of(member_id=bram.pk) == []
    assert [each.member for each in queries.mandates(unit=unit.pk)] == [amina]
    assert list(queries.ended_mandates(unit=unit.pk)) == [mandate]


def test_who_left_can_be_invited_again(amina, bram, by, at):
    unit = studio(amina)
    activities.end_mandate(mandate=join(unit, amina, bram), by=by, at=at)
    assert invite(unit, amina, bram.user.email).state == "open"


def test_the_last_manager_cannot_leave_before_somebody_else_is_one(amina, bram, by, at):
    unit = studio(amina)
    theirs = join(unit, amina, bram)
    own = queries.mandates(unit=unit.pk).get(member=amina)
    with pytest.raises(activities.LastManager, match="Make somebody else manager first"):
        activities.end_mandate(mandate=own, by=by, at=at)
    activities.change_mandate(mandate=theirs, role="manager", weight=0, by=by, at=at)
    assert activities.end_mandate(mandate=own, by=by, at=at).ended_on == TODAY


def test_it_refuses_to_end_twice(amina, bram, by, at):
    mandate = join(studio(amina), amina, bram)
    activities.end_mandate(mandate=mandate, by=by, at=at)
    with pytest.raises(activities.MandateEnded):
        activities.end_mandate(mandate=mandate, by=by, at=at)


@pytest.mark.usefixtures("own_database")
def test_of_two_managers_who_leave_at_once_one_stays(by, at):
    make_entity()
    amina, bram = make_member(), make_member(**BRAM)
    unit = studio(amina)
    join(unit, amina, bram, "manager")
    refused, barrier = [], Barrier(2, timeout=60)

    def leave(mandate):
        try:
            barrier.wait()
            activities.end_mandate(mandate=mandate, by=by, at=at)
        except activities.LastManager:
            refused.append(mandate)
        finally:
            connection.close()

    threads = [Thread(target=leave, args=(each,)) for each in queries.mandates(unit=unit.pk)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert list(Mandate.objects.filter(ended_on=None)) == refused
