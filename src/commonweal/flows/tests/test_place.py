from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cast import NOW, make_client, make_member, make_unit

from commonweal.activities import queries as units
from commonweal.activities.actions import UnitClosed
from commonweal.employment.models import Assignment, Contract
from commonweal.flows.tests.jobs_of_amina import MAY_6, day, job, place, worker
from commonweal.flows.three_in_one.actions import (
    Expense,
    FixedPayTooHigh,
    NotForStaff,
    NothingForOthers,
    NothingLeftForWork,
    ShareNeeded,
    VatChoice,
)
from commonweal.flows.three_in_one.queries import estimate
from commonweal.invoicing.actions import Order
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.models import Event
from commonweal.kernel.refusals import Refusal, Refusals, each_of
from commonweal.letters.queries import tray
from commonweal.members import actions as members
from commonweal.members.models import Member
from commonweal.members.queries import WorkerStatus

pytestmark = pytest.mark.django_db


def codes(refusal):
    found = each_of(refusal)
    return sorted(each.code for each in found)


def test_it_makes_order_contract_planned_budget_and_a_letter(amina, amina_unit, festival):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    contract = Contract.objects.get(assignment=order.assignment_id)
    assert (order.state, order.vat, order.rate_bp) == ("sent", "standard", 2100)
    assert (contract.gross_cents, contract.state) == (578_19, "planned")
    assert units.states(unit=amina_unit.pk, on=NOW.date()).planned == 935_00
    letter = tray().get(kind="order_to_confirm")
    assert (letter.to, letter.language) == (festival.email, "nl")
    assert "/order/" in letter.body
    assert Event.objects.filter(verb="three_in_one.place", subjects=[order.ref]).count() == 1


def test_two_clicks_make_one_order(amina, amina_unit, festival):
    wanted = job(amina_unit, festival, worker(amina))
    first = place(amina, festival, wanted, key="one form")
    again = place(amina, festival, wanted, key="one form")
    assert first.order.pk == again.order.pk
    assert (Order.objects.count(), tray().count()) == (1, 1)
    assert Member.objects.get(pk=amina.pk).services_used == 1


def test_workers_share_what_fixed_pay_leaves(amina, amina_unit, bram, festival):
    found = place(
        amina, festival,
        job(amina_unit, festival, worker(amina, share=2), worker(bram, fixed_gross_cents=250_00)),
    ).estimate  # fmt: skip
    mine, fixed = found.parts
    assert fixed.gross_cents == 250_00
    assert mine.cost_cents + fixed.cost_cents + found.rest_cents == 935_00
    assert 0 <= found.rest_cents <= 2


def test_expenses_lower_the_work_budget_and_stand_on_the_order(amina, amina_unit, festival):
    wanted = job(
        amina_unit,
        festival,
        worker(amina),
        expenses=(Expense("Paper", 40_00), Expense("Ink", 5_00)),
    )
    placed = place(amina, festival, wanted)
    assert placed.estimate.work_budget_cents == 935_00 - 45_00
    assert placed.order.expenses == [["Paper", 4000], ["Ink", 500]]


@pytest.mark.parametrize(
    ("client", "choice", "vat", "rate"),
    [
        ({}, "usual", "standard", 2100),
        ({}, VatChoice.REDUCED, "standard", 600),
        ({}, VatChoice.EXEMPT, "exempt", 0),
        ({"country": "FR", "enterprise_number": None, "vat_number": "FR40303265045",
          "postcode": "75011", "city": "Paris"},
         "usual", "eu_service", 0),
        ({"country": "CH", "enterprise_number": None, "vat_number": "CHE-107.787.577"},
         "usual", "outside_scope", 0),
        ({"kind": "person", "country": "NL", "enterprise_number": None, "vat_number": "",
          "postcode": "1011 AB", "city": "Amsterdam"},
         "usual", "standard", 2100),
    ],
)  # fmt: skip
def test_vat_is_what_is_usual_for_the_client_or_what_was_chosen(
    amina, amina_unit, client, choice, vat, rate
):
    buyer = make_client(**client)
    order = place(amina, buyer, job(amina_unit, buyer, worker(amina), vat=choice)).order
    assert (order.vat, order.rate_bp) == (vat, rate)


@pytest.mark.parametrize(
    ("price", "facts", "refused"),
    [
        (40_00, {"expenses": (Expense("Paper", 50_00),)}, NothingLeftForWork),
        (100_00, {"fixed_gross_cents": 400_00}, FixedPayTooHigh),
        (1, {}, NothingForOthers),
    ],
)
def test_it_refuses_a_price_that_cannot_pay_the_work(
    amina, amina_unit, festival, price, facts, refused
):
    pay = {name: value for name, value in facts.items() if name == "fixed_gross_cents"}
    rest = {name: value for name, value in facts.items() if name not in pay}
    wanted = job(amina_unit, festival, worker(amina, **pay), price=price, **rest)
    with pytest.raises(refused):
        place(amina, festival, wanted)


def test_it_refuses_a_wage_under_the_minimum_and_says_what_suffices(amina, amina_unit, festival):
    with pytest.raises(Refusal, match="Raise the gross to") as refusal:
        place(amina, festival, job(amina_unit, festival, worker(amina), price=150_00))
    assert refusal.value.code == "gross_below_minimum"


