import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import NOW, actor

from commonweal.activities import queries as units
from commonweal.activities.models import Mandate
from commonweal.employment.models import Contract
from commonweal.flows.from_budget import actions
from commonweal.flows.tests.budget_of_amina import fund, hire, wanted, work
from commonweal.flows.tests.jobs_of_amina import MAY_6, day, declare, job, later, on, place, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(amina, bram, amina_unit):
    """935.00 that Amina manages; Bram works there, too."""
    fund(amina_unit)
    Mandate.objects.create(unit=amina_unit, member=bram, role="contributor")
    return amina_unit


def signed_in(member):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(member.user)
    return client


def address(name, unit, *more):
    return reverse(f"portal:{name}", args=[unit.pk, *more])


def typed(who, **other):
    form = {
        "key": "one form", "title": "Rehearsal", "who": f"{who.pk}", "status": "",
        "measure": "gross", "amount": "500", "day-TOTAL_FORMS": "1", "day-INITIAL_FORMS": "0",
        "day-0-on": "2026-05-06", "day-0-starts_at": "09:00", "day-0-ends_at": "17:00",
    }  # fmt: skip
    return {**form, **other}


def send(member, unit, **other):
    form = typed(other.pop("who", member), **other)
    return signed_in(member).post(address("activity_work_new", unit), form)


def test_a_contract_for_oneself_is_made_and_shown(unit, amina):
    answer = send(amina, unit)
    contract = Contract.objects.get()
    assert answer["Location"] == address("activity_contract", unit, contract.pk)
    page = signed_in(amina).get(answer["Location"]).content.decode()
    for shown in ("Rehearsal", "Kept aside", "808", "Amina Benali hired"):
        assert shown in page
    listed = signed_in(amina).get(address("activity_work", unit)).content.decode()
    assert "808" in listed and "126" in listed


def test_a_second_click_finds_the_contract_of_the_first(unit, amina):
    first, second = (send(amina, unit) for _click in range(2))
    assert first["Location"] == second["Location"]
    assert Contract.objects.count() == 1


@pytest.mark.parametrize("who", ["co-member", "address"])
def test_a_manager_hires_others(unit, amina, bram, carla, who):
    other, form = (bram, {"who": bram}) if who == "co-member" else (carla, {})
    if who == "address":
        form = {"who": amina, "email": carla.email.upper()}
        form |= {"who": type("Another", (), {"pk": "another"})}
    send(amina, unit, amount="300", **form)
    contract = Contract.objects.get()
    assert (contract.member, contract.worker_status) == (other, other.worker_status)


def test_a_contributor_hires_nobody_not_even_themself(unit, amina, bram):
    listed = signed_in(bram).get(address("activity_work", unit)).content.decode()
    assert "New contract" not in listed
    assert signed_in(bram).get(address("activity_work_new", unit)).status_code == 403
    assert send(bram, unit, amount="300").status_code == 403
    assert not Contract.objects.exists()


def test_a_reader_looks_only(unit, amina, bram):
    Mandate.objects.filter(member=bram).update(role="reader")
    (contract,) = hire(amina, work(unit, amina))
    browser = signed_in(bram)
    assert "New contract" not in browser.get(address("activity_work", unit)).content.decode()
    page = browser.get(address("activity_contract", unit, contract.pk))
    assert page.status_code == 200 and "Cancel" not in page.content.decode()
    assert browser.get(address("activity_work_new", unit)).status_code == 403
    cancelled = browser.post(
        address("activity_contract_cancellation", unit, contract.pk), {"reason": "x"}
    )
    assert cancelled.status_code == 403


def test_a_stranger_finds_nothing(unit, amina, carla, carla_unit):
    (contract,) = hire(amina, work(unit, amina))
    browser = signed_in(carla)
    for name in ("activity_work", "activity_work_new"):
        assert browser.get(address(name, unit)).status_code == 404
    assert browser.get(address("activity_contract", unit, contract.pk)).status_code == 404
    assert browser.post(address("activity_work_estimate", unit), typed(carla)).status_code == 404
    assert browser.get(address("activity_contract", carla_unit, contract.pk)).status_code == 404


