"""The days on which the state is paid what the house keeps for it."""

from calendar import monthrange
from datetime import date

from commonweal.rules.parameters import figure

VAT, WITHHOLDING, SOCIAL_SECURITY = "vat", "withholding", "social_security"
MONTHS_OF_A_QUARTER = 3


def due_on(kind: str, day: date) -> date:
    """
    Return the day until which is paid what arose on `day`: of `kind` "vat", "withholding" or
    "social_security".

    :raises NoFigure: if the due days of that day are not known
    """
    terms = figure("tax.due_days", day).value[kind]
    months = _last_month(terms["period"], day) + terms["months_after"]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(terms["day"], monthrange(year, month + 1)[1]))


def ends_on(kind: str, day: date) -> date:
    """
    Return the last day of the period of which `day` is one: what arose in it is paid together.

    :raises NoFigure: if the due days of that day are not known
    """
    year, month = divmod(_last_month(figure("tax.due_days", day).value[kind]["period"], day), 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _last_month(period: str, day: date) -> int:
    """Months since the year 0 of the last month of the period."""
    if period == "month":
        return day.year * 12 + day.month - 1
    ends = -(-day.month // MONTHS_OF_A_QUARTER) * MONTHS_OF_A_QUARTER
    return day.year * 12 + ends - 1
