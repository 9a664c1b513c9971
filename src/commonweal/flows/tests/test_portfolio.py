"""The portfolio of an adviser: each signal with its sentence and figure, in few questions."""

from datetime import date, datetime, timedelta

import pytest
from tests.cast import NOW, TODAY, make_client, make_member, make_unit

from commonweal.activities import actions as activities
from commonweal.activities import queries as units
from commonweal.activities.models import Advance
from commonweal.activities.tests.budgets import earn, pay_out, promise
from commonweal.activities.tests.validations import SAMPLED, asked, controlled, trusted
from commonweal.clients import actions as clients
from commonweal.flows.portfolio.queries import Kind, Level, portfolio, signals
from commonweal.flows.tests.jobs_of_amina import confirm, declare, job, on, place, worker
from commonweal.invoicing import actions as invoicing
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE

pytestmark = pytest.mark.django_db
LONG_AGO = date(2026, 1, 12)


def of(unit, kind, on=TODAY):
    return [signal for signal in signals(unit=unit, on=on) if signal.kind == kind]


def bill(unit, client, cents=1000_00, at=NOW, guaranteed=True):
    """An invoice in the books, as any flow makes it."""
    line = invoicing.NewLine("Design", cents, invoicing.Vat.STANDARD, 2100)
    new = invoicing.NewInvoice(
        unit_id=unit.pk, client=client, title="Design", lines=[line],
        contribution_cents=cents * 65 // 1000, guaranteed=guaranteed,
    )  # fmt: skip
    drafts = invoicing.draft(invoices=[new], by=SYSTEM, at=at)
    (invoice,) = invoicing.issue(drafts=drafts, by=SYSTEM, at=at)
    return invoice


def advance(unit, until):
    """An advance as an adviser grants it; the verb would refuse a day in the past."""
    return Advance.objects.create(
        unit=unit, cents=500_00, reason="Tour", granted_by="user:1", granted_by_name="Dirk",
        granted_at=NOW, until=until,
    )  # fmt: skip


def test_a_unit_in_order_has_no_signal(amina_unit):
    earn(amina_unit)
    assert signals(unit=amina_unit, on=TODAY) == ()


def test_below_zero_without_an_advance_is_the_most_urgent(amina_unit):
    pay_out(amina_unit, 120_00, "note:1")
    (found,) = of(amina_unit, Kind.NEGATIVE)
    assert (found.level, found.cents) == (Level.BAD, -120_00)
    assert found.about == f"advance:{amina_unit.pk}"


@pytest.mark.parametrize(
    ("until", "level", "words"),
    [
        (TODAY + timedelta(days=30), Level.WARN, "on an advance until"),
        (TODAY - timedelta(days=1), Level.BAD, "to be repaid by"),
    ],
)
def test_an_advance_softens_it_until_its_day(amina_unit, until, level, words):
    pay_out(amina_unit, 120_00, "note:1")
    advance(amina_unit, until)
    (found,) = of(amina_unit, Kind.NEGATIVE)
    assert found.level == level
    assert words in found.text


def test_three_months_without_a_movement_are_idle_unless_something_is_expected(amina_unit):
    amina_unit.opened_on = LONG_AGO
    amina_unit.save()
    (found,) = of(amina_unit, Kind.IDLE)
    assert "2026" in found.text
    promise(amina_unit, 100_00, "planned", "order:1")
    assert not of(amina_unit, Kind.IDLE)


def test_a_movement_wakes_a_unit(amina_unit):
    amina_unit.opened_on = LONG_AGO
    amina_unit.save()
    earn(amina_unit)
    assert not of(amina_unit, Kind.IDLE)
    assert of(amina_unit, Kind.IDLE, on=TODAY + timedelta(days=93))


def test_one_client_above_three_quarters_of_the_turnover(amina_unit, festival):
    other = make_client(name="City", enterprise_number="0403789125", vat_number="")
    bill(amina_unit, festival, 7600_00)
    bill(amina_unit, other, 2400_00)
    (found,) = of(amina_unit, Kind.CLIENT)
    assert found.text == "Festival de la Senne is 76 % of the turnover of twelve months."
    assert found.cents == 7600_00


def test_three_quarters_exactly_or_longer_ago_is_no_risk(amina_unit, festival):
    other = make_client(name="City", enterprise_number="0403789125", vat_number="")
    bill(amina_unit, festival, 7500_00)
    bill(amina_unit, other, 2500_00)
    assert not of(amina_unit, Kind.CLIENT)
    assert not of(amina_unit, Kind.CLIENT, on=date(2027, 6, 1))


def test_what_was_credited_is_no_turnover(amina_unit, festival):
    other = make_client(name="City", enterprise_number="0403789125", vat_number="")
    large = bill(amina_unit, festival, 9000_00)
    bill(amina_unit, other, 1000_00)
    invoicing.credit_note(invoices=[large], reason="Rain", by=SYSTEM, at=NOW)
    (found,) = of(amina_unit, Kind.CLIENT)
    assert found.text.startswith("City is 100 %")


