"""The day on which a wage is due."""

from datetime import date, timedelta

from commonweal.rules.parameters import figure


def wage_due_on(last_work_day: date) -> date:
    """Return the day on which the wage is due, whatever the client does."""
    delay: int = figure("pay.delay", last_work_day).value
    return last_work_day + timedelta(days=delay)
