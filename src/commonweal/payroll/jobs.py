"""Work in the background: the papers of payslips, and the settling of months that are over."""

from datetime import date, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from commonweal.kernel import clock
from commonweal.kernel.actions import unread
from commonweal.kernel.actor import SYSTEM
from commonweal.kernel.clock import ZONE
from commonweal.kernel.period import month_of
from commonweal.payroll import actions, queries

TOUCH = ("payroll.run", "payroll.correct")


@app.task(name="payroll.render")
def render(payslips: list[int]) -> None:
    """Set the PDF of payslips, each in the language of its worker. A second time does nothing."""
    actions.render(payslips=payslips, by=SYSTEM, at=clock.now())


@app.periodic(cron="30 4 * * *")
@app.task(name="payroll.regularise", queueing_lock="payroll.regularise")
def regularise(timestamp: int = 0) -> None:
    """
    Settle last month, and every earlier month whose payslips changed since the last time.

    A month that still goes on is settled when it is over.
    """
    at = clock.now()
    with transaction.atomic():
        for month in _months(at.astimezone(ZONE).date()):
            actions.regularise(month=month, by=SYSTEM, at=at)


def _months(today: date) -> list[date]:
    this = month_of(today)
    events = unread(job="payroll.regularise", verbs=TOUCH)
    refs = {ref for event in events for ref in event.subjects if ref.startswith("payslip:")}
    slips = queries.many(ids=[int(ref.removeprefix("payslip:")) for ref in refs])
    # What a correction took back may have been of another month than what took its place.
    wrong = queries.many(ids=[slip.corrects_id for slip in slips.values() if slip.corrects_id])
    touched = {month_of(slip.ends_on) for slip in (*slips.values(), *wrong.values())}
    return sorted({month for month in touched if month < this} | {month_of(this - timedelta(1))})
