"""activities.set_trust: up to which amount a member decides alone."""

from datetime import timedelta

import pytest
from tests.cast import NOW, TODAY, actor

from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.models import Trust
from commonweal.activities.tests.validations import (
    SAMPLED,
    asked,
    controlled,
    trusted,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_without_it_the_figure_of_the_house_counts(amina):
    assert queries.limit_of(members=[amina.pk], on=TODAY) == {amina.pk: 10_000_00}


def test_the_newest_counts_and_the_others_stay(amina, carla):
    trusted(amina, 1000_00)
    trusted(amina, 2500_00)
    found = queries.limit_of(members=[amina.pk, carla.pk], on=TODAY)
    assert found == {amina.pk: 2500_00, carla.pk: 10_000_00}
    assert Trust.objects.filter(member=amina).count() == 2
    assert queries.decides_alone(member=amina.pk, cents=2500_00, on=TODAY)
    assert not queries.decides_alone(member=amina.pk, cents=2500_01, on=TODAY)


def test_three_decisions_in_order_propose_the_next_step(amina, amina_unit):
    for origin in SAMPLED[:2]:
        controlled(amina_unit, amina, origin)
    assert queries.proposals(members=[amina.pk], on=TODAY) == {}
    controlled(amina_unit, amina, SAMPLED[2])
    found = queries.proposals(members=[amina.pk], on=TODAY)[amina.pk]
    assert (found.limit_cents, found.proposed_cents, found.clean) == (10_000_00, 25_000_00, 3)
    assert found.is_up


def test_a_finding_proposes_one_step_back_whatever_else_was_in_order(amina, amina_unit):
    for origin in SAMPLED[:3]:
        controlled(amina_unit, amina, origin)
    controlled(amina_unit, amina, SAMPLED[3], finding="The VAT is wrong.")
    found = queries.proposals(members=[amina.pk], on=TODAY)[amina.pk]
    assert (found.proposed_cents, found.findings) == (5000_00, ("The VAT is wrong.",))
    assert not found.is_up


def test_setting_it_begins_anew(amina, amina_unit):
    controlled(amina_unit, amina, SAMPLED[0], finding="The VAT is wrong.")
    trusted(amina, 10_000_00, at=LATER)
    assert queries.proposals(members=[amina.pk], on=TODAY) == {}


def test_nothing_is_below_nothing_and_above_the_last_step(amina, amina_unit):
    trusted(amina, 50_000_00)
    for origin in SAMPLED[:3]:
        controlled(amina_unit, amina, origin)
    assert queries.proposals(members=[amina.pk], on=TODAY) == {}
    trusted(amina, 0, at=LATER)
    assert asked(amina_unit, amina, cents=1).state == "waiting"


@pytest.mark.parametrize(
    ("cents", "reason", "refusal"),
    [(-1, "Agreed", activities.LimitBelowZero), (100, " ", activities.WhyTrusted)],
)
def test_it_refuses_less_than_nothing_and_silence(amina, by, at, cents, reason, refusal):
    with pytest.raises(refusal):
        activities.set_trust(member=amina, limit_cents=cents, reason=reason, by=by, at=at)


def test_nobody_trusts_oneself(amina, at):
    with pytest.raises(activities.OneselfTrusted):
        activities.set_trust(
            member=amina, limit_cents=100, reason="I am good", by=actor(amina), at=at
        )
