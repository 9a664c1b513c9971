"""The forecast of a budget: each thing that is known, once, on its day. Figures by hand."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, TODAY, actor, make_client, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.models import Advance
from commonweal.activities.tests.budgets import earn, promise
from commonweal.activities.tests.expectations import expect
from commonweal.flows.outlook import queries
from commonweal.flows.tests.jobs_of_amina import (
    confirm,
    day,
    declare,
    job,
    later,
    on,
    place,
    worker,
)
from commonweal.flows.three_in_one.actions import Expense
from commonweal.payroll.tests import pay, plans

pytestmark = pytest.mark.django_db
AUTUMN = date(2026, 9, 30)
COST = 934_99  # 578.19 gross and 356.80 charge of the 935.00 that 1000 leaves


def seen(unit, today=TODAY, until=AUTUMN):
    return queries.forecast(unit=unit.pk, on=today, until=until)


def rows(found):
    return [(each.on, each.kind, each.cents, each.certainty) for each in found.moves]


def test_nothing_is_known_of_a_new_budget(amina_unit):
    found = seen(amina_unit)
    assert (found.moves, found.start_cents, found.sure_cents, found.everything_cents) == (
        (), 0, 0, 0,
    )  # fmt: skip


def test_an_order_brings_its_price_and_costs_its_pay_the_day_after_the_work(
    amina, amina_unit, festival
):
    earn(amina_unit)
    placed = place(amina, festival, job(amina_unit, festival, worker(amina)))
    found = seen(amina_unit)
    assert rows(found) == [
        (later(1), "income", 935_00, "planned"),
        (later(1), "pay", -COST, "planned"),
    ]
    assert (found.start_cents, found.sure_cents, found.everything_cents) == (
        935_00, 935_00, 935_01,
    )  # fmt: skip
    confirm(placed.order)
    found = seen(amina_unit)
    assert {each.certainty for each in found.moves} == {"confirmed"}
    assert (found.sure_cents, found.everything_cents) == (935_01, 935_01)
    assert {each.origin for each in found.moves} == {placed.order.ref}


def test_expenses_of_an_order_are_kept_aside_once(amina, amina_unit, festival):
    wanted = job(amina_unit, festival, worker(amina), expenses=(Expense("Paper", 100_00),))
    placed = place(amina, festival, wanted)
    confirm(placed.order)
    found = seen(amina_unit)
    assert (later(1), "expense", -100_00, "confirmed") in rows(found)
    before = found.sure_cents
    declare()
    today = on(later(1)).date()
    found = seen(amina_unit, today)
    assert rows(found) == [(today, "expense", 0, "reserved")]
    assert found.moves[0].aside_cents == 100_00
    assert found.start_cents == found.sure_cents == before


def test_the_future_comes_true(amina, bram, amina_unit, festival):
    """What was forecast before the work is what can be spent after it, to the cent."""
    wanted = job(
        amina_unit, festival, worker(amina, day()), worker(bram, day(later(3))), price=2000_00
    )
    placed = place(amina, festival, wanted)
    confirm(placed.order)
    promised = seen(amina_unit).sure_cents
    declare()
    for step in range(1, 6):
        today = on(later(step)).date()
        assert seen(amina_unit, today).sure_cents == promised
    assert units.spendable(units=[amina_unit.pk], on=today)[amina_unit.pk] == promised
    assert seen(amina_unit, today).moves == ()


def test_a_wage_before_the_invoice_takes_nothing_away_meanwhile(amina, bram, amina_unit, festival):
    wanted = job(
        amina_unit, festival, worker(amina, day()), worker(bram, day(later(3))), price=2000_00
    )
    confirm(place(amina, festival, wanted).order)
    found = seen(amina_unit)
    assert [each.on for each in found.moves] == [later(1), later(1), later(4), later(4)]
    assert min(row.left_cents for row in found.sure if row.move.on < later(4)) >= 0
    assert found.left(found.sure, later(1)) == 0
    assert sum(each.cents for each in found.moves if each.kind == "income") == 1870_00


def test_an_order_that_is_not_guaranteed_brings_nothing_sure(amina, amina_unit):
    geneva = make_client(country="CH", enterprise_number=None, vat_number="CHE-107.787.577")
    placed = place(amina, geneva, job(amina_unit, geneva, worker(amina)))
    confirm(placed.order)
    found = seen(amina_unit)
    assert rows(found) == [
        (later(1), "pay", -COST, "planned"),
        (later(31), "income", 935_00, "expected"),
    ]
    assert (found.sure_cents, found.everything_cents) == (0, 1)


def test_an_order_that_was_not_confirmed_in_time_is_forgotten(amina, amina_unit, festival):
    place(amina, festival, job(amina_unit, festival, worker(amina)))
    assert seen(amina_unit, later(1)).moves == ()


def test_what_is_kept_aside_changes_nothing_that_can_be_spent(amina_unit):
    earn(amina_unit)
    promise(amina_unit, 300_00, origin="note:7")
    found = seen(amina_unit)
    assert rows(found) == [(TODAY, "expense", 0, "reserved")]
    assert (found.start_cents, found.sure_cents, found.everything_cents) == (
        635_00, 635_00, 635_00,
    )  # fmt: skip


def test_a_contract_paid_from_the_budget_uses_what_is_kept_for_it(amina, amina_unit, by):
    earn(amina_unit)
    (contract,) = pay.plan(amina_unit, amina, by=by)
    promise(amina_unit, 323_42, origin=contract.ref)
    found = seen(amina_unit)
    assert rows(found) == [(date(2026, 5, 12), "pay", 0, "reserved")]
    assert found.moves[0].aside_cents == 200_00 + 123_42
    assert found.sure_cents == found.start_cents == 611_58


def test_what_members_write_down_is_never_sure(amina_unit):
    expect(amina_unit)
    expect(amina_unit, kind="pay", cents=200_00, on=date(2026, 6, 20))
    expect(amina_unit, kind="expense", cents=50_00, on=date(2026, 10, 1))
    found = seen(amina_unit)
    assert rows(found) == [
        (date(2026, 6, 15), "income", 500_00, "expected"),
        (date(2026, 6, 20), "pay", -200_00, "expected"),
    ]
    assert (found.sure_cents, found.everything_cents) == (0, 300_00)


def test_forgetting_a_line_changes_the_end_by_exactly_it(amina, amina_unit, festival, by, at):
    confirm(place(amina, festival, job(amina_unit, festival, worker(amina))).order)
    kept = expect(amina_unit, kind="expense", cents=123_45)
    gone = expect(amina_unit, kind="pay", cents=67_89, on=date(2026, 8, 1))
    before = seen(amina_unit)
    activities.forget(lines=[gone], by=by, at=at)
    after = seen(amina_unit)
    assert after.everything_cents - before.everything_cents == 67_89
    assert after.sure_cents == before.sure_cents
    activities.forget(lines=[kept], by=by, at=at)
    assert seen(amina_unit).everything_cents == seen(amina_unit).sure_cents == 1


def test_monthly_pay_is_due_each_month_whatever_comes_in(amina, amina_unit):
    plans.make(amina, amina_unit)
    found = seen(amina_unit, date(2025, 6, 10), date(2025, 9, 15))
    cost = 3000_00 + 1851_30
    assert rows(found) == [
        (date(2025, 7, 1), "pay", -cost, "due"),
        (date(2025, 8, 1), "pay", -cost, "due"),
        (date(2025, 9, 1), "pay", -cost, "due"),
    ]
    plans.pay(0)
    paid = seen(amina_unit, date(2025, 7, 2), date(2025, 9, 15))
    assert rows(paid) == rows(found)[1:]


@pytest.mark.parametrize("status", ["white_collar", "staff"])
def test_a_month_of_pay_costs_what_was_forecast(amina, amina_unit, status):
    plans.make(amina, amina_unit, worker_status=status)
    (month,) = seen(amina_unit, date(2025, 6, 10), date(2025, 7, 1)).moves
    plans.pay(0)
    assert units.states(unit=amina_unit.pk, on=TODAY).available == month.cents


def test_a_transfer_counts_at_its_giver_at_once_and_at_its_receiver_when_it_comes(
    amina, amina_unit, carla_unit
):
    earn(amina_unit)
    new = activities.NewTransfer(amina_unit.pk, carla_unit.pk, 100_00, "Printing together")
    (sent,) = activities.propose_transfers(transfers=[new], by=actor(amina), at=NOW)
    giver, receiver = seen(amina_unit), seen(carla_unit)
    assert rows(giver) == [(sent.expires_on, "transfer", 0, "reserved")]
    assert giver.moves[0].text == "Printing together, to 3in1 Carla Lefèvre"
    assert giver.sure_cents == 835_00
    assert rows(receiver) == [(sent.expires_on, "transfer", 100_00, "expected")]
    assert (receiver.sure_cents, receiver.everything_cents) == (0, 100_00)


def test_a_tranche_is_expected_until_the_funder_pays(amina, by, at):
    """5000 in two, less 6.5 %: called or not, it comes when it comes."""
    atelier = make_unit(amina, "activity", "Atelier Brume")
    new = activities.NewFunding(
        atelier.pk, "subsidy", "City of Ghent", "Mural", 5000_00, TODAY, date(2026, 12, 31),
        tranches=[
            activities.NewTranche("first", 3000_00, TODAY),
            activities.NewTranche("second", 2000_00, date(2026, 9, 1)),
        ],
    )  # fmt: skip
    draft = activities.draft_funding(new=new, by=by, at=at)
    assert seen(atelier).moves == ()
    activities.sign_funding(agreement=draft, signed_on=TODAY, by=by, at=at)
    expected = [
        (TODAY, "funding", 2805_00, "expected"),
        (date(2026, 9, 1), "funding", 1870_00, "expected"),
    ]
    assert rows(seen(atelier)) == expected
    first = draft.tranches.order_by("position")[0]
    activities.call_tranches(tranches=[first], by=by, at=at)
    called = seen(atelier)
    assert rows(called) == [(date(2026, 6, 3), *expected[0][1:]), expected[1]]
    assert (called.start_cents, called.sure_cents, called.everything_cents) == (0, 0, 4675_00)


def test_an_advance_ends(amina_unit, at):
    Advance.objects.create(
        unit=amina_unit, cents=400_00, reason="Materials", granted_by="staff:1",
        granted_by_name="Dirk", granted_at=at, until=date(2026, 6, 30),
    )  # fmt: skip
    found = seen(amina_unit)
    assert found.start_cents == 400_00
    assert rows(found) == [(date(2026, 7, 1), "advance", -400_00, "due")]
    assert found.sure_cents == 0


def test_of_other_budgets_nothing_is_told(amina, amina_unit, carla, carla_unit, festival):
    expect(carla_unit)
    place(carla, festival, job(carla_unit, festival, worker(carla)))
    promise(carla_unit, 500_00, "confirmed", "order:99")
    assert seen(amina_unit).moves == ()


def test_it_asks_the_same_number_of_questions_of_one_order_as_of_twelve(
    amina, amina_unit, festival
):
    def count():
        with CaptureQueriesContext(connection) as asked:
            seen(amina_unit)
        return len(asked)

    type(amina).objects.update(share_paid_on=TODAY)
    plans.make(amina, make_unit(amina, "activity", "Elsewhere"))
    place(amina, festival, job(amina_unit, festival, worker(amina)))
    expect(amina_unit)
    one = count()
    for step in range(11):
        wanted = job(amina_unit, festival, worker(amina, day(later(10 + step))))
        placed = place(amina, festival, wanted)
        if step % 2:
            confirm(placed.order)
        expect(amina_unit)
    assert len(seen(amina_unit).moves) == 36
    assert one == count() <= 21  # eight of them ask what the house stands for


def test_a_start_is_what_the_budget_page_calls_spendable(amina_unit, by, at):
    earn(amina_unit)
    promise(amina_unit, 35_00, origin="note:1")
    promise(amina_unit, 35_00, origin="note:2", expires_on=TODAY - timedelta(days=1))
    assert seen(amina_unit).start_cents == units.states(unit=amina_unit.pk, on=TODAY).spendable
