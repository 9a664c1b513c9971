"""The day on which a wage is due."""

from datetime import date, timedelta

from commonweal.rules.parameters import figure

DAYS_AFTER, DAY_OF_NEXT_MONTH = "days_after", "day_of_next_month"


def wage_due_on(last_work_day: date, terms: str = DAYS_AFTER) -> date:
    """
    Return the day on which the wage is due, whatever the client does.

    `terms` are those of the entity that pays: "days_after" the last work day, or the
    "day_of_next_month"; how many days, and which day, are figures of the house.
    """
    if terms == DAY_OF_NEXT_MONTH:
        day: int = figure("pay.day_of_next_month", last_work_day).value
        months = last_work_day.year * 12 + last_work_day.month
        return date(months // 12, months % 12 + 1, day)
    delay: int = figure("pay.delay", last_work_day).value
    return last_work_day + timedelta(days=delay)
