"""What social security answered."""

import pytest

from commonweal.employment import actions, queries
from commonweal.employment.gateways import Anomaly, Answer
from commonweal.employment.tests import work


@pytest.fixture
def sent(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    actions.begin_sending(declarations=[declaration], by=by, at=at)
    actions.record_taken(taken=[actions.Taken(declaration, "2026")], by=by, at=at)
    return declaration


def record(declaration, answer, by, at):
    found = actions.record_answers(answers=[actions.Answered(declaration, answer)], by=by, at=at)
    declaration.refresh_from_db()
    return found


def test_accepted_work_is_declared(sent, by, at):
    record(sent, Answer("A", period_number="202600000001"), by, at)
    assert (sent.state, sent.period_number) == ("accepted", "202600000001")
    assert (sent.answered_at, work.state(sent.contract)) == (at, "declared")


def test_a_warning_declares_too_and_keeps_the_objection(sent, by, at):
    record(sent, Answer("W", "202600000001", (Anomaly("90017-369"),)), by, at)
    assert (sent.state, work.state(sent.contract)) == ("warned", "declared")
    (objection,) = queries.objections(sent)
    assert "used up" in objection.words
    assert "student@work" in objection.remedy


def test_refused_work_waits_for_a_correction(sent, by, at):
    record(sent, Answer("B", anomalies=(Anomaly("90017-510"),)), by, at)
    assert (sent.state, work.state(sent.contract)) == ("refused", "refused")


def test_a_code_nobody_knows_is_shown_as_it_came(sent, by, at):
    record(sent, Answer("B", anomalies=(Anomaly("12345-678", "Onbekende fout"),)), by, at)
    (objection,) = queries.objections(sent)
    assert objection.words == "12345-678 Onbekende fout"


def test_still_in_treatment_changes_nothing(sent, by, at):
    assert record(sent, Answer("S"), by, at) == []
    assert (sent.state, work.state(sent.contract)) == ("sent", "cleared")


def test_the_same_answer_twice_changes_nothing(sent, by, at):
    record(sent, Answer("A", period_number="1"), by, at)
    assert record(sent, Answer("B"), by, at) == []
    assert (sent.state, work.state(sent.contract)) == ("accepted", "declared")


def test_the_answer_is_kept_without_the_national_number(sent, by, at):
    raw = {"worker": {"ssin": "85031512468"}, "declarationStatus": {"result": "A"}}
    record(sent, Answer("A", period_number="1", raw=raw), by, at)
    assert sent.answer.startswith('{"worker":{"ssin":"***********"}')


def test_it_takes_the_same_number_of_statements_for_one_and_for_twenty(
    amina, amina_unit, by, at, django_assert_num_queries
):
    def answers(first, last):
        found = []
        for day in range(first, last):
            declaration = work.declare(amina_unit, work.contract(amina, work.period(day)))
            actions.begin_sending(declarations=[declaration], by=by, at=at)
            actions.record_taken(taken=[actions.Taken(declaration, str(day))], by=by, at=at)
            found.append(actions.Answered(declaration, Answer("A", period_number=str(day))))
        return found

    for batch in (answers(1, 2), answers(10, 30)):
        with django_assert_num_queries(7):
            actions.record_answers(answers=batch, by=by, at=at)