def test_a_contract_of_a_job_is_not_paid_from_the_budget(unit, amina, festival):
    placed = place(amina, festival, job(unit, festival, worker(amina)))
    contract = Contract.objects.get(assignment=placed.order.assignment_id)
    browser = signed_in(amina)
    assert "Poster" not in browser.get(address("activity_work", unit)).content.decode()
    assert browser.get(address("activity_contract", unit, contract.pk)).status_code == 404


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"amount": "600"}, "35.26 more than the 935.00"),
        ({"amount": "20"}, "Raise the gross to"),
        ({"day-0-on": "2026-05-01"}, "Choose a start from"),
        ({"day-0-on": "9999-12-31"}, "Choose a day in the years"),
        ({"title": ""}, "id_title_error"),
        ({"amount": ""}, "id_amount_error"),
        ({"who": type("Another", (), {"pk": "another"})}, "Give the address"),
        ({"measure": "net", "amount": "5000000"}, "even the highest gross"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(unit, amina, other, words):
    answer = send(amina, unit, **{"title": "Rehearsal of the hall", **other})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "title" in other or "Rehearsal of the hall" in page
    assert not Contract.objects.exists()


def test_rows_are_added_and_dropped_and_nothing_typed_is_lost(unit, amina):
    page = send(amina, unit, add="day").content.decode()
    assert "day-1-on" in page and "Rehearsal" in page
    more = {"day-TOTAL_FORMS": "2", "day-1-on": "2026-05-08", "day-1-starts_at": "10:00",
            "day-1-ends_at": "14:00", "drop": "day:0"}  # fmt: skip
    page = send(amina, unit, **more).content.decode()
    assert "2026-05-08" in page and "2026-05-06" not in page
    assert not Contract.objects.exists()


def estimate(member, unit, **other):
    form = typed(other.pop("who", member), **other)
    return signed_in(member).post(address("activity_work_estimate", unit), form).content.decode()


def test_the_estimate_shows_the_budget_before_and_after_and_the_own_net(unit, amina, bram):
    page = estimate(amina, unit, title="")
    for shown in ("935", "308", "126", "Net pay"):
        assert shown in page
    page = estimate(amina, unit, who=bram, amount="300")
    assert "Net pay" not in page and "shown to who works only" in page
    page = estimate(amina, unit, who=bram, measure="net")
    assert "only Bram De Smet knows" in page


def test_of_a_colleague_the_page_shows_the_cost_and_never_the_net(unit, amina, bram):
    (contract,) = hire(amina, work(unit, amina, wanted(bram, cents=300_00)))
    declare()
    on(later(1))
    contract.refresh_from_db()
    page = signed_in(amina).get(address("activity_contract", unit, contract.pk)).content.decode()
    assert "Cost the budget" in page and "Net" not in page
    assert "Your payslip" not in page
    mine = signed_in(bram).get(address("activity_contract", unit, contract.pk)).content.decode()
    assert "Your payslip" in mine


def test_who_was_hired_by_the_unit_can_take_the_own_contract_back(unit, amina, bram):
    (contract,) = hire(amina, work(unit, amina, wanted(bram, cents=300_00)))
    cancellation = address("activity_contract_cancellation", unit, contract.pk)
    signed_in(bram).post(cancellation, {"reason": ""})
    assert Contract.objects.get().state == "cleared"
    page = signed_in(bram).post(cancellation, {"reason": "Ill"}, follow=True).content.decode()
    assert Contract.objects.get().state == "cancelled"
    assert "can be spent again" in page
    assert units.states(unit=unit.pk, on=MAY_6).reserved == 0


def test_the_list_asks_as_many_questions_for_one_as_for_many(
    unit, amina, django_assert_max_num_queries
):
    for number in range(6):
        hire(amina, work(unit, amina, wanted(amina, day(later(number), hours=5), cents=80_00)))
    browser = signed_in(amina)
    with django_assert_max_num_queries(20):
        browser.get(address("activity_work", unit))


def test_begun_work_cannot_be_cancelled_here(unit, amina):
    (contract,) = hire(amina, work(unit, amina))
    declare()
    at = on(MAY_6, hour=12)
    contract.refresh_from_db()
    page = signed_in(amina).get(address("activity_contract", unit, contract.pk)).content.decode()
    assert "The work has begun" in page
    with pytest.raises(actions.WorkHasBegun):
        actions.cancel(contract=contract, reason="x", by=actor(amina), at=at)
    assert at > NOW
