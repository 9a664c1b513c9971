"""Plans of pay, and what a unit earns meanwhile."""

from datetime import date, datetime, timedelta

from commonweal.access.models import RoleGrant
from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import next_month
from commonweal.ledger import actions as ledger
from commonweal.payroll import actions
from commonweal.payroll.actions import NewPlan

FIRST = date(2025, 6, 1)  # a year whose figures are all known
MADE_AT = datetime(2025, 6, 2, 9, tzinfo=ZONE)
YEAR_CENTS = 36_000_00
FULL_TIME = 9_880  # minutes a month of 38 hours a week


def new(member, unit, **changes):
    """An open-ended contract from June 2025 on, full time, of 3000 euro a month."""
    usual = {
        "title": "Graphic design",
        "worker_status": "white_collar",
        "first": FIRST,
        "expected_year_cents": YEAR_CENTS,
        "minutes_per_month": FULL_TIME,
    }
    return NewPlan(member.pk, unit.pk, **usual | changes)


def make(member, unit, **changes):
    """One such plan, agreed as it begins."""
    (plan,) = actions.plan(plans=[new(member, unit, **changes)], by=SYSTEM, at=MADE_AT)
    return plan


def month(number):
    """The first day of the month of a plan that is so many months after June 2025."""
    day = FIRST
    for _each in range(number):
        day = next_month(day)
    return day


def after(number, days=0):
    """Five in the morning of the first day after that month, or some days later."""
    day = next_month(month(number)) + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 5, tzinfo=ZONE)


def pay(*numbers, plans=None):
    """Pay these months of plans, each the morning after."""
    return [
        slip
        for number in numbers
        for slip in actions.pay_months(
            month=month(number), plans=plans, by=SYSTEM, at=after(number)
        )
    ]


def earn(unit, cents, number):
    """Let a unit earn what makes this work budget in a month."""
    on = month(number) + timedelta(days=14)
    entry = ledger.Entry(
        "misc", on, "Work", f"earned:{unit.pk}:{on}:{cents}", "test",
        (ledger.Line("550", cents), ledger.Line("7000", -cents, unit.pk)),
    )  # fmt: skip
    ledger.post(entries=[entry], by=SYSTEM, at=MADE_AT)


def live(unit, plan, *quarters):
    """Earn and pay quarters of a plan, each month the same budget, and settle each of them."""
    rows = []
    for place, budget_cents in enumerate(quarters):
        for number in range(3 * place, 3 * place + 3):
            earn(unit, budget_cents, number)
            pay(number)
        at = after(3 * place + 2, days=5)
        rows += actions.settle_plan(plans=[plan.pk], by=SYSTEM, at=at)
    return rows


def turn_clock(monkeypatch, at):
    """Let the house stand at an instant before the demo, its people with their roles."""
    monkeypatch.setattr(clock, "START", at)
    RoleGrant.objects.update(from_at=MADE_AT)
