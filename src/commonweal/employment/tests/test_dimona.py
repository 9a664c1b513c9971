"""The client of Dimona REST v2 against the simulator, with everything that can go wrong."""

from datetime import date, time

import httpx
import pytest

from commonweal.employment import dimona as dimona_rules
from commonweal.employment import gateways, simulator
from commonweal.rules import parameters

SSIN = "85031512468"


def announcement(ssin=SSIN, **more):
    facts = {"first": date(2026, 5, 5), "last": date(2026, 5, 6), **more}
    return gateways.dimona_in(
        enterprise_number="BE 0896.755.397", person=person(ssin), work=dimona_rules.Work(**facts)
    )


def person(ssin):
    return gateways.Person(ssin, "Amina", "Benali", None, "", "", "", "", "BE")


def ask_until_known(dimona, number):
    answers = (dimona.status(number) for _ in range(9))
    return next(answer for answer in answers if answer)


def test_it_is_accepted_after_a_while(dimona):
    number = dimona.declare(announcement())
    assert dimona.status(number) is None
    answer = dimona.status(number)
    assert (answer.result, answer.anomalies) == ("A", ())
    assert dimona_rules.is_period_number(answer.period_number)


@pytest.mark.parametrize(
    ("behaviour", "result", "code"), [("warn", "W", "90017-369"), ("refuse", "B", "90017-510")]
)
def test_objections_come_with_code_and_words(service, dimona, behaviour, result, code):
    service.plan(SSIN, [behaviour])
    answer = ask_until_known(dimona, dimona.declare(announcement()))
    assert (answer.result, answer.anomalies[0].code) == (result, code)
    assert answer.anomalies[0].text


def test_still_in_treatment_is_an_answer_of_its_own(service, dimona):
    service.plan(SSIN, ["wait"])
    number = dimona.declare(announcement())
    results = [answer and answer.result for answer in (dimona.status(number) for _ in range(5))]
    assert results == [None, "S", "S", "S", "A"]


@pytest.mark.parametrize("behaviour", ["busy"])
def test_what_was_certainly_not_taken_can_be_sent_again(service, dimona, behaviour):
    service.plan(SSIN, [behaviour])
    with pytest.raises(gateways.NotReceived):
        dimona.declare(announcement())
    assert not service.office.declared
    assert dimona.declare(announcement())


@pytest.mark.parametrize("behaviour", ["lost", "error_after", "slow", "error", "timeout"])
def test_what_may_have_been_taken_is_lost(service, dimona, behaviour):
    service.plan(SSIN, [behaviour])
    with pytest.raises(gateways.AnswerLost):
        dimona.declare(announcement())


@pytest.mark.parametrize(("behaviour", "found"), [("lost", 1), ("error_after", 1), ("error", 0)])
def test_a_lost_message_is_found_when_it_was_taken(service, dimona, behaviour, found):
    service.plan(SSIN, [behaviour])
    with pytest.raises(gateways.AnswerLost):
        dimona.declare(announcement())
    numbers = dimona.find(announcement())
    assert len(numbers) == found
    assert all(ask_until_known(dimona, number).result == "A" for number in numbers)


def test_a_slow_answer_within_the_time_is_an_answer(service, client_key):
    patient = gateways.Dimona(
        url=service.url, token_url=service.token_url, client_id=simulator.CLIENT, key=client_key
    )
    service.plan(SSIN, ["slow"])
    assert patient.declare(announcement())
    patient.close()


def test_a_body_of_the_wrong_shape_is_turned_down_on_the_spot(dimona):
    with pytest.raises(gateways.Malformed):
        dimona.declare(gateways.Message({"dimonaIn": {"startDate": "2026-05-05"}}))


def test_a_second_message_gets_the_number_of_the_first_when_told_so(service, dimona):
    first = dimona.declare(announcement())
    service.plan(SSIN, ["duplicate"])
    assert dimona.declare(announcement()) == first


def test_a_period_can_be_taken_back_once(dimona):
    number = dimona.declare(announcement())
    period = ask_until_known(dimona, number).period_number
    cancel = gateways.dimona_cancel(period_number=period)
    assert ask_until_known(dimona, dimona.declare(cancel)).result == "A"
    again = ask_until_known(dimona, dimona.declare(cancel))
    assert (again.result, again.anomalies[0].code) == ("B", "00913-355")


