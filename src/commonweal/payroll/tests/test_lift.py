"""Lifting an attachment of wages."""

from datetime import date

import pytest

from commonweal.payroll import actions, queries
from commonweal.payroll.tests import attached

pytestmark = pytest.mark.django_db


@pytest.fixture
def energy(amina, by, at):
    (row,) = attached.attach(attached.claim(amina), by=by, at=at)
    return row


def lift(row, by, at, reason="The judge lifted it"):
    return actions.lift(attachment=row.pk, reason=reason, by=by, at=at)


def test_it_takes_no_more_from_then_on(energy, amina, amina_unit, by, at):
    found = lift(energy, by, at)
    assert (found.lifted_on, found.lifted_because) == (date(2026, 5, 4), "The judge lifted it")
    (slip,) = actions.run(contracts=attached.work(amina_unit, amina, by=by), by=by, at=at)
    assert attached.owed(slip) == 300_000


def test_what_it_took_stays_owed_to_the_creditor(energy, amina, amina_unit, by, at):
    (slip,) = actions.run(contracts=attached.work(amina_unit, amina, by=by), by=by, at=at)
    lift(energy, by, at)
    assert queries.payable(due_by=slip.due_on)[-1].cents == 129_510


def test_the_next_in_rank_takes_the_room(energy, amina, amina_unit, by, at):
    (other,) = attached.attach(attached.claim(amina, reference="2026/119"), by=by, at=at)
    lift(energy, by, at)
    actions.run(contracts=attached.work(amina_unit, amina, by=by), by=by, at=at)
    assert attached.owed_to(other) == 129_510


def test_it_refuses_without_a_reason(energy, by, at):
    with pytest.raises(actions.ReasonToLiftMissing):
        lift(energy, by, at, reason=" ")


def test_it_refuses_a_second_time(energy, by, at):
    lift(energy, by, at)
    with pytest.raises(actions.LiftedAlready, match="of Energie nv was lifted on 2026-05-04"):
        lift(energy, by, at)


def test_the_same_claim_may_be_served_again(energy, amina, by, at):
    lift(energy, by, at)
    (again,) = attached.attach(attached.claim(amina), by=by, at=at)
    assert again.pk != energy.pk
