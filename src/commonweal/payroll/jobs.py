"""Work in the background: the papers of payslips."""

from procrastinate.contrib.django import app

from commonweal.kernel import clock
from commonweal.kernel.actor import SYSTEM
from commonweal.payroll import actions


@app.task(name="payroll.render")
def render(payslips: list[int]) -> None:
    """Set the PDF of payslips, each in the language of its worker. A second time does nothing."""
    actions.render(payslips=payslips, by=SYSTEM, at=clock.now())