def test_the_days_of_a_period_can_be_moved(dimona):
    period = ask_until_known(dimona, dimona.declare(announcement())).period_number
    later = dimona_rules.Work(date(2026, 5, 5), date(2026, 5, 8))
    update = gateways.dimona_update(period_number=period, work=later)
    assert ask_until_known(dimona, dimona.declare(update)).result == "A"


def test_one_sign_in_serves_many_messages(service, dimona):
    for _ in range(3):
        dimona.declare(announcement())
    assert len(service.tokens) == 1


def test_a_withdrawn_token_is_renewed(service, dimona):
    service.plan(SSIN, ["expired"])
    assert dimona.declare(announcement())
    service.tokens.clear()
    with pytest.raises(gateways.NotReceived):
        dimona.status("1")
    assert dimona.status("1") is None


def test_a_stranger_gets_no_token(service):
    stranger = gateways.Dimona(
        url=service.url,
        token_url=service.token_url,
        client_id=simulator.CLIENT,
        key=simulator.new_key(),
    )
    with pytest.raises(gateways.NotReceived):
        stranger.declare(announcement())
    stranger.close()


def test_an_assertion_is_worth_one_token(service, dimona):
    form = {
        "grant_type": "client_credentials",
        "scope": " ".join(simulator.SCOPES),
        "client_assertion": dimona._assertion(),
    }
    assert httpx.post(service.token_url, data=form).status_code == 200
    assert httpx.post(service.token_url, data=form).status_code == 400


def test_nobody_answers_at_all(service, dimona):
    dimona.declare(announcement())
    service.close()
    for question in (dimona.declare, dimona.find):
        with pytest.raises((gateways.NotReceived, gateways.AnswerLost)):
            question(announcement())
    with pytest.raises(gateways.NotReceived):
        dimona.status("1")


def test_behaviour_can_be_planned_over_http(service, dimona):
    plan = {"ssin": SSIN, "behaviours": ["refuse"]}
    assert httpx.post(service.control_url, json=plan).status_code == 204
    assert ask_until_known(dimona, dimona.declare(announcement())).result == "B"


@pytest.mark.parametrize(("middle", "result"), [("991", "W"), ("992", "B"), ("123", "A")])
def test_without_a_plan_the_middle_of_the_number_decides(dimona, middle, result):
    number = dimona.declare(announcement(f"850315{middle}00"))
    assert ask_until_known(dimona, number).result == result


def test_the_simulator_remembers_over_a_restart(tmp_path, client_key):
    memory = tmp_path / "memory.json"
    with simulator.Simulator(key=client_key, memory=memory) as first:
        number = first.office.take(dict(announcement().body), "accept")
    with simulator.Simulator(key=client_key, memory=memory) as second:
        second.office.answer(number)
        assert second.office.answer(number)["declarationStatus"]["result"] == "A"
        assert second.office.take(dict(announcement().body), "accept") == number + 1


def test_the_key_of_a_simulator_started_by_hand_is_kept(tmp_path):
    with simulator.serve(0, key_file=tmp_path / "key.pem") as first:
        key = first.key
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600
    with simulator.serve(0, key_file=tmp_path / "key.pem") as second:
        assert second.key == key


def last_answer(dimona, message):
    return ask_until_known(dimona, dimona.declare(message))


def codes(answer):
    return answer.result, [each.code for each in answer.anomalies]


def test_the_real_last_day_of_a_period_can_be_told(dimona):
    period = last_answer(dimona, announcement()).period_number
    out = gateways.dimona_out(period_number=period, last=date(2026, 5, 5))
    assert last_answer(dimona, out).result == "A"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"worker_type": "STU"}, "fields:planned_hours_missing"),
        (
            {"worker_type": "STU", "planned_hours": 8, "last": date(2026, 7, 1)},
            "fields:over_the_quarter",
        ),
        ({"worker_type": "EXT"}, "fields:start_hour_missing"),
        ({"worker_type": "T17", "last": None}, "fields:last_day_missing"),
        ({"worker_type": "A17"}, "fields:unknown_worker_type"),
        ({"joint_committee": "200"}, "fields:unknown_joint_committee"),
    ],
)
def test_fields_that_break_the_rules_are_refused(dimona, facts, code):
    assert codes(last_answer(dimona, announcement(**facts))) == ("B", [code])


