"""What Dimona wants in each field, for every type of worker on the list of the day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from commonweal.employment import dimona
from commonweal.employment.models import Contract
from commonweal.members.queries import WorkerStatus
from commonweal.rules import parameters
from commonweal.rules.cases import STATUSES

MONDAY = date(2026, 5, 4)
TYPES = (
    "OTH", "STU", "EXT", "FLX", "BCW", "DWD", "IVT", "RTA", "STG", "TRI", "ALT", "O17", "S17",
    "T17", "PMP",
)  # fmt: skip
COMMITTEES = ("124", "140", "144", "145", "149", "302", "320", "322", "XXX", "999")
CLOSED = ("A17", "QUA", "STX", "TEA", "ART", "", "oth")
COMPLETE = {
    "first": MONDAY,
    "last": date(2026, 5, 8),
    "planned_hours": 20,
    "start_hour": time(9),
}
# Which types stumble over a field that is left out or stretched.
STUMBLE = {
    "planned_hours_missing": ({"planned_hours": None}, {"STU", "O17", "S17"}),
    "no_planned_hour_at_all": ({"planned_hours": 0}, {"STU", "O17", "S17"}),
    "last_day_missing": (
        {"last": None},
        {"EXT", "STU", "IVT", "TRI", "STG", "O17", "S17", "T17"},
    ),
    "over_the_quarter": ({"last": date(2026, 7, 1)}, {"STU", "O17", "S17"}),
    "a_year_later": ({"last": date(2027, 5, 4)}, {"STU", "O17", "S17"}),
    "start_hour_missing": ({"start_hour": None}, {"EXT", "FLX"}),
    "last_day_before_first": ({"last": MONDAY - timedelta(days=1)}, set(TYPES)),
    "nothing_wrong": ({}, set()),
    "last_day_of_the_quarter": ({"last": date(2026, 6, 30)}, set()),
}
REFUSALS = {
    "no_planned_hour_at_all": "planned_hours_missing",
    "a_year_later": "over_the_quarter",
}


def objections(**facts):
    found = list(dimona.wrong_work(dimona.Work(**{**COMPLETE, **facts})))
    assert all(each.field and str(each) for each in found)
    return [each.code for each in found]


@pytest.mark.parametrize("worker_type", TYPES)
@pytest.mark.parametrize("case", STUMBLE)
def test_each_type_asks_for_its_own_fields(worker_type, case):
    change, types = STUMBLE[case]
    expected = [REFUSALS.get(case, case)] if worker_type in types else []
    assert objections(worker_type=worker_type, **change) == expected


def test_the_lists_are_those_of_the_rules():
    assert parameters.figure("dimona.worker_types", MONDAY).value == TYPES
    assert parameters.figure("dimona.joint_committees", MONDAY).value == COMMITTEES
    for types in (
        dimona.WITH_PLANNED_HOURS, dimona.WITHIN_A_QUARTER, dimona.WITH_LAST_DAY,
        dimona.WITH_START_HOUR, dimona.WITH_NATIONAL_NUMBER, set(dimona.TYPE_OF_STATUS.values()),
    ):  # fmt: skip
        assert types <= set(TYPES)
    assert set(COMMITTEES) >= dimona.COMMITTEES_WITH_LAST_DAY | {dimona.NO_JOINT_COMMITTEE}


@pytest.mark.parametrize("worker_type", CLOSED)
def test_a_closed_type_is_refused(worker_type):
    assert objections(worker_type=worker_type) == ["unknown_worker_type"]


@pytest.mark.parametrize("committee", COMMITTEES)
def test_a_known_joint_committee_is_taken(committee):
    assert objections(joint_committee=committee) == []


@pytest.mark.parametrize("committee", ["200", "304", "227", "", "xxx"])
def test_another_joint_committee_is_refused(committee):
    assert objections(joint_committee=committee) == ["unknown_joint_committee"]


@pytest.mark.parametrize("worker_type", TYPES)
def test_temporary_agency_work_tells_its_last_day_whatever_the_type(worker_type):
    facts = {"worker_type": worker_type, "joint_committee": "322"}
    assert objections(**facts, last=None) == ["last_day_missing"]


def test_all_that_is_wrong_is_said_at_once():
    found = objections(worker_type="EXT", joint_committee="200", last=None, start_hour=None)
    assert found == ["unknown_joint_committee", "start_hour_missing", "last_day_missing"]


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), True),
        (date(2026, 3, 31), date(2026, 4, 1), False),
        (date(2026, 10, 1), date(2026, 12, 31), True),
        (date(2026, 12, 31), date(2027, 1, 1), False),
    ],
)
def test_a_student_stays_within_a_quarter(first, last, fits):
    found = objections(worker_type="STU", first=first, last=last)
    assert found == ([] if fits else ["over_the_quarter"])


def test_the_remedy_names_the_first_day_of_the_next_quarter():
    work = dimona.Work(date(2026, 12, 31), date(2027, 1, 1), "STU", planned_hours=8)
    (refusal,) = dimona.wrong_work(work, contract=3)
    assert refusal.values["contract"] == 3
    assert "2027" in refusal.values["next"]


@pytest.mark.parametrize("worker_type", TYPES)
@pytest.mark.parametrize(
    ("number", "whole"), [("85031512468", False), ("85031512468", True), ("", True), ("", False)]
)
def test_somebody_is_known_by_number_or_by_the_whole_identity(worker_type, number, whole):
    found = dimona.wrong_person(
        worker_type, national_number=number, is_identified=whole, name="Amina Benali"
    )
    codes = [refusal.code for refusal in found]
    if number:
        assert codes == []
    elif worker_type == "EXT":
        assert codes == ["national_number_missing"]
    else:
        assert codes == ([] if whole else ["identity_incomplete"])


@pytest.mark.parametrize("worker_type", TYPES)
def test_only_a_student_keeps_the_first_day(worker_type):
    (*moved,) = dimona.wrong_change(worker_type, MONDAY, MONDAY + timedelta(days=1))
    assert [each.code for each in moved] == (
        ["student_start_moved"] if worker_type == "STU" else []
    )
    assert not list(dimona.wrong_change(worker_type, MONDAY, MONDAY))


@pytest.mark.parametrize(("seconds", "begun"), [(-1, True), (0, True), (1, False)])
def test_work_is_announced_before_its_first_instant(seconds, begun):
    at = datetime(2026, 5, 4, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    found = list(dimona.wrong_moment(at + timedelta(seconds=seconds), at))
    assert bool(found) is begun


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        (f"2600000001{2_600_000_001 % 97:02}", True),
        (f"260000000{260_000_000 % 97:02}", False),
        (f"02600000001{2_600_000_001 % 97:02}", False),
        ("26000000012x", False),
        ("", False),
    ],
)
def test_a_period_number_has_twelve_digits(number, fits):
    assert dimona.is_period_number(number) is fits
    assert bool(list(dimona.wrong_period(number))) is not fits


@pytest.mark.parametrize("serial", [1, 96, 97, 98, 2_600_000_001, 9_999_999_999])
def test_the_last_two_digits_check_the_others(serial):
    number = dimona.period_number(serial)
    assert len(number) == 12 and dimona.is_period_number(number)
    assert dimona.is_period_number(f"{serial:010}{97 - serial % 97:02}")
    wrong = [n for n in range(100) if dimona.is_period_number(f"{serial:010}{n:02}")]
    assert len(wrong) <= 2
    changed = str((int(number[0]) + 1) % 10) + number[1:]
    assert not dimona.is_period_number(changed)


def test_every_status_has_a_type_and_artists_have_none_of_their_own():
    assert dimona.TYPE_OF_STATUS.keys() == set(Contract.WorkerStatus.values)
    assert set(Contract.WorkerStatus.values) == set(WorkerStatus.values) == set(STATUSES)
    assert [dimona.TYPE_OF_STATUS[each] for each in ("artist", "artist_1bis", "student")] == [
        "OTH",
        "OTH",
        "STU",
    ]
