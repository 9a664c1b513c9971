"""activities.expire: what nobody answered ends, and so does every reservation past its day."""

from datetime import timedelta

from tests.cast import NOW, TODAY

from commonweal.activities import actions as activities
from commonweal.activities import jobs
from commonweal.activities.models import Commitment
from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.deals import money, propose
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.letters.models import Letter


def expire(days):
    return activities.expire(by=SYSTEM, at=NOW + timedelta(days=days))


def test_a_proposal_past_its_day_falls_away_and_both_sides_are_told(
    amina, carla, amina_unit, carla_unit
):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    assert expire(14) == []
    (late,) = expire(15)
    assert (late.pk, late.state, late.answered_by_name) == (transfer.pk, "expired", "Commonweal")
    assert not Commitment.objects.exists()
    assert money(amina_unit) == (935_00, 0, 935_00)
    told = Letter.objects.filter(kind="transfer_expired").values_list("to", flat=True)
    assert set(told) == {amina.email, carla.email}
    assert expire(15) == []


def test_what_an_adviser_still_looks_at_does_not_expire(amina, amina_unit, carla_unit):
    earn(amina_unit)
    propose(amina_unit, carla_unit, amina, checking=True)
    assert expire(100) == []
    assert Commitment.objects.count() == 1


def test_reservations_of_any_origin_expire_and_nothing_else_does(amina_unit, carla_unit):
    earn(amina_unit)
    promise(amina_unit, 100_00, origin="contract:1", expires_on=TODAY)
    promise(amina_unit, 100_00, origin="contract:2", expires_on=TODAY + timedelta(days=1))
    promise(amina_unit, 100_00, origin="contract:3")
    promise(amina_unit, 100_00, "planned", "order:1", expires_on=TODAY)
    expire(1)
    left = set(Commitment.objects.values_list("origin", flat=True))
    assert left == {"contract:2", "contract:3", "order:1"}


def test_the_job_reads_the_clock_of_the_house(amina, amina_unit, carla_unit):
    earn(amina_unit)
    transfer = propose(amina_unit, carla_unit, amina)
    jobs.expire(timestamp=0)
    transfer.refresh_from_db()
    assert transfer.state == "proposed"
    clock.move(to=NOW + timedelta(days=15))
    jobs.expire(timestamp=0)
    transfer.refresh_from_db()
    assert transfer.state == "expired"