def test_every_type_of_worker_is_taken_with_all_its_fields(dimona):
    for worker_type in parameters.figure("dimona.worker_types", date(2026, 5, 5)).value:
        message = announcement(worker_type=worker_type, planned_hours=8, start_hour=time(9))
        assert codes(last_answer(dimona, message)) == ("A", [])


def test_somebody_half_known_is_refused(dimona):
    stranger = gateways.Person(
        "", "Amina", "Benali", date(1985, 3, 15), "", "Straat 1", "1000", "Brussel", "BE"
    )
    body = dict(announcement().body) | {"worker": stranger.as_worker()}
    answer = last_answer(dimona, gateways.Message(body))
    assert codes(answer) == ("B", ["fields:identity_incomplete"])


@pytest.mark.parametrize(
    ("period", "code"),
    [("260000000199", "00913-002"), (dimona_rules.period_number(1_234_567_890), "00913-001")],
)
@pytest.mark.parametrize("kind", ["update", "out", "cancel"])
def test_a_period_that_is_not_theirs_is_refused(dimona, kind, period, code):
    work = dimona_rules.Work(date(2026, 5, 5), date(2026, 5, 6))
    message = {
        "update": lambda: gateways.dimona_update(period_number=period, work=work),
        "out": lambda: gateways.dimona_out(period_number=period, last=date(2026, 5, 5)),
        "cancel": lambda: gateways.dimona_cancel(period_number=period),
    }[kind]()
    assert codes(last_answer(dimona, message)) == ("B", [code])


def student(hours, **facts):
    return announcement(worker_type="STU", planned_hours=hours, **facts)


def test_a_student_over_the_quota_is_refused_once_the_quota_is_told(service, dimona):
    assert last_answer(dimona, student(900)).result == "A"
    plan = {"ssin": SSIN, "student_hours": 40}
    assert httpx.post(service.control_url, json=plan).status_code == 204
    assert codes(last_answer(dimona, student(41))) == ("B", ["90017-369"])
    assert last_answer(dimona, announcement()).result == "A"
    thirty = last_answer(dimona, student(30)).period_number
    assert codes(last_answer(dimona, student(11))) == ("B", ["90017-369"])
    shorter = dimona_rules.Work(date(2026, 5, 5), date(2026, 5, 5), "STU", planned_hours=20)
    update = gateways.dimona_update(period_number=thirty, work=shorter)
    assert last_answer(dimona, update).result == "A"
    assert last_answer(dimona, student(20)).result == "A"
    assert last_answer(dimona, gateways.dimona_cancel(period_number=thirty)).result == "A"
    assert last_answer(dimona, student(20)).result == "A"


def test_the_first_day_of_a_student_cannot_be_moved(dimona):
    period = last_answer(dimona, student(8)).period_number
    body = {"dimonaUpdate": {"periodId": int(period), "startDate": "2026-05-06"}}
    answer = last_answer(dimona, gateways.Message(body))
    assert codes(answer) == ("B", ["fields:student_start_moved"])


def test_a_cancelled_period_cannot_be_changed(dimona):
    period = last_answer(dimona, announcement()).period_number
    last_answer(dimona, gateways.dimona_cancel(period_number=period))
    out = gateways.dimona_out(period_number=period, last=date(2026, 5, 5))
    assert codes(last_answer(dimona, out)) == ("B", ["00913-355"])


@pytest.mark.parametrize(
    "days", [{"startDate": "tomorrow"}, {"startDate": "2026-05-05", "startHour": "9 uur"}]
)
def test_days_and_hours_that_cannot_be_read_are_malformed(dimona, days):
    body = dict(announcement().body)
    body["dimonaIn"] = {**body["dimonaIn"], **days}
    with pytest.raises(gateways.Malformed):
        dimona.declare(gateways.Message(body))
