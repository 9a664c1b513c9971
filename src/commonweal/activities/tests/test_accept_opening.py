"""activities.accept_opening: an adviser says yes, and the activity is there."""

import pytest
from tests.cast import TODAY, make_staff

from commonweal.access.queries import Role
from commonweal.activities import actions as activities
from commonweal.activities import queries
from commonweal.activities.tests.openings import ask
from commonweal.letters.queries import tray


@pytest.fixture
def adviser(entity):
    return make_staff(Role.ADVISER)


def test_the_activity_opens_with_its_manager_and_its_adviser(amina, adviser, by, at):
    accepted = activities.accept_opening(request=ask(amina), adviser=adviser, by=by, at=at)
    unit = accepted.unit
    assert (unit.kind, unit.name, unit.trade) == ("activity", "Benali vertaalt", "translator")
    assert (unit.adviser, unit.opened_on) == (adviser, TODAY)
    assert [(m.member, m.role) for m in queries.mandates(unit=unit.pk)] == [(amina, "manager")]


def test_the_member_is_told(amina, adviser, by, at):
    accepted = activities.accept_opening(
        request=ask(amina), remark="Welkom!", adviser=adviser, by=by, at=at
    )
    letter = tray().get(kind="opening_accepted")
    assert letter.to == amina.email
    assert "Welkom!" in letter.body
    assert f"/my/budget/{accepted.unit_id}/" in letter.body


def test_it_is_decided_once(amina, adviser, by, at):
    request = ask(amina)
    activities.accept_opening(request=request, adviser=adviser, by=by, at=at)
    with pytest.raises(activities.AlreadyDecided, match="Accepted"):
        activities.accept_opening(request=request, adviser=adviser, by=by, at=at)


def test_nobody_decides_on_the_own_request(amina, by, at):
    with pytest.raises(activities.OwnRequest):
        activities.accept_opening(request=ask(amina), adviser=amina.user, by=by, at=at)


def test_the_list_of_the_day_of_the_decision_counts(amina, adviser, by, at):
    request = ask(amina)
    activities.OpeningRequest.objects.filter(pk=request.pk).update(trade="restaurant")
    with pytest.raises(activities.TradeRefused):
        activities.accept_opening(request=request, adviser=adviser, by=by, at=at)
    assert not queries.units_of(member_id=amina.pk)
