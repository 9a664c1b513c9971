"""Claiming a message for sending."""

from tests.cast import BRAM, make_member

from commonweal.employment import actions
from commonweal.employment.tests import work


def test_it_returns_the_body_that_dimona_wants(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina, work.period(1), work.period(3)))
    (outgoing,) = actions.begin_sending(declarations=[declaration], by=by, at=at)
    assert outgoing.message.body == {
        "employer": {"enterpriseNumber": "0896755397"},
        "worker": {"ssin": "85031512468"},
        "dimonaIn": {
            "startDate": "2026-05-05",
            "endDate": "2026-05-07",
            "features": {"jointCommissionNumber": "999", "workerType": "OTH"},
        },
    }


def test_an_artist_is_announced_as_other(bram, amina_unit, by, at):
    contract = work.contract(bram, worker_status="artist")
    declaration = work.declare(amina_unit, contract)
    (outgoing,) = actions.begin_sending(declarations=[declaration], by=by, at=at)
    assert outgoing.message.body["dimonaIn"]["features"]["workerType"] == "OTH"


def test_somebody_without_a_number_is_announced_by_identity(amina_unit, by, at):
    newcomer = make_member(**{**BRAM, "national_number": "", "nationality": "MA"})
    declaration = work.declare(amina_unit, work.contract(newcomer))
    (outgoing,) = actions.begin_sending(declarations=[declaration], by=by, at=at)
    assert outgoing.message.body["worker"]["familyName"] == "De Smet"
    assert outgoing.message.body["worker"]["birthDate"] == "1979-09-21"


def test_it_keeps_the_message_masked_and_its_exact_digest(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    (outgoing,) = actions.begin_sending(declarations=[declaration], by=by, at=at)
    declaration.refresh_from_db()
    assert (declaration.state, declaration.sent_at) == ("sending", at)
    assert declaration.message == outgoing.message.content.decode().replace("85031512468", "*" * 11)
    assert declaration.digest == outgoing.message.digest
    assert b"85031512468" in outgoing.message.content


def test_two_senders_do_not_get_the_same_message(amina, amina_unit, by, at):
    declaration = work.declare(amina_unit, work.contract(amina))
    assert actions.begin_sending(declarations=[declaration], by=by, at=at)
    assert actions.begin_sending(declarations=[declaration], by=by, at=at) == []


def test_nothing_goes_out_after_the_start(amina, amina_unit, by):
    declaration = work.declare(amina_unit, work.contract(amina))
    assert actions.begin_sending(declarations=[declaration], by=by, at=declaration.due_at) == []


def test_a_batch_takes_the_same_number_of_statements_as_one(
    amina, amina_unit, by, at, django_assert_num_queries
):
    queued = [
        work.declare(amina_unit, work.contract(amina, work.period(day))) for day in range(1, 22)
    ]
    for batch in (queued[:1], queued[1:]):
        with django_assert_num_queries(5):  # SAVEPOINT, claim, employer, write, RELEASE
            assert len(actions.begin_sending(declarations=batch, by=by, at=at)) == len(batch)
