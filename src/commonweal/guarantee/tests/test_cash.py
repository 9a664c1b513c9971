"""The cash of a real house: what the books, the contracts and the orders promise."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, TODAY, make_client

from commonweal.activities.models import Unit
from commonweal.banking import actions as banking
from commonweal.flows.tests.jobs_of_amina import MAY_6, confirm, job, place, worker
from commonweal.guarantee.queries import Bankruptcy, Kind, cash
from commonweal.invoicing import actions as invoicing
from commonweal.invoicing.tests import work
from commonweal.kernel.actions import found_sister
from commonweal.ledger import actions as ledger
from commonweal.payroll import actions as payroll
from commonweal.payroll.tests import plans
from commonweal.payroll.tests.pay import inputs, plan

pytestmark = pytest.mark.django_db
LATE = 9
KOBALT = {
    "name": "Kobalt",
    "enterprise_number": "0403170701",
    "vat_number": "BE0403170701",
}


@pytest.fixture
def account(entity, by, at):
    (opened,) = banking.open_accounts(
        accounts=[banking.NewAccount("BE69068765432178", "GKCCBEBB", "Commonweal cv", "550")],
        by=by,
        at=at,
    )
    return opened


def post(*lines, key, journal="misc", on=TODAY, by):
    entry = ledger.Entry(journal, on, key, key, key, tuple(ledger.Line(*line) for line in lines))
    ledger.post(entries=[entry], by=by, at=NOW)


def paid(invoice, on, by):
    post(
        ("550", invoice.total_cents),
        ("400", -invoice.total_cents, invoice.unit_id, invoice.ref),
        key=f"paid:{invoice.number}", journal="bank", on=on, by=by,
    )  # fmt: skip


def by_kind(found, kind):
    return [move for move in found.book.moves if move.kind == kind]


def pays_late(unit, client, by, at, times=3):
    """Some invoices of the winter, each paid so many days after it was due."""
    for month in range(1, times + 1):
        then = at - timedelta(days=45 + 28 * month)
        invoice = work.issue(unit, client, by=by, at=then)
        paid(invoice, invoice.due_on + timedelta(days=LATE), by)


def test_a_house_without_anything_looks_at_ninety_days_of_nothing(entity):
    found = cash(on=TODAY)
    assert (found.book.opening_cents, found.book.fund_cents, len(found.book.moves)) == (0, 0, 0)
    assert len(found.forecast.points) == 91


def test_it_begins_with_what_the_bank_and_the_fund_hold(account, by):
    post(("550", 900_00), ("1641", -400_00), ("580", -500_00), key="opening", by=by)
    found = cash(on=TODAY)
    assert (found.book.opening_cents, found.book.fund_cents) == (900_00, 400_00)
    assert found.forecast.end_cents == 900_00


def test_a_client_is_expected_as_late_as_it_always_is(amina_unit, festival, by, at):
    pays_late(amina_unit, festival, by, at)
    invoice = work.issue(amina_unit, festival, by=by, at=at)
    found = cash(on=TODAY)
    (move,) = by_kind(found, Kind.INVOICE)
    assert (move.on, move.due_on) == (invoice.due_on + timedelta(days=LATE), invoice.due_on)
    assert (move.cents, move.net_cents, move.guaranteed) == (121_000, 100_000, True)
    assert found.behaviour(festival.pk).median_days == LATE
    assert found.knows(festival.pk)


def test_a_client_that_is_new_is_expected_as_all_of_them(amina_unit, festival, by, at):
    pays_late(amina_unit, festival, by, at)
    work.issue(amina_unit, festival, by=by, at=at)
    other = make_client(**KOBALT)
    invoice = work.issue(amina_unit, other, by=by, at=at)
    found = cash(on=TODAY)
    move = next(move for move in by_kind(found, Kind.INVOICE) if move.client_id == other.pk)
    assert move.on == invoice.due_on + timedelta(days=LATE)
    assert not found.knows(other.pk)


def test_a_client_that_is_late_already_is_expected_a_while_from_now(amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at - timedelta(days=60))
    (move,) = by_kind(cash(on=TODAY), Kind.INVOICE)
    assert move.on == TODAY + timedelta(days=14)


def test_what_is_overdue_for_half_a_year_is_not_counted_on(amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at - timedelta(days=300))
    found = cash(on=TODAY)
    assert by_kind(found, Kind.INVOICE) == []
    assert [move.cents for move in found.book.doubtful] == [121_000]


def test_what_a_client_contests_is_not_counted_on(amina_unit, festival, by, at):
    invoice = work.issue(amina_unit, festival, by=by, at=at)
    ledger.dispute(marks={"dispute:1": invoice.ref}, by=by, at=at)
    assert [move.origin for move in cash(on=TODAY).book.doubtful] == [invoice.ref]


def test_an_invoice_that_was_credited_says_nothing_of_how_a_client_pays(
    amina_unit, festival, by, at
):
    before = at - timedelta(days=100)
    for _time in range(3):
        invoice = work.issue(amina_unit, festival, by=by, at=before)
        invoicing.credit_note(invoices=[invoice], reason="Twice", by=by, at=at)
    work.issue(amina_unit, festival, by=by, at=at)
    assert cash(on=TODAY).behaviour(festival.pk).invoices == 0


def test_vat_is_paid_after_the_quarter_and_what_was_paid_goes_to_the_oldest(
    amina_unit, festival, by, at
):
    work.issue(amina_unit, festival, by=by, at=at - timedelta(days=60))
    work.issue(amina_unit, festival, by=by, at=at)
    first, second = by_kind(cash(on=TODAY), Kind.VAT)
    assert (first.due_on, first.on, first.cents) == (date(2026, 4, 25), TODAY, -210_00)
    assert (second.due_on, second.on) == (date(2026, 7, 25), date(2026, 7, 24))
    post(("4510", 250_00), ("550", -250_00), key="vat", journal="bank", by=by)
    (rest,) = by_kind(cash(on=TODAY), Kind.VAT)
    assert (rest.due_on, rest.cents) == (date(2026, 7, 25), -170_00)


def test_work_that_no_client_confirmed_is_no_promise(amina, amina_unit, by):
    plan(amina_unit, amina, by=by)
    found = cash(on=TODAY)
    assert by_kind(found, Kind.PLANNED_WAGE) == []
    assert by_kind(found, Kind.SOCIAL_SECURITY) == []


def test_a_job_that_was_confirmed_brings_its_price_and_costs_its_wage(
    amina, amina_unit, festival, by
):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    found = cash(on=TODAY)
    (comes,) = by_kind(found, Kind.ORDER)
    assert (comes.cents, comes.net_cents, comes.client_id) == (1210_00, 1000_00, festival.pk)
    assert (comes.origin, comes.due_on) == (order.ref, MAY_6 + timedelta(days=30))
    (wage,) = by_kind(found, Kind.PLANNED_WAGE)
    assert (wage.due_on, wage.on) == (date(2026, 5, 13), date(2026, 5, 13))
    (social,) = by_kind(found, Kind.SOCIAL_SECURITY)
    assert social.due_on == date(2026, 7, 31)
    cost = 1000_00 - 65_00  # the work budget: all of it leaves, to the worker or to the state
    assert cost - 2 <= -(wage.cents + social.cents) <= cost


def test_a_payslip_is_paid_in_time_and_the_state_when_it_is_due(amina, amina_unit, by, at):
    (contract,) = plan(amina_unit, amina, by=by)
    (slip,) = payroll.run(contracts=inputs([contract]), by=by, at=at)
    found = cash(on=TODAY)
    (wage,) = by_kind(found, Kind.WAGE)
    assert (wage.cents, wage.due_on, wage.on) == (
        -slip.net_cents, date(2026, 5, 18), date(2026, 5, 18),
    )  # fmt: skip
    (social,) = by_kind(found, Kind.SOCIAL_SECURITY)
    assert social.due_on == date(2026, 7, 31)
    assert {move.due_on for move in by_kind(found, Kind.WITHHOLDING)} <= {date(2026, 6, 15)}


def test_the_sum_of_the_moves_is_what_the_last_day_holds_more(amina_unit, festival, by, at):
    pays_late(amina_unit, festival, by, at)
    work.issue(amina_unit, festival, by=by, at=at)
    found = cash(on=TODAY, days=120).forecast
    assert sum(move.cents for move in found.moves) == found.end_cents - found.opening_cents
    assert len(found.points) == 121


def test_more_invoices_cost_no_more_questions(amina_unit, festival, by, at):
    work.issue(amina_unit, festival, by=by, at=at)
    with CaptureQueriesContext(connection) as few:
        cash(on=TODAY)
    pays_late(amina_unit, festival, by, at, times=5)
    for _time in range(5):
        work.issue(amina_unit, festival, by=by, at=at)
    with CaptureQueriesContext(connection) as many:
        cash(on=TODAY)
    assert len(many) == len(few) <= 20


def test_every_amount_is_a_whole_number_of_cents(amina, amina_unit, festival, by, at):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    pays_late(amina_unit, festival, by, at)
    work.issue(amina_unit, festival, by=by, at=at)
    found = cash(on=TODAY)
    assert {type(each) for move in found.book.moves for each in (move.cents, move.net_cents)} == {
        int
    }
    assert all(type(point.cents) is int for point in found.forecast.points)


def test_a_file_that_left_and_money_to_give_back_go_out_at_once(account, by):
    post(("455", 80_00, None, "payslip:9"), ("5509", -80_00, None, "batch:7"), key="file", by=by)
    post(("550", 50_00), ("460", -50_00, None, "client:1"), key="double", by=by)
    found = cash(on=TODAY)
    (left,) = by_kind(found, Kind.UNDER_WAY)
    (back,) = by_kind(found, Kind.REFUND)
    assert (left.cents, left.origin, left.on) == (-80_00, "batch:7", TODAY)
    assert (back.cents, back.origin, back.on) == (-50_00, "client:1", TODAY)
    assert found.book.opening_cents == 50_00


def test_money_that_waits_at_the_bank_counts_once_beside_what_it_may_pay(
    account, amina_unit, festival, by, at
):
    invoice = work.issue(amina_unit, festival, by=by, at=at)
    post(("550", invoice.total_cents), ("499", -invoice.total_cents), key="no reference", by=by)
    found = cash(on=TODAY)
    assert [move.cents for move in by_kind(found, Kind.WAITING)] == [-invoice.total_cents]
    paid_by_the_client = sum(move.cents for move in by_kind(found, Kind.INVOICE))
    assert found.book.opening_cents == paid_by_the_client == invoice.total_cents
    assert found.forecast.end_cents <= invoice.total_cents


def test_a_client_that_failed_is_expected_to_pay_no_order(amina, amina_unit, festival, by, at):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    assert by_kind(cash(on=TODAY), Kind.ORDER)
    Bankruptcy.objects.create(
        client=festival, on=TODAY, trustee_name="Mr Janssens",
        marked_by=by.id, marked_by_name=by.name, marked_at=at,
    )  # fmt: skip
    found = cash(on=TODAY)
    assert by_kind(found, Kind.ORDER) == []
    assert by_kind(found, Kind.PLANNED_WAGE)


def test_a_sister_is_paid_on_its_own_account_and_its_wages_leave_that_of_the_house(
    account, amina, amina_unit, festival
):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    assert by_kind(cash(on=TODAY), Kind.ORDER) and by_kind(cash(on=TODAY), Kind.PLANNED_WAGE)
    school = found_sister(
        name="School cv", enterprise_number="0403019261", series="SC",
        pay_terms="day_of_next_month",
    )  # fmt: skip
    Unit.objects.filter(pk=amina_unit.pk).update(entity=school)
    found = cash(on=TODAY)
    assert [move for move in found.book.moves if move.is_receipt] == []
    (wage,) = by_kind(found, Kind.PLANNED_WAGE)
    assert wage.due_on == date(2026, 6, 10)
    assert {move.kind for move in found.book.moves} == {Kind.PLANNED_WAGE, Kind.SOCIAL_SECURITY}


def test_by_hand_two_clients_a_wage_and_the_state_day_by_day(account, amina_unit, festival, by, at):
    """
    10,000.00 on the account on 4 May. The festival pays 9 days late, three times so far; a theatre
    always 5 days before its day; a school never paid before, and is taken for all of them: of six
    payments (three of +9, three of -5) the middle is -5. What is contested stays out.
    """
    theatre = make_client(**KOBALT)
    pays_late(amina_unit, festival, by, at)
    for month in range(1, 4):
        invoice = work.issue(amina_unit, theatre, by=by, at=at - timedelta(days=45 + 28 * month))
        paid(invoice, invoice.due_on - timedelta(days=5), by)
    opening = cash(on=TODAY).book.opening_cents
    post(("550", 10_000_00 - opening), ("580", opening - 10_000_00), key="set", by=by)
    school = make_client(name="School", enterprise_number="0403019261", vat_number="BE0403019261")
    for client in (festival, theatre, school):
        work.issue(amina_unit, client, by=by, at=at)
    contested = work.issue(amina_unit, festival, by=by, at=at)
    ledger.dispute(marks={"dispute:1": contested.ref}, by=by, at=at)
    post(("580", 500_00), ("499", -500_00), key="waits", by=by)
    post(("453", 300_00), ("580", -300_00), key="tax before", by=by)
    post(("580", 300_00), ("453", -300_00), key="tax", by=by)
    found = cash(on=TODAY)
    assert found.book.opening_cents == 10_000_00
    due = TODAY + timedelta(days=30)
    comes = {move.client_id: (move.on, move.cents) for move in by_kind(found, Kind.INVOICE)}
    assert comes == {
        festival.pk: (due + timedelta(days=9), 1_210_00),
        theatre.pk: (due - timedelta(days=5), 1_210_00),
        school.pk: (due - timedelta(days=5), 1_210_00),
    }
    assert [move.cents for move in found.book.doubtful] == [1_210_00]
    assert (found.knows(theatre.pk), found.knows(school.pk)) == (True, False)
    day = {point.on: point.cents for point in found.forecast.points}
    assert state(found, TODAY) == -6 * 210_00  # the VAT of the winter, due on 25 April
    # What waits may pay what is expected: it counts once.
    assert day[TODAY] == 10_000_00 - 500_00 - 6 * 210_00
    assert day[due - timedelta(days=6)] == 9_500_00 + state(found, due - timedelta(days=6))
    assert day[due] == 9_500_00 + 2 * 1_210_00 + state(found, due)
    last = due + timedelta(days=9)
    assert day[last] == 9_500_00 + 3 * 1_210_00 + state(found, last)


def state(found, until):
    """What the state takes up to a day."""
    kinds = (Kind.VAT, Kind.WITHHOLDING, Kind.SOCIAL_SECURITY)
    return sum(m.cents for kind in kinds for m in by_kind(found, kind) if m.on <= until)


def test_what_is_due_on_a_day_without_banks_leaves_on_the_bank_day_before(account, by):
    post(("580", 700_00), ("454", -700_00), key="april", on=date(2026, 4, 20), by=by)
    (social,) = by_kind(cash(on=TODAY), Kind.SOCIAL_SECURITY)
    assert (social.due_on, social.cents) == (date(2026, 7, 31), -700_00)
    assert social.on == date(2026, 7, 31)
    found = cash(on=date(2026, 7, 1))
    post(("580", 60_00), ("453", -60_00), key="july", on=date(2026, 7, 3), by=by)
    found = cash(on=date(2026, 7, 4))
    (tax,) = by_kind(found, Kind.WITHHOLDING)
    assert (tax.due_on, tax.on) == (date(2026, 8, 15), date(2026, 8, 14))  # a Saturday, a holiday


def test_a_month_of_a_plan_that_nobody_paid_still_leaves(amina, amina_unit):
    plans.make(amina, amina_unit)
    found = cash(on=date(2025, 8, 20))
    wages = by_kind(found, Kind.PLANNED_WAGE)
    assert [(move.due_on, move.on) for move in wages[:2]] == [
        (date(2025, 7, 7), date(2025, 8, 20)), (date(2025, 8, 7), date(2025, 8, 20)),
    ]  # fmt: skip
