"""
Work from a budget, read aloud by a bookkeeper.

Amina's unit has 935.00. She works eight hours on 6 May for 500.00 gross: the house charges 308.55
on it, so 808.55 is kept aside and 126.45 can still be spent. On 7 May it is paid.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from tests.cast import NOW, actor, make_unit

from commonweal.activities import queries as units
from commonweal.activities.actions import UnitClosed
from commonweal.employment.models import Contract, Declaration
from commonweal.flows.from_budget import actions, queries
from commonweal.flows.from_budget.actions import (
    MissingTitle,
    NetIsPrivate,
    NoPay,
    NotForStaff,
    UnknownWorker,
    WorkNotCovered,
)
from commonweal.flows.shareholders.queries import ShareNeeded
from commonweal.flows.tests.budget_of_amina import fund, hire, wanted, work
from commonweal.flows.tests.jobs_of_amina import MAY_6, day, declare, later, on
from commonweal.kernel.models import Event
from commonweal.kernel.refusals import Refusal, each_of
from commonweal.ledger import queries as ledger
from commonweal.letters.queries import tray
from commonweal.members.models import Member
from commonweal.payroll import queries as payroll

pytestmark = pytest.mark.django_db


@pytest.fixture
def funded(amina_unit):
    fund(amina_unit)
    return amina_unit


def states(unit, on=MAY_6):
    return units.states(unit=unit.pk, on=on)


def test_from_a_budget_to_the_wage(amina, funded):
    found = queries.estimate(work=work(funded, amina), at=NOW)
    (part,) = found.parts
    assert (part.gross_cents, part.charge_cents, part.cost_cents) == (500_00, 308_55, 808_55)
    assert (found.before_cents, found.rest_cents) == (935_00, 126_45)

    (contract,) = hire(amina, work(funded, amina))
    assert (contract.state, contract.gross_cents) == ("cleared", 500_00)
    assert (states(funded).reserved, states(funded).spendable) == (808_55, 126_45)
    declare()
    contract.refresh_from_db()
    assert contract.state == "declared"

    on(later(1))
    (slip,) = payroll.standing()
    assert (slip.gross_cents, slip.guaranteed, slip.due_on) == (500_00, True, later(7))
    assert (states(funded).reserved, states(funded).available) == (0, 126_45)
    lines = [(row.account, row.cents) for row in ledger.statement(unit=funded.pk)]
    assert lines == [("740", 935_00), ("6203", -500_00), ("6211", -308_55)]
    assert set(ledger.proofs().values()) == {0}


def test_a_budget_says_the_greatest_gross_it_carries(amina, funded):
    asked = work(funded, amina, wanted(amina, cents=935_00, measure="budget"))
    found = queries.estimate(work=asked, at=NOW)
    assert (found.parts[0].gross_cents, found.cost_cents, found.rest_cents) == (578_19, 934_99, 1)


def test_a_net_says_the_smallest_gross_that_leaves_it(amina, funded):
    asked = work(funded, amina, wanted(amina, cents=300_00, measure="net"))
    (part,) = queries.estimate(work=asked, at=NOW).parts
    assert part.payslip.amounts.net >= 300_00
    less = replace(asked.wanted[0], cents=part.gross_cents - 1, measure="gross")
    (below,) = queries.estimate(work=replace(asked, wanted=[less]), at=NOW).parts
    assert below.payslip.amounts.net < 300_00


def test_the_net_of_somebody_else_is_not_told(amina, bram, funded):
    asked = work(funded, amina, wanted(bram, cents=300_00, measure="net"))
    with pytest.raises(NetIsPrivate, match="only Bram De Smet knows"):
        queries.estimate(work=asked, at=NOW)


def test_several_work_each_on_a_contract_of_their_own(amina, bram, funded):
    people = [wanted(amina, cents=250_00), wanted(bram, cents=300_00, measure="budget")]
    mine, other = hire(amina, work(funded, amina, *people))
    assert (mine.member, other.member) == (amina, bram)
    cost = queries.estimate(work=work(funded, amina, *people), at=NOW).cost_cents
    assert states(funded).reserved == cost
    assert Declaration.objects.count() == 2


def test_who_is_hired_by_another_gets_a_letter(amina, bram, funded):
    people = [wanted(amina, cents=200_00), wanted(bram, day(), day(later(1)), cents=300_00)]
    hire(amina, work(funded, amina, *people))
    letter = tray().get(kind="contract_planned")
    assert letter.to == bram.email
    assert "Amina Benali" in letter.body and "300" in letter.body
    assert letter.context["days"] == [
        ["2026-05-06", "09:00", "17:00"],
        ["2026-05-07", "09:00", "17:00"],
    ]


def test_two_clicks_hire_once(amina, funded):
    asked = work(funded, amina, wanted(amina, cents=300_00))
    first, second = (hire(amina, asked, key="one form") for _click in range(2))
    assert first == second
    assert Contract.objects.count() == 1


def refused(amina, asked, *kinds):
    with pytest.raises(Refusal) as refusal:
        hire(amina, asked)
    assert {type(each) for each in each_of(refusal.value)} >= set(kinds)
    assert not Contract.objects.exists()
    return refusal.value


def test_it_says_what_is_missing(amina, funded):
    refusal = refused(amina, work(funded, amina, wanted(amina, cents=600_00)), WorkNotCovered)
    assert "costs 970.26 euro, 35.26 more than the 935.00" in str(refusal)
    assert states(funded).reserved == 0


def test_a_closed_budget_hires_nobody(amina, funded):
    type(funded).objects.filter(pk=funded.pk).update(closed_on=NOW.date())
    with pytest.raises(UnitClosed):
        hire(amina, work(funded, amina))
    assert not Contract.objects.exists()


def test_what_is_kept_aside_covers_nothing_else(amina, funded):
    hire(amina, work(funded, amina))
    with pytest.raises(WorkNotCovered):
        hire(amina, work(funded, amina, wanted(amina, day(later(1)), cents=300_00)))


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"cents": 0}, NoPay),
        ({"cents": 1, "measure": "budget"}, NoPay),
        ({"status": "staff"}, NotForStaff),
    ],
)
def test_it_refuses_what_is_no_pay(amina, funded, facts, refusal):
    status = facts.pop("status", amina.worker_status)
    asked = wanted(amina, **facts)
    asked = replace(asked, worker=replace(asked.worker, status=status))
    refused(amina, work(funded, amina, asked), refusal)


def test_it_refuses_the_same_worker_twice_and_strangers(amina, funded):
    refused(amina, work(funded, amina, wanted(amina), wanted(amina)), UnknownWorker)
    nobody = replace(wanted(amina), worker=replace(wanted(amina).worker, member_id=999))
    refused(amina, work(funded, amina, nobody), UnknownWorker)


def test_it_refuses_all_that_is_wrong_at_once(amina, funded):
    early = wanted(amina, day(NOW.date() - timedelta(days=1)), cents=50_00)
    refusal = refused(amina, work(funded, amina, early, title=" "), MissingTitle)
    codes = {each.code for each in each_of(refusal)}
    assert codes == {"missing_title", "starts_in_the_past", "gross_below_minimum"}


def test_work_from_an_activity_asks_for_a_share_and_counts_no_service(amina):
    activity = make_unit(amina, kind="activity", name="Atelier")
    fund(activity)
    refused(amina, work(activity, amina), ShareNeeded)
    Member.objects.filter(pk=amina.pk).update(share_paid_on=NOW.date())
    hire(amina, work(activity, amina))
    assert Member.objects.get(pk=amina.pk).services_used == 0


def test_whoever_cannot_be_named_yet_is_declared_later(amina, bram, funded):
    Member.objects.filter(pk=bram.pk).update(national_number="", birth_date=None)
    (contract,) = hire(amina, work(funded, amina, wanted(bram)))
    assert contract.state == "cleared"
    assert not Declaration.objects.exists()


def test_a_step_that_fails_leaves_nothing(amina, funded, monkeypatch):
    """One transaction: whoever dies in it, at whatever step, has done nothing."""
    for step in ("_kept_aside", "_letters", "_remember"):
        monkeypatch.setattr(actions, step, _fail)
        with pytest.raises(ZeroDivisionError):
            hire(amina, work(funded, amina), key="one form")
        monkeypatch.undo()
    assert not Contract.objects.exists()
    assert not Declaration.objects.exists()
    assert states(funded).reserved == 0
    hire(amina, work(funded, amina), key="one form")
    assert states(funded).reserved == 808_55


def _fail(*_anything):
    raise ZeroDivisionError


def test_who_sees_only_the_own_units_can_hire(amina, bram, funded):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('commonweal.scope', %s, true)", [str(funded.pk)])
    (contract,) = hire(amina, work(funded, amina, wanted(bram, cents=300_00)))
    assert contract.member == bram
    (row,) = queries.hired(contracts=list(queries.contracts(unit=funded.pk)), on=MAY_6)
    assert (row.state, row.cost_cents) == ("cleared", states(funded).reserved)


def test_the_story_tells_what_was_done_and_what_comes(amina, funded):
    (contract,) = hire(amina, work(funded, amina))
    declare()
    contract.refresh_from_db()
    told = [(each.state, each.text) for each in queries.story(contract=contract, at=NOW)]
    assert told == [
        ("done", "Amina Benali hired, and the cost kept aside"),
        ("done", "Work of Amina Benali declared to social security"),
        ("next", "Last work day"),
        ("next", "Wage of Amina Benali"),
    ]
    at = on(later(1))
    contract.refresh_from_db()
    told = [(each.state, each.text) for each in queries.story(contract=contract, at=at)]
    assert told[2:] == [
        ("done", "Last work day"),
        ("done", "Payslip of Amina Benali made"),
        ("next", "Wage of Amina Benali is paid"),
    ]


def test_actor_of_the_event_is_who_hired(amina, funded):
    (contract,) = hire(amina, work(funded, amina))
    event = Event.objects.get(verb="from_budget.hire", subjects__contains=[contract.ref])
    assert event.by == actor(amina).id
