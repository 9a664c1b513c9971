"""activities.change_mandate: another role, another part in the split key."""

import pytest

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Mandate
from commonweal.activities.queries import Deed
from commonweal.activities.tests.mandates import join, studio


def change(mandate, role, weight, by, at):
    return activities.change_mandate(mandate=mandate, role=role, weight=weight, by=by, at=at)


def test_the_role_decides_at_once_what_a_member_may_do(amina, bram, by, at):
    mandate = join(studio(amina), amina, bram)
    assert queries.may(mandate=mandate, deed=Deed.SPEND)
    changed = change(mandate, "reader", 0, by, at)
    assert not queries.may(mandate=changed, deed=Deed.WORK)
    assert queries.may(mandate=changed, deed=Deed.LOOK)


def test_the_weight_is_the_part_in_the_split_key(amina, bram, by, at):
    unit = studio(amina)
    join(unit, amina, bram, weight=1)
    own = queries.mandates(unit=unit.pk).get(member=amina)
    change(own, "manager", 2, by, at)
    assert [(each.member, each.weight) for each in queries.split_key(unit=unit.pk)] == [
        (amina, 2),
        (bram, 1),
    ]


def test_the_last_manager_is_not_demoted_and_hears_what_to_do(amina, bram, by, at):
    unit = studio(amina)
    theirs = join(unit, amina, bram)
    own = queries.mandates(unit=unit.pk).get(member=amina)
    with pytest.raises(activities.LastManager, match="Make somebody else manager first: Amina"):
        change(own, "reader", 0, by, at)
    change(theirs, "manager", 0, by, at)
    assert change(own, "reader", 0, by, at).role == "reader"


def test_the_account_of_one_person_gets_no_second_manager(amina, bram, amina_unit, by, at):
    mandate = join(amina_unit, amina, bram, "reader")
    with pytest.raises(activities.PersonalAccount):
        change(mandate, "manager", 0, by, at)
    own = queries.mandates(unit=amina_unit.pk).get(member=amina)
    assert change(own, "manager", 1, by, at).weight == 1


def test_it_refuses_a_mandate_that_ended(amina, bram, by, at):
    mandate = join(studio(amina), amina, bram)
    activities.end_mandate(mandate=mandate, by=by, at=at)
    with pytest.raises(activities.MandateEnded, match="Invite Bram De Smet again"):
        change(mandate, "reader", 0, by, at)
    assert Mandate.objects.get(pk=mandate.pk).role == "co_manager"
