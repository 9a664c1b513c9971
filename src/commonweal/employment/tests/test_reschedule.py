"""Moving work that has not begun."""

from datetime import date, timedelta

import pytest

from commonweal.employment import actions, gateways, jobs, queries
from commonweal.employment.models import Declaration
from commonweal.employment.tests import work


@pytest.fixture
def service():
    service = gateways.RecordingSocialSecurity()
    with gateways.replaced(by=service):
        yield service


def talk(at):
    jobs.send_queued(at=at)
    jobs.ask(at=at)


def move(contract, *periods, by, at):
    (moved,) = actions.reschedule(changes=[actions.Change(contract, periods)], by=by, at=at)
    moved.refresh_from_db()
    return moved


def messages():
    return list(Declaration.objects.order_by("id").values_list("kind", "state"))


def test_planned_work_moves_and_its_old_hours_are_free(amina, amina_unit, by, at):
    (contract,) = work.plan(amina_unit, work.contract(amina))
    moved = move(contract, work.period(3, hours=6), work.period(4, hours=6), by=by, at=at)
    assert (moved.starts_on, moved.ends_on) == (date(2026, 5, 7), date(2026, 5, 8))
    assert queries.hours(contracts=[moved.pk])[moved.pk] == queries.Hours(720, 2)
    assert work.plan(amina_unit, work.contract(amina))


def test_work_may_shift_over_its_own_hours(amina, amina_unit, by, at):
    (contract,) = work.plan(amina_unit, work.contract(amina))
    assert move(contract, work.period(start=10), by=by, at=at).starts_at.hour == 8  # in UTC


def test_it_checks_the_new_hours_as_if_they_were_planned(amina, amina_unit, by, at):
    work.plan(amina_unit, work.contract(amina, work.period(2)))
    (contract,) = work.plan(amina_unit, work.contract(amina))
    with pytest.raises(queries.WorksTwiceAtOnce):
        move(contract, work.period(2, start=15, hours=3), by=by, at=at)
    with pytest.raises(queries.GrossBelowMinimum):
        move(contract, work.period(3), work.period(4), work.period(5), by=by, at=at)
    assert contract.periods.count() == 1


def test_a_message_in_the_queue_tells_the_new_days(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    moved = move(declaration.contract, work.period(3), by=by, at=at)
    talk(at)
    declaration.refresh_from_db()
    assert messages() == [("in", "accepted")]
    assert declaration.due_at == moved.starts_at
    assert '"startDate":"2026-05-07"' in declaration.message


def test_a_message_that_came_too_late_is_in_time_again(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina, work.period(2)))
    declaration.due_at = at  # the work was to begin now, and nothing went out
    declaration.save()
    actions.park(by=by, at=at)
    move(declaration.contract, work.period(3), by=by, at=at)
    talk(at)
    assert messages() == [("in", "accepted")]


def test_social_security_is_told_when_declared_days_change(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    declaration.refresh_from_db()
    move(declaration.contract, work.period(3), by=by, at=at)
    talk(at)
    assert messages() == [("in", "accepted"), ("update", "accepted")]
    assert list(service.messages.values())[-1].body == {
        "dimonaUpdate": {
            "periodId": int(declaration.period_number),
            "startDate": "2026-05-07",
            "endDate": "2026-05-07",
        }
    }
    assert work.state(declaration.contract) == "declared"


def test_other_hours_of_the_same_day_are_not_its_business(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    move(declaration.contract, work.period(start=12), by=by, at=at)
    assert messages() == [("in", "accepted")]


def test_the_last_of_two_quick_changes_is_told(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    talk(at)
    move(declaration.contract, work.period(3), by=by, at=at)
    move(declaration.contract, work.period(4), by=by, at=at)
    assert messages() == [("in", "accepted"), ("update", "withdrawn"), ("update", "queued")]


def test_it_waits_for_an_answer_that_is_out(amina, amina_unit, by, at, service):
    declaration = work.declare(amina_unit, work.contract(amina))
    jobs.send_queued(at=at)
    with pytest.raises(actions.AlreadyDeclared):
        move(declaration.contract, work.period(3), by=by, at=at)


def test_it_refuses_once_the_work_has_begun(amina, amina_unit, by, at):
    (contract,) = work.plan(amina_unit, work.contract(amina))
    with pytest.raises(actions.WorkHasBegun):
        move(contract, work.period(9), by=by, at=contract.starts_at + timedelta(hours=1))


def test_it_refuses_cancelled_work(amina, amina_unit, by, at):
    contracts = work.plan(amina_unit, work.contract(amina))
    actions.cancel(contracts=contracts, by=by, at=at)
    with pytest.raises(actions.WrongState):
        move(contracts[0], work.period(3), by=by, at=at)


@pytest.fixture
def student(amina, amina_unit, at, service):
    """A student whose work of tomorrow was accepted."""
    declaration = work.declare(amina_unit, work.contract(amina, worker_status="student"))
    talk(at)
    return declaration.contract


def test_the_first_day_of_a_student_cannot_be_moved_once_announced(student, by, at):
    with pytest.raises(actions.StudentStartMoved):
        move(student, work.period(3), by=by, at=at)


def test_the_hours_of_a_student_are_told_when_they_change(student, by, at, service):
    move(student, work.period(hours=6), work.period(2, hours=4), by=by, at=at)
    talk(at)
    told = list(service.messages.values())[-1].body["dimonaUpdate"]
    assert (told["endDate"], told["plannedHoursNumber"]) == ("2026-05-06", 10)
    assert "startDate" not in told


def test_other_hours_of_a_student_on_the_same_day_are_told_too(student, by, at, service):
    move(student, work.period(hours=6.5), by=by, at=at)
    talk(at)
    told = list(service.messages.values())[-1].body["dimonaUpdate"]
    assert told["plannedHoursNumber"] == 7
