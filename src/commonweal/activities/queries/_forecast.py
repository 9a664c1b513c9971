"""What is coming to a budget, or may go from it: asked for by the forecast."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from commonweal.activities.models import (
    ForecastLine,
    FundingAgreement,
    FundingTranche,
    InternalInvoice,
    Transfer,
)
from commonweal.kernel.period import next_month
from commonweal.rules.parameters import figure

WAITING = ("checking", "proposed", "sent")


def expected_lines(*, unit: int, since: date) -> "QuerySet[ForecastLine]":
    """Return what members expect of a unit from a day on, the first first."""
    return ForecastLine.objects.filter(unit=unit, on__gte=since).order_by("on", "id")


def last_day_expected(*, on: date) -> date:
    """Return the last day for which something may be expected, asked on a day."""
    month = on.replace(day=1)
    for _month in range(figure("forecast.months_ahead", on).value + 1):
        month = next_month(month)
    return month - timedelta(days=1)


def expected_tranches(*, unit: int) -> "QuerySet[FundingTranche]":
    """Return the tranches of signed fundings that are not called yet, with their agreement."""
    found = FundingTranche.objects.filter(
        unit=unit,
        state=FundingTranche.State.EXPECTED,
        agreement__state=FundingAgreement.State.SIGNED,
    )
    return found.select_related("agreement").order_by("expected_on", "id")


def waiting_transfers(*, unit: int) -> "QuerySet[Transfer]":
    """Return the transfers from or to a unit that nobody has answered yet."""
    found = Transfer.objects.filter(Q(giver=unit) | Q(receiver=unit), state__in=WAITING)
    return found.order_by("expires_on", "id")


def waiting_internal_invoices(*, unit: int) -> "QuerySet[InternalInvoice]":
    """Return the internal invoices of or to a unit that nobody has answered yet."""
    found = InternalInvoice.objects.filter(Q(seller=unit) | Q(buyer=unit), state__in=WAITING)
    return found.order_by("id")