def test_it_refuses_a_start_in_the_past(amina, amina_unit, festival):
    early = worker(amina, day(NOW.date() - timedelta(days=1)))
    with pytest.raises(Refusal, match="Choose a start from"):
        place(amina, festival, job(amina_unit, festival, early))


def test_it_refuses_all_that_the_client_lacks_at_once(amina, amina_unit):
    poor = make_client(email="", street="", purchase_order_required=True)
    with pytest.raises(Refusals) as refusal:
        place(amina, poor, job(amina_unit, poor, worker(amina)))
    assert codes(refusal.value) == ["missing_address", "missing_email", "missing_purchase_order"]


def test_it_refuses_a_budget_that_was_closed(amina, amina_unit, festival):
    amina_unit.closed_on = NOW.date()
    amina_unit.save()
    with pytest.raises(UnitClosed):
        place(amina, festival, job(amina_unit, festival, worker(amina)))


def test_it_refuses_a_fourth_service_without_a_share(amina, amina_unit, festival):
    for number in range(3):
        wanted = job(amina_unit, festival, worker(amina, day(MAY_6 + timedelta(days=number))))
        place(amina, festival, wanted)
    wanted = job(amina_unit, festival, worker(amina, day(date(2026, 5, 20))))
    with pytest.raises(ShareNeeded, match="Amina Benali buy a share first"):
        place(amina, festival, wanted)
    Member.objects.filter(pk=amina.pk).update(share_paid_on=NOW.date())
    assert place(amina, festival, wanted)


def test_a_refused_job_leaves_nothing_behind(amina, amina_unit, bram, festival):
    clash = job(amina_unit, festival, worker(amina), worker(amina))
    with pytest.raises(Refusal):
        place(amina, festival, clash)
    assert not Order.objects.exists()
    assert not Assignment.objects.exists()
    assert not tray().exists()


def test_a_blocked_client_gets_no_new_work(amina, amina_unit, festival):
    festival.blocked_on, festival.blocked_because = NOW.date(), "bankrupt"
    festival.save()
    with pytest.raises(Refusal, match="takes no work from Festival"):
        place(amina, festival, job(amina_unit, festival, worker(amina)))


def test_a_stranger_cannot_be_put_to_work_by_number(amina, amina_unit, festival):
    ghost = make_member(
        email="ghost@example.org", national_number="88022720670", iban="BE96220336790605"
    )
    make_unit(ghost)
    member_id = ghost.pk + 1000
    wanted = job(amina_unit, festival, worker(amina))
    unknown = wanted.workers[0].__class__(member_id, "white_collar", (day(),))
    with pytest.raises(Refusal, match="only members"):
        place(amina, festival, job(amina_unit, festival, unknown))


def test_everybody_of_any_status_but_staff_may_work_on_a_job(amina, amina_unit, festival):
    members.change_details(
        member=amina, details={"artwork_certificate_since": date(2024, 2, 1)}, by=SYSTEM, at=NOW
    )
    statuses = [status for status in WorkerStatus.values if status != "staff"]
    for number, status in enumerate(statuses):
        who = replace(worker(amina, day(MAY_6 + timedelta(days=number))), status=status)
        Member.objects.update(services_used=0)
        place(amina, festival, job(amina_unit, festival, who))
    assert list(Contract.objects.order_by("id").values_list("worker_status", flat=True)) == statuses


def test_it_refuses_staff(amina, amina_unit, festival):
    wanted = job(amina_unit, festival, replace(worker(amina), status="staff"))
    with pytest.raises(NotForStaff):
        place(amina, festival, wanted)


def test_it_refuses_an_artist_under_article_1bis_without_a_certificate(amina, amina_unit, festival):
    wanted = job(amina_unit, festival, replace(worker(amina), status="artist_1bis"))
    with pytest.raises(Refusal, match="Amina Benali") as refusal:
        place(amina, festival, wanted)
    assert refusal.value.code == "no_artwork_certificate"


def test_a_student_within_the_quota_gets_more_of_the_same_price(amina, amina_unit, festival):
    student = replace(worker(amina, day(date(2026, 5, 20))), status="student")
    wanted = job(amina_unit, festival, student)
    fresh = estimate(job=wanted).parts[0]
    earlier = place(amina, festival, job(amina_unit, festival, replace(student, periods=(day(),))))
    contract = Contract.objects.filter(assignment=earlier.order.assignment_id)
    contract.update(state="declared")
    assert estimate(job=wanted).parts[0].worker.student_minutes_left == 642 * 60
    assert fresh.worker.student_minutes_left == 650 * 60
    assert (
        fresh.gross_cents
        > estimate(job=job(amina_unit, festival, worker(amina))).parts[0].gross_cents
    )


def test_the_estimate_looks_at_the_whole_family(amina, amina_unit, festival):
    wanted = job(amina_unit, festival, worker(amina))
    before = estimate(job=wanted).parts[0].payslip.amounts
    members.change_details(
        member=amina,
        details={"children": 3, "disabled_children": 2, "is_disabled": True},
        by=SYSTEM,
        at=NOW,
    )
    after = estimate(job=wanted).parts[0].payslip.amounts
    assert after.gross == before.gross and after.net >= before.net
