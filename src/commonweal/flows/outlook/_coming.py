"""Moves that follow from no order: held invoices, fundings, deals, monthly pay, own words."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.activities import queries as activities
from commonweal.activities.queries import Deal
from commonweal.flows.outlook._facts import Facts
from commonweal.flows.outlook.values import Certainty, Kind, Move
from commonweal.invoicing import queries as invoicing
from commonweal.kernel.clock import ZONE
from commonweal.kernel.money import show
from commonweal.kernel.period import next_month
from commonweal.ledger import queries as ledger
from commonweal.payroll import queries as payroll
from commonweal.payroll.queries import PlanMonth, PlanStanding
from commonweal.rules import budget
from commonweal.rules.cases import Case
from commonweal.rules.explanation import payslip
from commonweal.rules.parameters import figure

NEXT_DAY = timedelta(days=1)
HELD = "4894"
STAFF = "staff"
TRANCHE = "tranche:"


def held(facts: Facts) -> Iterator[Move]:
    """Invoices that are not guaranteed: their budget waits until the client pays."""
    found = invoicing.invoices().filter(unit=facts.unit, guaranteed=False, corrects=None)
    invoices = {invoice.ref: invoice for invoice in found}
    waiting = ledger.open_amounts(account=HELD, items=list(invoices))
    for ref, cents in waiting.items():
        invoice = invoices[ref]
        words = {"number": invoice.number, "client": invoice.buyer["name"]}
        text = _("%(client)s pays invoice %(number)s") % words
        day = max(facts.on, invoice.due_on or facts.on)
        yield Move(day, Kind.INCOME, text, -cents, Certainty.EXPECTED, ref)


def tranches(facts: Facts) -> Iterator[Move]:
    """
    Tranches of fundings that are not paid: the promise is what they will still bring, and
    nothing guarantees the money of a funder (decision 85).
    """
    if not any(origin.startswith(TRANCHE) for origin in facts.promised):
        return
    for funding in activities.fundings(unit=facts.unit, on=facts.on):
        for each in funding.tranches:
            if promise := facts.promised.get(each.tranche.ref):
                text = ": ".join(filter(None, [funding.agreement.title, each.tranche.text]))
                day, ref = max(facts.on, each.due_on), funding.agreement.ref
                yield Move(day, Kind.FUNDING, text, promise.cents, Certainty.EXPECTED, ref)


def deals(facts: Facts) -> Iterator[Move]:
    """Transfers and internal invoices that wait for an answer and are not kept aside."""
    for ref, deal in facts.deals.items():
        if ref not in facts.aside:
            cents = deal.signed_cents(facts.unit)
            day = max(facts.on, _answered_by(deal))
            yield Move(day, Kind.TRANSFER, facts.told(deal), cents, Certainty.EXPECTED, ref)


def _answered_by(deal: Deal) -> date:
    """Until when it is answered: an internal invoice like another, within the days of payment."""
    sent_on = deal.at.astimezone(ZONE).date()
    return deal.expires_on or sent_on + timedelta(
        days=figure("invoice.payment_days", sent_on).value
    )


def monthly_pay(facts: Facts, until: date) -> Iterator[Move]:
    """Months of plans of pay that are not paid and begin up to a day: due, whatever comes in."""
    plans = [plan for plan in payroll.plans(since=facts.on) if plan.unit_id == facts.unit]
    if not plans:
        return
    for standing in payroll.standings(plans=plans, on=max(facts.on, until)):
        for month in standing.months:
            if month.payslip is None and month.month <= until:
                yield _month(facts, standing, month)


def _month(facts: Facts, standing: PlanStanding, month: PlanMonth) -> Move:
    plan = standing.plan
    words = {
        "name": plan.member.full_name,
        "month": date_format(month.month, "YEAR_MONTH_FORMAT"),
    }
    minutes = plan.minutes_per_month
    cost = _cost(plan.worker_status, month.planned_cents, minutes, facts.on)
    day = max(facts.on, next_month(month.month))
    text = _("Monthly pay of %(name)s, %(month)s") % words
    return Move(day, Kind.PAY, text, -cost, Certainty.DUE, plan.ref)


def _cost(status: str, gross: int, minutes: int, on: date) -> int:
    """
    What a month costs its unit, by the figures of today: those of tomorrow are not known.
    Staff cost what they really cost.
    """
    if status == STAFF:
        asked = Case(gross_cents=gross, on=on, status=status, minutes=minutes)
        cost: int = payslip(asked).amounts.work_budget
        return cost
    charge: int = budget.tariff(status, on).charge(gross)
    return gross + charge


def written_down(facts: Facts) -> Iterator[Move]:
    """What members themselves expect."""
    for line in activities.expected_lines(unit=facts.unit, since=facts.on):
        cents = line.cents if line.kind == Kind.INCOME else -line.cents
        origin = f"forecast_line:{line.pk}"
        yield Move(line.on, Kind(line.kind), line.text, cents, Certainty.EXPECTED, origin)


def advance(facts: Facts) -> Iterator[Move]:
    """The day after the last of an advance: what it let the budget go below zero is gone."""
    if each := facts.advance:
        text = _("The advance of %(amount)s euro ends") % {"amount": show(each.cents)}
        credit = facts.start.credit
        yield Move(each.until + NEXT_DAY, Kind.ADVANCE, text, -credit, Certainty.DUE, each.ref)