def test_invoices_past_their_day_with_days_and_amount(amina_unit, festival):
    first = bill(amina_unit, festival)
    bill(amina_unit, festival, 500_00)
    (found,) = of(amina_unit, Kind.OVERDUE, on=first.due_on + timedelta(days=5))
    assert (found.cents, found.level, found.about) == (1815_00, Level.WARN, first.ref)
    assert "2 invoices are overdue" in found.text
    assert "5 days" in found.text
    assert not of(amina_unit, Kind.OVERDUE, on=first.due_on)
    (late,) = of(amina_unit, Kind.OVERDUE, on=first.due_on + timedelta(days=31))
    assert late.level == Level.BAD


def test_budget_that_waits_for_the_client_is_a_guarantee_at_risk(amina_unit, festival):
    invoice = bill(amina_unit, festival, guaranteed=False)
    (found,) = of(amina_unit, Kind.GUARANTEE)
    assert (found.cents, found.about) == (935_00, invoice.ref)


def test_work_that_starts_soon_unconfirmed(amina, amina_unit, festival):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    (found,) = of(amina_unit, Kind.GUARANTEE)
    assert (found.level, found.about) == (Level.BAD, order.ref)
    confirm(order)
    assert not of(amina_unit, Kind.GUARANTEE)


def test_a_confirmed_order_of_a_client_outside_the_union(amina, amina_unit):
    swiss = make_client(
        name="Léman", country="CH", vat_number="CHE-107.787.577", enterprise_number=""
    )
    order = place(amina, swiss, job(amina_unit, swiss, worker(amina))).order
    confirm(order)
    (found,) = of(amina_unit, Kind.GUARANTEE)
    assert found.level == Level.WARN
    assert "outside the European Union" in found.text


def test_what_waits_for_an_adviser_and_what_is_sampled(amina, amina_unit):
    trusted(amina, 500_00)
    waits = asked(amina_unit, amina, cents=900_00)
    seen = asked(amina_unit, amina, cents=400_00, origin=SAMPLED[0])
    found = of(amina_unit, Kind.WAITING)
    assert [signal.about for signal in found] == [waits.ref, seen.ref]


def test_a_goal_whose_day_is_over(amina_unit, by, at):
    activities.set_goal(unit=amina_unit, text="Second client", due_on=TODAY, by=by, at=at)
    assert not of(amina_unit, Kind.GOAL)
    (found,) = of(amina_unit, Kind.GOAL, on=TODAY + timedelta(days=1))
    assert "Second client" in found.text


def test_the_most_urgent_stands_first(amina, amina_unit, carla_unit):
    earn(amina_unit)
    pay_out(carla_unit, 120_00, "note:1")
    first, second = portfolio(units=list(units.watched(on=TODAY)), on=TODAY)
    assert (first.unit, second.unit) == (carla_unit, amina_unit)
    assert (second.spendable, second.managers) == (935_00, ("Amina Benali",))


def test_a_blocked_client_is_told_of_a_confirmed_order(amina, amina_unit, festival, by):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    clients.block(clients=[festival], reason="Bankrupt", by=by, at=NOW)
    confirm(order)
    (found,) = of(amina_unit, Kind.GUARANTEE)
    assert "Talk to your adviser" in found.text


def test_five_hundred_units_cost_as_many_questions_as_ten(
    amina, amina_unit, festival, django_assert_num_queries
):
    """Every signal is there once, so that every question is asked."""
    pay_out(amina_unit, 1, "note:1")
    bill(amina_unit, festival)
    bill(amina_unit, festival, guaranteed=False)
    place(amina, festival, job(amina_unit, festival, worker(amina)))
    sleeper = make_unit(make_member(email="b@example.org", national_number="79092133380"))
    sleeper.opened_on = LONG_AGO
    sleeper.save()
    asked(sleeper, amina, cents=99_000_00)
    new = [activities.NewUnit("activity", f"Atelier {n}", amina, TODAY) for n in range(500)]
    activities.open_unit(units=new, by=SYSTEM, at=NOW)
    ten = list(units.watched(on=TODAY).filter(id__lte=sleeper.pk + 8))
    every = list(units.watched(on=TODAY))
    assert (len(ten), len(every)) == (10, 502)
    with django_assert_num_queries(QUESTIONS):
        portfolio(units=ten, on=TODAY + timedelta(days=40))
    with django_assert_num_queries(QUESTIONS):
        portfolio(units=every, on=TODAY + timedelta(days=40))


QUESTIONS = 22


def test_everything_of_a_whole_job_is_quiet_once_it_is_declared(amina, amina_unit, festival):
    order = place(amina, festival, job(amina_unit, festival, worker(amina))).order
    confirm(order)
    declare()
    at = on(date(2026, 5, 7))
    kinds = {signal.kind for signal in signals(unit=amina_unit, on=at.date())}
    assert kinds - {Kind.WAITING} == {Kind.CLIENT}  # one order in ten is looked at afterwards
    assert at == datetime(2026, 5, 7, 9, tzinfo=ZONE)


def test_a_step_of_trust_that_is_proposed(amina, amina_unit):
    for origin in SAMPLED[:3]:
        controlled(amina_unit, amina, origin)
    (found,) = of(amina_unit, Kind.WAITING)
    assert (found.about, found.cents) == (f"member:{amina.pk}", 25_000_00)
