"""Ending declared work before the last day that was announced."""

from datetime import date, timedelta

import pytest

from commonweal.employment import actions, gateways, jobs, queries
from commonweal.employment.models import Declaration
from commonweal.employment.tests import work

THREE_DAYS = tuple(work.period(day) for day in (1, 2, 3))  # 5, 6 and 7 May


@pytest.fixture
def service():
    service = gateways.RecordingSocialSecurity()
    with gateways.replaced(by=service):
        yield service


def talk(at):
    jobs.send_queued(at=at)
    jobs.ask(at=at)


@pytest.fixture
def declared(amina, amina_unit, at, service):
    """Three days of work that social security accepted."""
    return declare(amina_unit, work.contract(amina, *THREE_DAYS, gross_cents=60_000), at)


def declare(unit, contract, at):
    declaration = work.declare(unit, contract)
    talk(at)
    declaration.contract.refresh_from_db()
    return declaration.contract


@pytest.fixture
def later(at):
    """On the second day of the work."""
    return at + timedelta(days=2)


def end(contract, last_day, by, at):
    actions.end_early(ends=[actions.EarlyEnd(contract, last_day)], by=by, at=at)
    contract.refresh_from_db()
    return contract


def messages():
    return list(Declaration.objects.order_by("id").values_list("kind", "state"))


def test_the_days_after_are_given_up_and_the_gross_stays(declared, by, later):
    ended = end(declared, date(2026, 5, 6), by, later)
    assert (ended.ends_on, ended.minutes, ended.gross_cents) == (date(2026, 5, 6), 960, 60_000)
    assert queries.hours(contracts=[ended.pk])[ended.pk] == queries.Hours(960, 2)
    assert ended.state == "declared"


def test_social_security_is_told_the_real_last_day(declared, service, by, later):
    end(declared, date(2026, 5, 6), by, later)
    talk(later)
    assert messages() == [("in", "accepted"), ("out", "accepted")]
    period = Declaration.objects.get(kind="in").period_number
    assert list(service.messages.values())[-1].body == {
        "dimonaOut": {"periodId": int(period), "endDate": "2026-05-06"}
    }


def test_the_free_hours_can_be_planned_again(declared, amina, amina_unit, by, later):
    end(declared, date(2026, 5, 6), by, later)
    assert work.plan(amina_unit, work.contract(amina, work.period(3)), at=later)


def test_a_second_earlier_end_is_a_change_of_the_first(declared, by, later):
    end(declared, date(2026, 5, 6), by, later)
    talk(later)
    end(declared, date(2026, 5, 5), by, later)
    talk(later)
    assert messages()[1:] == [("out", "accepted"), ("update", "accepted")]


def test_of_two_quick_ends_the_waiting_message_tells_the_last(declared, service, by, later):
    end(declared, date(2026, 5, 6), by, later)
    end(declared, date(2026, 5, 5), by, later)
    talk(later)
    assert messages()[1:] == [("out", "accepted")]
    assert list(service.messages.values())[-1].body["dimonaOut"]["endDate"] == "2026-05-05"


def test_a_student_gets_the_hours_of_the_quota_back(amina, amina_unit, service, by, at, later):
    new = work.contract(amina, *THREE_DAYS, gross_cents=60_000, worker_status="student")
    contract = declare(amina_unit, new, at)
    end(contract, date(2026, 5, 6), by, later)
    talk(later)
    assert messages() == [("in", "accepted"), ("update", "accepted")]
    told = list(service.messages.values())[-1].body["dimonaUpdate"]
    assert (told["endDate"], told["plannedHoursNumber"]) == ("2026-05-06", 16)
    assert "startDate" not in told


def test_work_of_a_night_ends_on_the_next_day(amina, amina_unit, service, by, at, later):
    night = (work.period(1, start=22), work.period(2, start=22), work.period(3, start=22))
    contract = declare(amina_unit, work.contract(amina, *night, gross_cents=60_000), at)
    assert end(contract, date(2026, 5, 6), by, later).ends_on == date(2026, 5, 7)


def test_a_refused_end_waits_for_a_person_who_sends_it_again(declared, amina, service, by, later):
    end(declared, date(2026, 5, 6), by, later)
    out = Declaration.objects.get(kind="out")
    Declaration.objects.filter(pk=out.pk).update(state="refused")
    actions.repeat(declarations=list(queries.attention()), by=by, at=later)
    talk(later)
    assert messages()[1:] == [("out", "refused"), ("out", "accepted")]


def test_it_refuses_work_that_has_not_begun(declared, by, at):
    with pytest.raises(actions.NotBegun):
        end(declared, date(2026, 5, 6), by, at)


@pytest.mark.parametrize("last_day", [date(2026, 5, 7), date(2026, 5, 9)])
def test_it_refuses_an_end_that_is_not_earlier(declared, by, later, last_day):
    with pytest.raises(actions.EndsAsAnnounced):
        end(declared, last_day, by, later)


def test_it_refuses_an_end_before_the_first_day(declared, by, later):
    with pytest.raises(actions.NobodyWorkedYet):
        end(declared, date(2026, 5, 4), by, later)
    assert declared.periods.count() == 3


def test_it_refuses_work_that_is_not_declared(amina, amina_unit, by, later):
    (contract,) = work.plan(amina_unit, work.contract(amina, *THREE_DAYS, gross_cents=60_000))
    with pytest.raises(actions.WrongState):
        end(contract, date(2026, 5, 6), by, later)


def test_it_waits_for_an_answer_that_is_out(declared, by, later):
    end(declared, date(2026, 5, 6), by, later)
    jobs.send_queued(at=later)
    with pytest.raises(actions.AlreadyDeclared):
        end(declared, date(2026, 5, 5), by, later)


def test_it_refuses_a_period_number_that_cannot_be(declared, by, later):
    Declaration.objects.update(period_number="260000000199")
    with pytest.raises(actions.PeriodNumberWrong, match="260000000199"):
        end(declared, date(2026, 5, 6), by, later)


def test_many_ends_take_as_many_statements_as_one(
    amina, bram, amina_unit, service, by, at, later, django_assert_max_num_queries
):
    contracts = [
        declare(amina_unit, work.contract(who, *THREE_DAYS, gross_cents=60_000), at)
        for who in (amina, bram)
    ]
    ends = [actions.EarlyEnd(each, date(2026, 5, 6)) for each in contracts]
    with django_assert_max_num_queries(16):
        actions.end_early(ends=ends, by=by, at=later)
